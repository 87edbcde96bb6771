package dev.slipway.engine.adopt;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import dev.slipway.AdoptionRefusedException.Problem;
import dev.slipway.AdoptionReport.Entry;
import dev.slipway.AdoptionReport.State;
import dev.slipway.engine.files.Migration;
import dev.slipway.engine.files.MigrationSet;
import dev.slipway.engine.history.AdoptedRow;
import dev.slipway.engine.layout.Version;
import dev.slipway.engine.script.StoredUndo;
import dev.slipway.engine.text.ReadFailure;
import org.jspecify.annotations.Nullable;

/**
 * What becomes of another tool's rows. A pure function of rows and files: no database, no
 * clock.
 */
final class RowMatching {

	/** The version of a program, whose folder may be a date. */
	private static final Pattern DIGITS = Pattern.compile("\\d+(?:-\\d+)*");

	/** What undoes a program that stands beside it. */
	private static final String DOWN = ".down.";

	private final ForeignTool tool;

	private final String table;

	private final MigrationSet set;

	private final List<Problem> problems = new ArrayList<>();

	/** The files by the keys that rows name them by. */
	private final Map<String, List<Migration>> files = new HashMap<>();

	private final Map<Migration, List<String>> parts = new HashMap<>();

	/** The rows of each file, by its parts. */
	private final Map<Migration, Map<String, ForeignRow>> rowsOfFiles = new HashMap<>();

	private final Map<Object, Adopted> adopted = new LinkedHashMap<>();

	/** The version up to which all is applied, for tools that keep only that. */
	private @Nullable Version upTo;

	private RowMatching(ForeignTool tool, String table, MigrationSet set) {
		this.tool = tool;
		this.table = table;
		this.set = set;
	}

	/**
	 * Match rows with files.
	 * @param tool the tool whose rows they are
	 * @param table the tool's table, qualified and quoted
	 * @param rows the rows in the order in which they were written
	 * @param set the files
	 */
	static Adoption of(ForeignTool tool, String table, List<ForeignRow> rows, MigrationSet set) {
		RowMatching matching = new RowMatching(tool, table, set);
		Stream.of(set.baselines(), set.versioned(), set.repeatables()).flatMap(List::stream).forEach(matching::learn);
		for (ForeignRow row : standing(rows)) {
			matching.adopt(row);
		}
		matching.requireAllParts();
		matching.refusePendingPrograms();
		return matching.adoption();
	}

	private Adoption adoption() {
		List<AdoptedRow> written = new ArrayList<>();
		List<Entry> entries = new ArrayList<>();
		for (Adopted one : this.adopted.values()) {
			written.add(one.written());
			entries.add(one.entry());
		}
		return new Adoption(this.tool.name(), this.table, written, entries, this.problems);
	}

	private void learn(Migration file) {
		try {
			List<String> keys = this.tool.parts(file);
			this.parts.put(file, keys);
			for (String key : keys) {
				this.files.computeIfAbsent(key, (none) -> new ArrayList<>()).add(file);
			}
		}
		catch (IOException ex) {
			this.problems.add(unreadable(file, ex));
		}
	}

	/** What was taken back is as if it had never been, and the last of several counts. */
	private static List<ForeignRow> standing(List<ForeignRow> rows) {
		Map<Object, ForeignRow> standing = new LinkedHashMap<>();
		for (ForeignRow row : rows) {
			Object key = row.keys().isEmpty() ? row : row.keys().get(0);
			standing.remove(key);
			if (row.state() != ForeignRow.State.UNDONE && row.state() != ForeignRow.State.DELETED) {
				standing.put(key, row);
			}
		}
		return List.copyOf(standing.values());
	}

	private void adopt(ForeignRow row) {
		switch (row.state()) {
			case FAILED -> problem(said(row) + " has failed.", this.tool.afterFailure() + ".");
			case UNFINISHED -> problem(said(row) + " was begun and not finished.", this.tool.afterFailure() + ".");
			case BASELINE -> adoptBaseline(row);
			case UP_TO -> adoptUpTo(row);
			case APPLIED -> adoptApplied(row);
			case UNDONE, DELETED -> throw new IllegalStateException(row.label());
		}
	}

	private void adoptBaseline(ForeignRow row) {
		Migration file = file(row);
		if (file == null) {
			put(row, row, without(row, Migration.Kind.BASELINE), State.BASELINE, null, false);
		}
		else if (hasItsChecksum(row, file)) {
			put(file, row, of(row, file), State.BASELINE, file, isCompared(row, file));
		}
	}

