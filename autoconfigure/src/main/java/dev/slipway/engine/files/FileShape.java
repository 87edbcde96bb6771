package dev.slipway.engine.files;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import dev.slipway.Layout;
import org.jspecify.annotations.Nullable;

import static dev.slipway.Layout.DBMATE;
import static dev.slipway.Layout.DIESEL;
import static dev.slipway.Layout.FLYWAY;
import static dev.slipway.Layout.GOLANG_MIGRATE;
import static dev.slipway.Layout.GOOSE;
import static dev.slipway.Layout.PLAIN;
import static dev.slipway.Layout.PRISMA;
import static dev.slipway.Layout.SQL_MIGRATE;
import static dev.slipway.Layout.TERN;

/**
 * The shapes of names that migrations have: a table, in the order in which they are
 * tried. Each shape has the layouts that it belongs to, and what a file of it is.
 */
enum FileShape {

	// @formatter:off

	VERSIONED(Role.VERSIONED, Set.of(FLYWAY), "V1.2__add_orders.sql",
			"V" + Part.FLYWAY_VERSION + Part.FLYWAY_END),

	UNDO(Role.UNDO, Set.of(FLYWAY), "U1.2__add_orders.sql",
			"U" + Part.FLYWAY_VERSION + Part.FLYWAY_END),

	BASELINE(Role.BASELINE, Set.of(FLYWAY), "B5__everything.sql",
			"B" + Part.FLYWAY_VERSION + Part.FLYWAY_END),

	REPEATABLE(Role.REPEATABLE, Set.of(FLYWAY), "R__views.sql",
			"R" + Part.FLYWAY_END),

	CALLBACK(Role.CALLBACK, Set.of(FLYWAY), "afterMigrate.sql",
			"(?<event>" + FlywayEvent.NAMES + ")" + Part.FLYWAY_END),

	FOLDER_UP(Role.VERSIONED, Set.of(DIESEL), "2026-01-01-120000_add_orders/up.sql",
			Part.FOLDER + "/up\\.sql"),

	FOLDER_MIGRATION(Role.VERSIONED, Set.of(PRISMA), "20260101120000_add_orders/migration.sql",
			Part.FOLDER + "/migration\\.sql"),

	FOLDER_DOWN(Role.UNDO, EnumSet.of(DIESEL, PRISMA), "2026-01-01-120000_add_orders/down.sql",
			Part.FOLDER + "/down\\.sql"),

	UP(Role.VERSIONED, Set.of(GOLANG_MIGRATE), "001_add_orders.up.sql",
			Part.VERSION + Part.NAME + Part.TRAITS + "\\.up\\.sql"),

	DOWN(Role.UNDO, Set.of(GOLANG_MIGRATE), "001_add_orders.down.sql",
			Part.VERSION + Part.NAME + Part.TRAITS + "\\.down\\.sql"),

	TIMESTAMP(Role.VERSIONED, Set.of(PLAIN), "2026-01-01-120000_add_orders.sql",
			"(?<version>" + Part.DATE + ")" + Part.NAME + Part.PLAIN_END),

	NUMBER(Role.VERSIONED, Set.of(PLAIN), "001_add_orders.sql",
			Part.VERSION + Part.NAME + Part.PLAIN_END),

	DIGITS_AND_UNDERSCORE(Role.VERSIONED, EnumSet.of(GOOSE, TERN), "001_add_orders.sql",
			"(?<version>\\d++)_(?<name>.*)" + Part.PLAIN_END),

	DIGITS(Role.VERSIONED, EnumSet.of(DBMATE, SQL_MIGRATE), "20260101120000_add_orders.sql",
			"(?<version>\\d++)(?:[_-](?<name>.*)|.*)" + Part.PLAIN_END);

	// @formatter:on

	private final Role role;

	private final Set<Layout> layouts;

	private final String example;

	private final Pattern pattern;

	private final boolean inFolder;

