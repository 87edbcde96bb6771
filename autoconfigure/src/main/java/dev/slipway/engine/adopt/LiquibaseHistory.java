package dev.slipway.engine.adopt;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

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
		String key = values.present("author") + ":" + values.present("id");
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
	 * Older checksums depend on settings that are in no file, and parameters of a
	 * changelog have their values elsewhere.
	 */
	@Override
	public List<String> checksums(ForeignRow row, Migration file) throws IOException {
		List<String> checksums = new ArrayList<>();
		for (Changeset changeset : Changeset.of(FileBytes.text(file))) {
			if (row.keys().contains(changeset.key()) && row.checksum() != null && row.checksum().startsWith(FORMAT)
					&& !changeset.sql().contains("${")) {
				checksums.add(changeset.checksum());
			}
		}
		return checksums;
	}

	@Override
	public String afterFailure() {
		return "Take back by hand what it has done, and delete the row";
	}

	@Override
	public String afterChange() {
		return "let 'liquibase clear-checksums' forget the checksums: it is not compared then";
	}

}