	/** A program among them has no file, and no row either. */
	private void adoptUpTo(ForeignRow row) {
		Version version = Objects.requireNonNull(row.version(), row.label());
		this.upTo = version;
		boolean found = false;
		for (Migration file : this.set.versioned()) {
			int order = this.set.order().compare(file.requireVersion(), version);
			found |= order == 0;
			if (order <= 0) {
				put(file, row, of(row, file, file.checksum(), false), State.APPLIED, file, false);
			}
		}
		if (!found) {
			unmatched(row);
		}
	}

	private void adoptApplied(ForeignRow row) {
		Migration file = file(row);
		if (file == null) {
			return;
		}
		String part = part(row, file);
		ForeignRow other = this.rowsOfFiles.computeIfAbsent(file, (none) -> new HashMap<>()).putIfAbsent(part, row);
		if (other != null) {
			problem(said(row) + " and " + other.label() + " both belong to " + file.script().path() + ".",
					"Say in the file which of both it is, or put the missing file back.");
		}
		else if (row.program() && file.code() == null) {
			problem(said(row) + " was code, and " + file.script().path() + " is a file of the same version.",
					"Give the file another version, or write the code as a CodeMigration.");
		}
		else if (!row.program() && row.checksum() != null && file.code() != null) {
			problem(said(row) + " was a file, and is " + file.script().path() + " now.",
					"Put the file back, or give the code another version.");
		}
		else if (file.kind() == Migration.Kind.REPEATABLE && isChanged(row, file)) {
			put(file, row, of(row, file, this.tool.name() + " " + row.checksum(), false), State.CHANGED, file, true);
		}
		else if (hasItsChecksum(row, file)) {
			put(file, row, of(row, file), State.APPLIED, file, isCompared(row, file));
		}
	}

	private String part(ForeignRow row, Migration file) {
		List<String> own = Objects.requireNonNull(this.parts.get(file));
		return row.keys().stream().filter(own::contains).findFirst().orElseThrow();
	}

	/** The file of a row; {@code null} when it has none, which is a problem, or not. */
	private @Nullable Migration file(ForeignRow row) {
		for (String key : row.keys()) {
			List<Migration> found = this.files.getOrDefault(key, List.of());
			if (found.size() > 1) {
				problem(said(row) + " may be any of " + paths(found) + ".",
						"Leave one of these files, or tell them apart as " + this.tool.name() + " does.");
				return null;
			}
			if (!found.isEmpty()) {
				return found.get(0);
			}
		}
		if (row.state() != ForeignRow.State.BASELINE) {
			adoptWithoutFile(row);
		}
		return null;
	}

	private void adoptWithoutFile(ForeignRow row) {
		if (isProgram(row)) {
			put(row, row, without(row, (row.version() != null) ? Migration.Kind.VERSIONED : Migration.Kind.REPEATABLE),
					State.PROGRAM, null, false);
		}
		else {
			unmatched(row);
		}
	}

	/** A program that its row does not tell is one that the configuration leaves out. */
	private boolean isProgram(ForeignRow row) {
		if (row.program() || this.tool.hasPrograms()) {
			return true;
		}
		for (String program : this.set.programs()) {
			Version version = version(program);
			if (version != null && version.equals(row.version())) {
				return true;
			}
		}
		return false;
	}

	private static @Nullable Version version(String program) {
		Matcher digits = DIGITS.matcher(program);
		return digits.lookingAt() ? Version.of(digits.group().replace("-", "")) : null;
	}

	/** What the configuration leaves out must not be missing without anybody's notice. */
	private void refusePendingPrograms() {
		for (String program : this.set.programs()) {
			Version version = version(program);
			if (version != null && !program.contains(DOWN) && !isApplied(version)) {
				problem(program + " is a program that " + this.tool.name() + " has not run, and exclude leaves it out.",
						"Write it as SQL or as a code migration (docs/files.md, section 'Code migrations'), and remove it.");
			}
		}
	}

	private boolean isApplied(Version version) {
		for (Adopted row : this.adopted.values()) {
			Version applied = row.written().version();
			if (applied != null && applied.equals(version)) {
				return true;
			}
		}
		return this.upTo != null && this.set.order().compare(version, this.upTo) <= 0;
	}

	private void unmatched(ForeignRow row) {
		problem(said(row) + " has no file.",
				"Put the file into the locations (slipway.locations), also that of a program, whose name then belongs"
						+ " into exclude; or let " + this.tool.name()
						+ " forget the row if its file was deleted on purpose.");
	}

