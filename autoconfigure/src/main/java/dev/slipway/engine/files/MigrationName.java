package dev.slipway.engine.files;

import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import dev.slipway.Layout;
import dev.slipway.engine.layout.FlywayEvent;
import dev.slipway.engine.layout.Layouts;
import dev.slipway.engine.layout.NameShape;
import dev.slipway.engine.layout.Role;
import dev.slipway.engine.layout.Trait;
import dev.slipway.engine.layout.Version;
import dev.slipway.engine.layout.VersionFolders;
import dev.slipway.engine.text.Expression;
import org.jspecify.annotations.Nullable;

/**
 * What a file's name says.
 *
 * @param shape its shape, which says what the file is
 * @param version the version; {@code null} for a repeatable and for a callback
 * @param digits the version as it is written, without hyphens; empty for those
 * @param name what follows the version, possibly empty
 * @param fileName the file's name without its folder, or with it when the folder carries
 * the version
 * @param database the database that the file is for; {@code null} when it does not say
 * @param autocommit whether the name says that the file must not run in a transaction
 * @param event the moment at which a callback runs, in Flyway's words; empty for all
 * other files
 * @param undoes whether the folder or the end of the name says that the file undoes
 * another
 */
record MigrationName(NameShape shape, @Nullable Version version, String digits, String name, String fileName,
		@Nullable String database, boolean autocommit, String event, boolean undoes) {

	/** Files that the tools run and that are no SQL, or do not say that they are. */
	private static final Expression LOST = new Expression("(?:\\d[^/]*\\.(?:up|down)\\.(?!sql$)[^.]+"
			+ "|(?:\\d[^$]*|[VBUv]\\d+(?:[._]\\d+)*(?:__[^$]*)?|R__[^$]*|(?:" + FlywayEvent.NAMES + ")(?:__[^$]*)?)"
			+ "\\.(?:go|rs|java|kts?|groovy|scala|class|py|rb|[cm]?js|[cm]?ts|php|pl|sh|bash|ps1|bat|cmd|cs|exs?)"
			+ "|(?:up|down|migration)\\.(?:rs|[cm]?js|[cm]?ts|ya?ml))(?<!_test\\.go|\\.d\\.ts)");

	/** What these end with, unless they say whether they are to be run or undone. */
	private static final Set<String> LOST_ENDINGS = Set.of("go", "rs", "java", "kt", "kts", "groovy", "scala", "class",
			"py", "rb", "js", "cjs", "mjs", "ts", "cts", "mts", "php", "pl", "sh", "bash", "ps1", "bat", "cmd", "cs",
			"ex", "exs", "yml", "yaml");

	private static final String SQL = ".sql";

	/** The folder of a migration. */
	private static final Expression FOLDER = new Expression("(?:^|/)\\d[^/]*/[^/]*$");

	/** What a name ends with that says, in the manner of no tool, that a file undoes. */
	private static final List<String> UNDO_ENDINGS = List.of("down", "undo", "rollback", "revert", "downgrade");

	/** Folders of which nothing is a migration. */
	private static final Set<String> UNDO_FOLDERS = Set.of("rollback", "rollbacks", "undo", "undos", "down", "downs",
			"revert", "reverts", VersionFolders.ERASE);

	/**
	 * Read a name.
	 * @param path the path of the file; from the location on where folders carry the
	 * versions
	 * @param layout the one layout that is accepted; {@code null} for all of them
	 * @return what it says, empty when it is no migration's
	 */
	static Optional<MigrationName> of(String path, @Nullable Layout layout) {
		String file = NameShape.last(path, 1);
		String withFolder = NameShape.last(path, 2);
		for (NameShape shape : Layouts.shapes(layout)) {
			String fileName = Layouts.has(layout, Trait.VERSION_FOLDERS) ? path : shape.inFolder() ? withFolder : file;
			Matcher matcher = shape.mayBe(fileName) ? shape.matcher(fileName) : null;
			if (matcher != null && matcher.matches()) {
				return Optional.of(new MigrationName(shape, shape.version(matcher),
						text(shape.group(matcher, "version")).replace("-", ""), text(shape.group(matcher, "name")),
						fileName, shape.group(matcher, "database"), shape.group(matcher, "autocommit") != null,
						shape.event(matcher), false));
			}
		}
		return Optional.empty();
	}

	/**
	 * Return the name of a file that a plan has.
	 * @param shape the shape of its layout
	 * @param position the position in the plan, from 1
	 * @param name the name in the plan
	 * @param fileName the file's name, with its folders below the plan's own
	 */
	static MigrationName planned(NameShape shape, int position, String name, String fileName) {
		String digits = Integer.toString(position);
		return new MigrationName(shape, Version.of(digits), digits, name, fileName, null, false, "", false);
	}

	/**
	 * Whether a file has to be looked at: editors and archives leave hidden files behind,
	 * which no tool takes for migrations.
	 */
	static boolean isCandidate(String fileName) {
		return !fileName.startsWith(".")
				&& (fileName.regionMatches(true, fileName.length() - SQL.length(), SQL, 0, SQL.length())
						|| mayBeLost(fileName));
	}

	/** Whether a file is a program, or SQL that does not say so, of some tool. */
	static boolean isLost(String path) {
		return !path.endsWith(SQL) && mayBeLost(NameShape.last(path, 1));
	}

	private static boolean mayBeLost(String fileName) {
		int period = fileName.lastIndexOf('.');
		return period > 0 && (LOST_ENDINGS.contains(fileName.substring(period + 1)) || fileName.contains(".up.")
				|| fileName.contains(".down.")) && LOST.matcher(fileName).matches();
	}

	/** The name of a program, with its folder when that carries the version. */
	static String ofProgram(String path) {
		String name = NameShape.last(path, 1);
		return Character.isDigit(name.charAt(0)) || !isInFolder(path) ? name : NameShape.last(path, 2);
	}

	/** Whether a file is in the folder of a migration. */
	static boolean isInFolder(String path) {
		return FOLDER.matcher(path).find();
	}

	/** Whether a path below a location leads through a folder of undo files. */
	static boolean isInUndoFolder(String below) {
		String[] segments = below.toLowerCase(Locale.ROOT).split("/");
		for (int i = 0; i < segments.length - 1; i++) {
			if (UNDO_FOLDERS.contains(segments[i])) {
				return true;
			}
		}
		return false;
	}

	/** Whether what is in a path below a location undoes everything at once. */
	static boolean isInEraseFolder(String below) {
		return ("/" + below).contains("/" + VersionFolders.ERASE + "/");
	}

	/** How error messages show what is accepted. */
	static String accepted(@Nullable Layout layout) {
		String examples = Layouts.shapes(layout)
			.stream()
			.map(NameShape::example)
			.distinct()
			.collect(Collectors.joining(", "));
		return (layout != null) ? "Accepted by the layout " + layout.property() + ": " + examples
				: "Accepted: " + examples;
	}

	Role role() {
		return this.undoes ? Role.UNDO : this.shape.role();
	}

	/** The name of a file that undoes another, whatever its shape. */
	MigrationName asUndo() {
		return new MigrationName(this.shape, this.version, this.digits, this.name, this.fileName, this.database,
				this.autocommit, this.event, true);
	}

	/** A name close to a path's that a migration can have. */
	static Optional<String> nearest(String path, @Nullable Layout layout) {
		String file = NameShape.last(path, 1);
		String stem = file.replaceFirst("(?i)\\.sql(?:\\.\\w+)?\\s*$", "");
		return Stream
			.of(stem, stem.replace(' ', '_'), stem.replaceFirst("^[vV](\\d+(?:[._]\\d+)*)_*", "V$1__"),
					stem.replaceFirst("^([rR])[^_]*_+", "R__"), stem.replaceFirst("^(\\d+)", "$1_"),
					stem.replaceFirst("^[^\\d]+(\\d+)[ _-]*", "$1_"))
			.map((name) -> name + ".sql")
			.filter((name) -> !name.equals(file) && of(name, layout).isPresent())
			.findFirst();
	}

	/** Whether a migration's name ends as that of a file that undoes one. */
	boolean endsAsUndo() {
		return role() == Role.VERSIONED && !this.shape.inFolder() && !this.fileName.endsWith(".up.sql")
				&& saysThatItUndoes(this.name);
	}

	private static boolean saysThatItUndoes(String name) {
		for (int i = 0; i < UNDO_ENDINGS.size(); i++) {
			String ending = UNDO_ENDINGS.get(i);
			int from = name.length() - ending.length();
			if (name.regionMatches(true, from, ending, 0, ending.length())
					&& (from == 0 || "._-".indexOf(name.charAt(from - 1)) >= 0)) {
				return true;
			}
		}
		return false;
	}

	/** The name as its tool compares it. */
	String description() {
		return this.shape.isOfOneEvent() ? this.name : this.name.replace('_', ' ');
	}

	/** Whether the file is for another database than PostgreSQL. */
	boolean isForeign() {
		return this.database != null && !NameShape.isOurs(this.database);
	}

	/** The same for files of which at most one runs. */
	String identity() {
		return role() + " " + this.version + " " + this.name;
	}

	Version requireVersion() {
		return Objects.requireNonNull(this.version, this.fileName);
	}

	private static String text(@Nullable String group) {
		return (group != null) ? group : "";
	}

}
