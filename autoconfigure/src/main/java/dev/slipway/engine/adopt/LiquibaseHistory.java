package dev.slipway.engine.adopt;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

import dev.slipway.engine.adopt.ForeignRow.State;
import dev.slipway.engine.files.Migration;
import org.jspecify.annotations.Nullable;

/**
 * Liquibase's table. A file has the line {@code --changeset author:id} of its changelog,
 * by which Liquibase tells what it has applied, or several of them.
 */
final class LiquibaseHistory implements ForeignTool {

	/** The row of a tag on a database without any other. */
	private static final String INTERNAL = "liquibase-internal";

	/** Of the checksums that Liquibase has written since 4.22. */
	private static final String FORMAT = "9:";

	/** Of those that it had written before, since 3.5. */
	private static final String OLDER = "8:";

	@Override
	public String name() {
		return "Liquibase";
	}

	@Override
	public List<String> tables() {
		return List.of("databasechangelog");
	}

	@Override
	public boolean keeps(ForeignTable table) {
		return table.has("id", "author", "filename", "dateexecuted", "orderexecuted", "exectype", "md5sum");
	}

	@Override
	public String query(ForeignTable table) {
		return table.select("h.id, h.author, h.filename, h.exectype, h.md5sum, " + ForeignTable.time("dateexecuted"),
				"h.orderexecuted, h.dateexecuted");
	}

	@Override
	public @Nullable ForeignRow row(ForeignValues values) {
		String file = values.present("filename");
		if (file.equals(INTERNAL)) {
			return null;
		}
		// Releases up to 4.2 take the quotes around a name for a part of it.
		String key = Changeset.unquoted(values.present("author")) + ":" + Changeset.unquoted(values.present("id"));
		return ForeignRow.applied("changeset " + key + " of " + file, file + "::" + key, key)
			.withState(switch (values.present("exectype")) {
				case "FAILED" -> State.FAILED;
				case "SKIPPED" -> State.UNDONE;
				// A changeset that was marked is there, says whoever has marked it.
				default -> State.APPLIED;
			})
			.withChecksum(values.text("md5sum"))
			.applied(values.time("dateexecuted"), null, null);
	}

	@Override
	public List<String> parts(Migration file) throws IOException {
		List<String> parts = new ArrayList<>();
		for (Changeset changeset : Changeset.of(FileBytes.text(file))) {
			parts.add(changeset.key());
		}
		return parts;
	}

	/**
	 * A changeset with a parameter whose value nobody knows here can only be found to be
	 * the same, not to be another one.
	 */
	@Override
	public List<String> checksums(ForeignRow row, Migration file) throws IOException {
		String recorded = Objects.requireNonNull(row.checksum());
		Map<String, String> values = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
		values.putAll(file.script().placeholders());
		Set<String> checksums = new LinkedHashSet<>();
		boolean known = true;
		for (Changeset changeset : changesets(recorded, FileBytes.text(file))) {
			if (row.keys().contains(changeset.key())) {
				Changeset replaced = changeset.withParameters(values);
				known &= !replaced.hasParameters();
				checksums.add(recorded.startsWith(FORMAT) ? replaced.checksum() : replaced.olderChecksum());
			}
		}
		return (known || checksums.contains(recorded)) ? List.copyOf(checksums) : List.of();
	}

	/** What a row's checksum may have been made of; nothing for one that is not known. */
	private static List<Changeset> changesets(String checksum, String text) {
		if (checksum.startsWith(FORMAT)) {
			return Changeset.of(text);
		}
		return checksum.startsWith(OLDER)
				? Stream.of(Changeset.of(text), Changeset.of(text, true, false), Changeset.of(text, false, false))
					.flatMap(List::stream)
					.toList()
				: List.of();
	}

	@Override
	public String afterFailure() {
		return "Take back by hand what it has done, and delete the row";
	}

	@Override
	public String afterChange() {
		return "let 'liquibase clear-checksums' forget the checksums: it is not compared then."
				+ " If only the value of a ${parameter} is another one, set that of Liquibase in slipway.placeholders";
	}

}