	private void requireAllParts() {
		this.rowsOfFiles.forEach((file, found) -> {
			List<String> missing = new ArrayList<>(Objects.requireNonNull(this.parts.get(file)));
			missing.removeAll(found.keySet());
			if (!missing.isEmpty()) {
				this.adopted.remove(file);
				problem("Of " + file.script().path() + " " + this.tool.name() + " has applied a part only: not "
						+ String.join(", ", missing) + ".",
						"Put each part into a file of its own, or let " + this.tool.name() + " apply the rest.");
			}
		});
	}

	private boolean hasItsChecksum(ForeignRow row, Migration file) {
		boolean changed = isChanged(row, file);
		if (changed) {
			problem(file.script().path() + " has changed since " + this.tool.name()
					+ " has applied it (its checksum was " + row.checksum() + ", is now " + checksums(row, file).get(0)
					+ ").",
					"Put the file back as it was applied; if the change is meant, " + this.tool.afterChange() + ".");
		}
		return !changed;
	}

	private boolean isChanged(ForeignRow row, Migration file) {
		return isCompared(row, file) && !checksums(row, file).contains(row.checksum());
	}

	private boolean isCompared(ForeignRow row, Migration file) {
		return !checksums(row, file).isEmpty();
	}

	private List<String> checksums(ForeignRow row, Migration file) {
		if (row.checksum() == null || file.code() != null) {
			return List.of();
		}
		try {
			return this.tool.checksums(row, file);
		}
		catch (IOException ex) {
			Problem problem = unreadable(file, ex);
			if (!this.problems.contains(problem)) {
				this.problems.add(problem);
			}
			return List.of();
		}
	}

	private void put(Object key, ForeignRow row, AdoptedRow written, State state, @Nullable Migration file,
			boolean compared) {
		Adopted before = this.adopted.remove(key);
		AdoptedRow whole = (before != null) ? after(before.written(), written) : written;
		Version version = written.version();
		this.adopted.put(key, new Adopted(whole, new Entry(row.label(), (file != null) ? file.label() : null,
				(version != null) ? version.canonical() : null, state, row.appliedAt(), compared)));
	}

	/** A file that was applied in parts is there when the last one is. */
	private static AdoptedRow after(AdoptedRow before, AdoptedRow last) {
		return new AdoptedRow(last.kind(), last.version(), last.name(), last.checksum(), last.statements(),
				before.hashes().isEmpty() ? "" : last.hashes(), last.appliedAt(),
				before.duration().plus(last.duration()), last.appliedBy(), last.undoScript());
	}

	private static AdoptedRow without(ForeignRow row, Migration.Kind kind) {
		return new AdoptedRow(kind, row.version(), row.name(), "", 0, "", row.appliedAt(), duration(row),
				row.appliedBy(), null);
	}

	private AdoptedRow of(ForeignRow row, Migration file) {
		return of(row, file, file.checksum(), isCompared(row, file));
	}

	/**
	 * A file that cannot be split any more was applied all the same. Its statements are
	 * those that were applied where the tool's checksum says so.
	 */
	private static AdoptedRow of(ForeignRow row, Migration file, String checksum, boolean proven) {
		boolean parsed = file.code() == null && file.script().parse().isEmpty();
		return new AdoptedRow(file.kind(), file.version(), file.name(), checksum,
				parsed ? file.script().parsed().statements() : 0,
				(parsed && proven) ? file.script().parsed().hashes().hexadecimal() : "", row.appliedAt(), duration(row),
				row.appliedBy(), parsed ? file.undoScript().flatMap(StoredUndo::text).orElse(null) : null);
	}

	private static Duration duration(ForeignRow row) {
		return (row.duration() != null) ? row.duration() : Duration.ZERO;
	}

	private String said(ForeignRow row) {
		return this.tool.name() + "'s " + row.label();
	}

	private void problem(String description, String action) {
		this.problems.add(new Problem(description, action));
	}

	private static Problem unreadable(Migration file, IOException failure) {
		return new Problem(file.script().path() + " cannot be read: " + ReadFailure.reason(failure) + ".",
				"Correct the file.");
	}

	private static String paths(List<Migration> files) {
		return String.join(", ", files.stream().map((file) -> file.script().path()).toList());
	}

	/**
	 * One row of the new history.
	 *
	 * @param written as it is written
	 * @param entry as it is shown
	 */
	private record Adopted(AdoptedRow written, Entry entry) {

	}

}