	FileShape(Role role, Set<Layout> layouts, String example, String pattern) {
		this.role = role;
		this.layouts = layouts;
		this.example = example;
		this.pattern = Pattern.compile(pattern);
		this.inFolder = example.contains("/");
	}

	/** The shapes of a layout; those that tell layouts apart when none is forced. */
	static List<FileShape> of(@Nullable Layout layout) {
		return Stream.of(values()).filter((shape) -> shape.isOf(layout)).toList();
	}

	/** Plain names are those of four more tools, and their text tells which. */
	private boolean isOf(@Nullable Layout layout) {
		return (layout != null) ? this.layouts.contains(layout) : this != DIGITS_AND_UNDERSCORE && this != DIGITS;
	}

	Role role() {
		return this.role;
	}

	String example() {
		return this.example;
	}

	/** Whether the folder carries the version. */
	boolean inFolder() {
		return this.inFolder;
	}

	/** The layout that a file of this shape has, unless its text has to tell. */
	@Nullable Layout layout() {
		return this.layouts.contains(PLAIN) ? null : this.layouts.iterator().next();
	}

	/** Match a name, with its folder for shapes in which that carries the version. */
	Matcher matcher(String name) {
		return this.pattern.matcher(name);
	}

	/** The version of a name that matches; {@code null} for shapes without one. */
	@Nullable Version version(Matcher matched) {
		if (this.role == Role.REPEATABLE || this.role == Role.CALLBACK) {
			return null;
		}
		String digits = matched.group("version");
		return (this.inFolder || this == TIMESTAMP) ? Version.ofDigits(digits) : Version.ofParts(digits);
	}

	/** Whether a database that a name says is PostgreSQL. */
	static boolean isOurs(String database) {
		return Part.OURS.contains(database);
	}

	/**
	 * What a file is for.
	 */
	enum Role {

		/** Runs once. */
		VERSIONED,

		/** Undoes another file. */
		UNDO,

		/** Stands for all versions up to its own. */
		BASELINE,

		/** Runs whenever it has changed. */
		REPEATABLE,

		/** Runs at a moment of a run. */
		CALLBACK

	}

	/**
	 * The parts that shapes share.
	 */
	private static final class Part {

		static final Set<String> OURS = Set.of("postgres", "postgresql", "pg", "pgx");

		/** The databases that a file may be for, as in {@code 001_users.mysql.up.sql}. */
		static final String DATABASES = String.join("|", OURS) + "|cockroach|cockroachdb|crdb|mariadb|mssql|mysql"
				+ "|oracle|sqlite|sqlite3|sqlserver";

		static final String VERSION = "(?<version>\\d++(?:\\.\\d++)*+)";

		static final String NAME = "(?:[_-](?<name>.*?))?";

		/**
		 * Up and down scripts are a shape of their own, also where no other layout is.
		 */
		static final String PLAIN_END = "(?<!\\.up|\\.down)\\.sql";

		static final String TRAITS = "(?:\\.(?<database>" + DATABASES + "))?(?<autocommit>\\.autocommit)?";

		static final String FLYWAY_VERSION = "(?<version>\\d++(?:[._]\\d++)*+)";

		/** Flyway alone accepts its suffix in any case. */
		static final String FLYWAY_END = "(?:__(?<name>.*))?\\.(?i:sql)";

		static final String FOLDER = "(?<version>\\d++(?:-\\d++)*+)(?:[_-](?<name>.*))?";

		/**
		 * A date, with a time or without: parts of it must not be taken for a number and
		 * a name.
		 */
		static final String DATE = "(?:19|20)\\d\\d(?:(?<s>[-_])(?:0[1-9]|1[0-2])\\k<s>(?:0[1-9]|[12]\\d|3[01])"
				+ "(?:[-_](?:[01]\\d|2[0-3])(?:[-_]?[0-5]\\d){1,2}(?:-\\d++)?)?"
				+ "|(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\\d|3[01])[-_](?:[01]\\d|2[0-3])[0-5]\\d(?:[0-5]\\d)?)(?!\\d)";

	}

}
