package dev.slipway.engine.layout;

import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

import dev.slipway.Layout;
import dev.slipway.engine.layout.MarkerLines.Indented;
import org.jspecify.annotations.Nullable;

import static dev.slipway.engine.layout.MarkerLines.line;

/**
 * The layouts that there are: a table, in the order in which they are tried. Each is what
 * the source of its tool says.
 */
public final class Layouts {

	private static final String NUMBER = "(?<version>\\d++(?:\\.\\d++)*+)";

	private static final String NAME = "(?:[_-](?<name>.*?))?";

	/** What undoes a file is none, also where its tool has no such names. */
	private static final String UP_END = "(?<!\\.down)\\.sql";

	/** Up and down scripts are a shape of their own, also where no other layout is. */
	private static final String PLAIN_END = "(?<!\\.up|\\.down)\\.sql";

	/**
	 * A date, with a time or without: parts of it must not be taken for a number and a
	 * name.
	 */
	private static final String DATE = "(?:19|20)\\d\\d(?:(?<s>[-_])(?:0[1-9]|1[0-2])\\k<s>(?:0[1-9]|[12]\\d|3[01])"
			+ "(?:[-_](?:[01]\\d|2[0-3])(?:[-_]?[0-5]\\d){1,2}(?:-\\d++)?)?"
			+ "|(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\\d|3[01])[-_](?:[01]\\d|2[0-3])[0-5]\\d(?:[0-5]\\d)?)(?!\\d)";

	/** Lines of Slipway's own, in any layout. */
	static final MarkerLines SLIPWAY = MarkerLines
		.of("Slipway", "sS", "(?i)[-\\s]*slipway\\s*:", "",
				"-- slipway: no-transaction, -- slipway: undo, -- slipway: placeholders, -- slipway: no-placeholders",
				line("[- \t]*slipway:\\s*no-transaction\\s*", Meaning.NO_TRANSACTION),
				line("[- \t]*slipway:\\s*undo\\s*", Meaning.UNDO),
				line("[- \t]*slipway:\\s*placeholders\\s*", Meaning.PLACEHOLDERS),
				line("[- \t]*slipway:\\s*no-placeholders\\s*", Meaning.NO_PLACEHOLDERS))
		.withIndented(Indented.MARKER);

	private static final MarkerLines.Line HASURA = line("[- \t]*hasura:no-transaction\\s*", Meaning.NO_TRANSACTION);

	/** Lines of tools without a marker that tells a layout: Atlas, sqlx and Hasura. */
	static final MarkerLines PLAIN_LINES = MarkerLines
		.of("Atlas", "ahn", "[- \t]*atlas:txmode(?:\\s|$)", "", "-- atlas:txmode none, -- atlas:txmode file",
				line("[- \t]*atlas:txmode\\s+none\\s*", Meaning.NO_TRANSACTION),
				line("[- \t]*atlas:txmode\\s+file\\s*"), atlasRefuses("delimiter"), atlasRefuses("checkpoint"),
				atlasRefuses("txtar"), atlasRefuses("import"),
				line("-- no-transaction.*", Meaning.NO_TRANSACTION_IF_FIRST_LINE), HASURA)
		.withIndented(Indented.COMMENT);

	/** The tool finds them wherever they stand, strings included. */
	static final MarkerLines POSTGRES_MIGRATIONS = MarkerLines
		.of("postgres-migrations", "p", "", "", "", line("[- \t]*postgres-migrations ignore.*", Meaning.IGNORE),
				line("[- \t]*postgres-migrations disable-transaction.*", Meaning.NO_TRANSACTION))
		.withIndented(Indented.MARKER);

	/** Its prefix is a capital, as Flyway's, unless a setting of its own changes that. */
	private static final MarkerLines EVOLVE = MarkerLines
		.of("Evolve", "", "", "", "-- evolve-tx-off",
				line("(?i).*\\bevolve-tx-off\\b.*", Meaning.NO_TRANSACTION_IF_FIRST_LINE),
				MarkerLines.refused("(?i).*\\bevolve-repeat-always\\b.*",
						"Slipway does not do what evolve-repeat-always asks for"))
		.withIndented(Indented.MARKER_OR_COMMENT);

	/**
	 * A file that is made of changesets is no script, whatever its name and its layout.
	 */
	static final MarkerLines LIQUIBASE = MarkerLines
		.of("Liquibase", "lL", "", "", "", MarkerLines.refused("(?i)--\\s*liquibase\\s+formatted\\s+sql(?:\\s.*)?",
				"this is a changelog of Liquibase's, with changesets of which each runs by rules of its own, and "
						+ "Slipway does not read them. Put each changeset into a file of its own"))
		.withIndented(Indented.COMMENT);

	static final List<LayoutRules> ALL = List.of(flyway(), diesel(), prisma(), golangMigrate(), postgrator(),
			dbMigrate(), authelia(), evolve(), goose(), dbmate(), sqlMigrate(), tern(), play(), nodePgMigrate(),
			mybatis(), graphileMigrate(), rambler(), shmig(), folders(), sqitch(), yoyo(), dbup(), yuniql(), plain());

	private static final List<LayoutRules> REWRITTEN = new ArrayList<>();

	private static final List<LayoutRules> WITH_OUTSIDE = new ArrayList<>();

	private static final List<LayoutRules> WITH_TEMPLATES = new ArrayList<>();

	private static final Map<Layout, LayoutRules> RULES = new EnumMap<>(Layout.class);

	/** The layouts whose shapes of names tell them. */
	private static final Map<NameShape, Layout> TOLD = new IdentityHashMap<>();

	/** The shapes that tell layouts apart. */
	private static final List<NameShape> SHAPES = new ArrayList<>();

	private static final Set<FileOrder> ORDERS_OF_PLAIN_NAMES = EnumSet.noneOf(FileOrder.class);

	static {
		for (LayoutRules rules : ALL) {
			RULES.put(rules.layout(), rules);
			if (rules.rewriting() != null) {
				REWRITTEN.add(rules);
			}
			if (rules.outside() != null) {
				WITH_OUTSIDE.add(rules);
			}
			if (rules.templates() != null) {
				WITH_TEMPLATES.add(rules);
			}
			if (!rules.has(Trait.TOLD_BY_TEXT) && !rules.has(Trait.BY_SETTING) && !rules.has(Trait.PLANNED)) {
				for (NameShape shape : rules.shapes()) {
					if (!shape.isBySetting()) {
						SHAPES.add(shape);
					}
				}
			}
			if (rules.layout() != Layout.PLAIN) {
				for (NameShape shape : rules.shapes()) {
					TOLD.put(shape, rules.layout());
				}
			}
			if (rules.has(Trait.TOLD_BY_TEXT) || rules.layout() == Layout.PLAIN) {
				ORDERS_OF_PLAIN_NAMES.add(rules.order());
			}
		}
	}

	private Layouts() {
	}

	/** Return the rules of a layout. */
	public static LayoutRules of(Layout layout) {
		return Objects.requireNonNull(RULES.get(layout));
	}

	/** Return whether a layout is known and has a trait. */
	public static boolean has(@Nullable Layout layout, Trait trait) {
		return layout != null && of(layout).has(trait);
	}

	/**
	 * Return the shapes of names.
	 * @param layout the one layout; {@code null} for those that tell layouts apart
	 */
	public static List<NameShape> shapes(@Nullable Layout layout) {
		return (layout != null) ? of(layout).shapes() : Collections.unmodifiableList(SHAPES);
	}

	/**
	 * Return whether a file of a layout may have a name.
	 * @param path the path of the file
	 */
	public static boolean accepts(Layout layout, String path) {
		return of(layout).shapes()
			.stream()
			.anyMatch((shape) -> shape.matcher(NameShape.last(path, shape.inFolder() ? 2 : 1)).matches());
	}

	/** Return the shape of the files that a plan names. */
	public static NameShape planned() {
		return of(Layout.SQITCH).shapes().get(0);
	}

	/** Return the layouts whose files are rewritten. */
	public static List<LayoutRules> rewritten() {
		return REWRITTEN;
	}

	/** Return the layouts that have files beside their own. */
	public static List<LayoutRules> withOutside() {
		return WITH_OUTSIDE;
	}

	/**
	 * Return the layout whose templates stand in a file.
	 * @param layout the layout of the file; {@code null} when its text is to tell
	 * @param head the first part of its text
	 * @return the layout, {@code null} for a file that is none of a template's
	 */
	public static @Nullable LayoutRules templated(@Nullable Layout layout, String head) {
		for (LayoutRules rules : WITH_TEMPLATES) {
			Templates templates = rules.templates();
			if (templates != null && (layout == rules.layout() || (layout == null && templates.isFor(head)))) {
				return rules;
			}
		}
		return null;
	}

	/** Return the orders that files with plain names may have, until their text tells. */
	public static Set<FileOrder> ordersOfPlainNames() {
		return Collections.unmodifiableSet(ORDERS_OF_PLAIN_NAMES);
	}

	/**
	 * Return the layout that replaces something in a statement, and whose line stands
	 * behind the statements; {@code null} for none.
	 */
	public static @Nullable Layout toldLater(String statement) {
		return statement.contains("{{") ? Layout.TERN : null;
	}

	/**
	 * Return the layout that a file of a shape has, {@code null} when its text has to
	 * tell.
	 */
	public static @Nullable Layout told(NameShape shape) {
		return TOLD.get(shape);
	}

	/** Directives that change what a file is. */
	private static MarkerLines.Line atlasRefuses(String directive) {
		return MarkerLines.refused("[- \t]*atlas:" + directive + "(?:\\s.*)?",
				"Slipway does not do what atlas:" + directive + " asks for");
	}

	private static LayoutRules flyway() {
		String version = "(?<version>\\d++(?:[._]\\d++)*+)";
		// Flyway alone accepts its suffix in any case.
		String end = "(?:__(?<name>.*))?\\.(?i:sql)";
		return new LayoutRules(Layout.FLYWAY, FileOrder.NUMBERS,
				List.of(NameShape.of(Role.VERSIONED, "V1.2__add_orders.sql", "V" + version + end),
						NameShape.of(Role.UNDO, "U1.2__add_orders.sql", "U" + version + end),
						NameShape.of(Role.BASELINE, "B5__everything.sql", "B" + version + end),
						NameShape.of(Role.REPEATABLE, "R__views.sql", "R" + end),
						NameShape.of(Role.CALLBACK, "afterMigrate.sql", "(?<event>" + FlywayEvent.NAMES + ")" + end)),
				EVOLVE, "", Trait.PLACEHOLDERS);
	}

	/** Hasura has the same folders. */
	private static LayoutRules diesel() {
		return new LayoutRules(Layout.DIESEL, FileOrder.VERSION_TEXT,
				List.of(inFolder(Role.VERSIONED, "2026-01-01-120000_add_orders/", "up.sql"),
						inFolder(Role.UNDO, "2026-01-01-120000_add_orders/", "down.sql")),
				MarkerLines.of("Hasura", "h", "", "", "-- hasura:no-transaction", HASURA)
					.withIndented(Indented.COMMENT),
				"", Trait.FOLDERS_ONLY);
	}

	private static LayoutRules prisma() {
		return new LayoutRules(Layout.PRISMA, FileOrder.FILE_NAME,
				List.of(inFolder(Role.VERSIONED, "20260101120000_add_orders/", "migration.sql"),
						inFolder(Role.UNDO, "20260101120000_add_orders/", "down.sql")),
				MarkerLines.NONE, "", Trait.FOLDERS_ONLY, Trait.NAMES_TELL_APART);
	}

	private static NameShape inFolder(Role role, String folder, String file) {
		return NameShape.of(role, folder + file,
				"(?<version>\\d++(?:-\\d++)*+)(?:[_-](?<name>.*))?/" + file.replace(".", "\\."));
	}

	private static LayoutRules golangMigrate() {
		String traits = "(?:\\.(?<database>" + NameShape.DATABASES + "))?(?<autocommit>\\.autocommit)?";
		return new LayoutRules(Layout.GOLANG_MIGRATE, FileOrder.NUMBERS,
				List.of(NameShape.of(Role.VERSIONED, "001_add_orders.up.sql", NUMBER + NAME + traits + "\\.up\\.sql"),
						NameShape.of(Role.UNDO, "001_add_orders.down.sql", NUMBER + NAME + traits + "\\.down\\.sql")),
				MarkerLines.NONE, "", Trait.PLAIN_LINES);
	}

	/** Only the words of a line count, and these in any case. */
	private static LayoutRules goose() {
		return new LayoutRules(Layout.GOOSE, FileOrder.NUMBERS, List.of(digitsAndUnderscore()),
				MarkerLines.of("goose", "+", "(?i)[-\\s]*\\+\\s*goose\\b", "(?i).*\\+\\s*goose\\b",
						"-- +goose Up, -- +goose Down, -- +goose StatementBegin, -- +goose StatementEnd, "
								+ "-- +goose NO TRANSACTION, -- +goose ENVSUB ON, -- +goose ENVSUB OFF",
						goose("up", Meaning.UP), goose("down", Meaning.DOWN),
						goose("statementbegin", Meaning.STATEMENT_BEGIN), goose("statementend", Meaning.STATEMENT_END),
						goose("no transaction", Meaning.NO_TRANSACTION), goose("envsub on", Meaning.SUBSTITUTE_ON),
						goose("envsub off", Meaning.SUBSTITUTE_OFF)),
				"-- +goose Up", Trait.TOLD_BY_TEXT, Trait.NEEDS_UP, Trait.STRICT, Trait.NO_TRANSACTION_FOR_BOTH);
	}

	private static MarkerLines.Line goose(String words, Meaning meaning) {
		return line("(?i)(?:--|\\s)*\\+goose(?:--|\\s)*" + words + "(?:--|\\s)*", meaning);
	}

	/**
	 * A comment that begins with "migrate:" may be prose: surely where more words follow,
	 * and perhaps as long as any layout may be the file's.
	 */
	private static LayoutRules dbmate() {
		return new LayoutRules(Layout.DBMATE, FileOrder.FILE_NAME, List.of(digits()), MarkerLines.of("dbmate", "mM",
				"(?i)\\W*migrate\\s*:\\s*(?:up|down)s?\\W*$",
				"(?i)\\W*migrate\\s*:\\s*\\w+(?:\\s+\\S+:\\S+)*\\W*$|.*migrate\\s*:\\s*(?:up|down)\\b",
				"-- migrate:up, -- migrate:up transaction:false, -- migrate:down, "
						+ "-- migrate:down transaction:false",
				line("--\\s*migrate:up\\s(?:.*\\s)?transaction:false(?:\\s.*)?", Meaning.UP, Meaning.NO_TRANSACTION),
				line("--\\s*migrate:up(?:\\s.*)?", Meaning.UP),
				line("--\\s*migrate:down\\s(?:.*\\s)?transaction:false(?:\\s.*)?", Meaning.DOWN,
						Meaning.NO_TRANSACTION),
				line("--\\s*migrate:down(?:\\s.*)?", Meaning.DOWN)), "-- migrate:up", Trait.TOLD_BY_TEXT,
				Trait.NEEDS_UP, Trait.IN_TURNS);
	}

	/** The prefix and the words must be exactly so; other options are ignored. */
	private static LayoutRules sqlMigrate() {
		String lead = "-- \\+migrate\\s+";
		String outside = "\\s(?:.*\\s)?notransaction(?:\\s.*)?";
		return new LayoutRules(Layout.SQL_MIGRATE, FileOrder.NUMBERS, List.of(digits()), MarkerLines.of("sql-migrate",
				"+", "(?i)[-\\s]*\\+\\s*migrate\\b", "(?i)[-\\s]*\\+\\s*migrate\\b",
				"-- +migrate Up, -- +migrate Up notransaction, -- +migrate Down, "
						+ "-- +migrate Down notransaction, -- +migrate StatementBegin, " + "-- +migrate StatementEnd",
				line(lead + "Up" + outside, Meaning.UP, Meaning.NO_TRANSACTION),
				line(lead + "Up(?:\\s.*)?", Meaning.UP),
				line(lead + "Down" + outside, Meaning.DOWN, Meaning.NO_TRANSACTION),
				line(lead + "Down(?:\\s.*)?", Meaning.DOWN),
				line(lead + "StatementBegin" + outside, Meaning.STATEMENT_BEGIN, Meaning.NO_TRANSACTION),
				line(lead + "StatementBegin(?:\\s.*)?", Meaning.STATEMENT_BEGIN),
				line(lead + "StatementEnd(?:\\s.*)?", Meaning.STATEMENT_END)), "-- +migrate Up", Trait.TOLD_BY_TEXT,
				Trait.NEEDS_UP, Trait.JOINS_SECTIONS, Trait.NAMES_TELL_APART);
	}

	private static LayoutRules tern() {
		String separator = "---- create above / drop below ----";
		String noTransaction = "---- tern: disable-tx ----";
		return new LayoutRules(Layout.TERN, FileOrder.NUMBERS, List.of(digitsAndUnderscore()),
				MarkerLines
					.of("tern", "cCt", "(?i)[-\\s]*create above\\s*/|----[-\\s]*tern:",
							"(?i).*create above\\s*/\\s*drop below|----[-\\s]*tern:", separator + ", " + noTransaction,
							line(separator + ".*", Meaning.DOWN), line(noTransaction + "\\s*", Meaning.NO_TRANSACTION))
					.withIndented(Indented.MARKER),
				"", Trait.TOLD_BY_TEXT, Trait.NO_SUB_FOLDERS)
			.withTemplates(new Templates(separator));
	}

	private static LayoutRules folders() {
		String version = "v?(?<folder>\\d++(?:[._]\\d++)*+)(?:[_-][^/]*)?/(?<version>\\d++(?:\\.\\d++)*+)_?" + NAME;
		return new LayoutRules(Layout.FOLDERS, FileOrder.NUMBERS,
				List.of(NameShape.of(Role.VERSIONED, "v0.22/01_add_orders.sql",
						version + "(?:\\.up|(?<!\\.down))\\.sql"),
						NameShape.of(Role.UNDO, "v0.22/01_add_orders.down.sql", version + "\\.down\\.sql")),
				MarkerLines.NONE, "", Trait.BY_SETTING, Trait.PLAIN_LINES);
	}

	/**
	 * Its lines may be indented, begin with a number sign, and have more words: the text
	 * is replaced before it is read.
	 */
	private static LayoutRules play() {
		return new LayoutRules(Layout.PLAY, FileOrder.NUMBERS,
				List.of(NameShape.of(Role.VERSIONED, "1.sql", "(?<version>0*[1-9]\\d*+)\\.sql")),
				MarkerLines.of("Play", "!#", "(?i)[-#\\s]*!\\s*(?:ups|downs)\\b", "(?i)[-#\\s]*!\\s*(?:ups|downs)\\b",
						"-- !Ups, # --- !Ups, -- !Downs, # --- !Downs", line("--[-#\\s]*!Ups\\b.*", Meaning.UP),
						line("--[-#\\s]*!Downs\\b.*", Meaning.DOWN)),
				"-- !Ups", Trait.TOLD_BY_TEXT, Trait.NEEDS_UP, Trait.SILENT_WITHOUT_UP, Trait.JOINS_SECTIONS,
				Trait.NO_SUB_FOLDERS, Trait.LINES_WITHIN_STRINGS, Trait.SEMICOLONS_WITHIN_STRINGS,
				Trait.SEMICOLONS_WITHIN_COMMENTS, Trait.WITHOUT_GAPS)
			.withRewriting(Rewriting.of(Rewriting.Kind.EVOLUTION, "!", "(?:#|--)[\\s#-]*!(?:Ups|Downs)\\b.*", true));
	}

	/** What undoes a version is found by its number alone; zero never runs. */
	private static LayoutRules postgrator() {
		String version = "(?<version>0*[1-9]\\d*+)\\.";
		String name = "(?:\\.(?<name>[^.]*)(?:\\..*)?)?\\.sql";
		return new LayoutRules(Layout.POSTGRATOR, FileOrder.NUMBERS,
				List.of(NameShape.of(Role.VERSIONED, "001.do.add_orders.sql", version + "do" + name),
						NameShape.of(Role.UNDO, "001.undo.add_orders.sql", version + "undo" + name)),
				MarkerLines.NONE, "", Trait.ALONE);
	}

	/** Programs beside the folder run the files. */
	private static LayoutRules dbMigrate() {
		String name = "sqls/(?<version>\\d{14})-(?<name>[^./]+)-";
		return new LayoutRules(Layout.DB_MIGRATE, FileOrder.NUMBERS,
				List.of(NameShape.of(Role.VERSIONED, "sqls/20260101120000-add-orders-up.sql", name + "up\\.sql"),
						NameShape.of(Role.UNDO, "sqls/20260101120000-add-orders-down.sql", name + "down\\.sql")),
				MarkerLines.NONE, "", Trait.NAMES_TELL_APART, Trait.ALONE, Trait.LOADED);
	}

	/** Any words may follow those of a line; that is enough only in a file of its own. */
	private static LayoutRules nodePgMigrate() {
		String up = "(?i)--[-\\s]*up\\s+migration";
		String down = "(?i)--[-\\s]*down\\s+migration";
		return new LayoutRules(Layout.NODE_PG_MIGRATE, FileOrder.NUMBERS, List.of(digits(PLAIN_END)),
				MarkerLines
					.of("node-pg-migrate", "uUdD", "", "", "-- Up Migration, -- Down Migration",
							line(up + "[-:.\\s]*", Meaning.UP), line(down + "[-:.\\s]*", Meaning.DOWN),
							MarkerLines.ownLine(up + ".*", Meaning.UP), MarkerLines.ownLine(down + ".*", Meaning.DOWN))
					.withIndented(Indented.MARKER_OR_COMMENT),
				"-- Up Migration", Trait.TOLD_BY_TEXT, Trait.DOWN_NEEDS_UP, Trait.JOINS_SECTIONS, Trait.STRICT,
				Trait.COMMON_WORDS, Trait.LINES_WITHIN_STRINGS, Trait.NAMES_TELL_APART, Trait.NO_SUB_FOLDERS,
				Trait.TIMES_OF_17_DIGITS);
	}

	/** As its forefather dbdeploy. Delimiters are replaced before the text is read. */
	private static LayoutRules mybatis() {
		return new LayoutRules(Layout.MYBATIS, FileOrder.NUMBERS,
				List.of(NameShape.of(Role.VERSIONED, "20260101120000_add_orders.sql",
						"(?<version>\\d++)(?:_(?<name>.*))?" + PLAIN_END)),
				MarkerLines
					.of("MyBatis", "/", "(?i)[-\\s]*//\\s*@\\s*undo", "(?i)[-\\s/]*@\\s*(?:undo|delimiter)",
							"-- //@UNDO, -- @DELIMITER |", line("--[ \t]*//[ \t]*@UNDO.*", Meaning.DOWN),
							MarkerLines.ownLine("(?i)--\\s*(?://)?\\s*@DELIMITER\\s+\\S.*", Meaning.HEADER))
					.withIndented(Indented.MARKER),
				"", Trait.TOLD_BY_TEXT, Trait.NO_SUB_FOLDERS, Trait.LINES_WITHIN_STRINGS,
				Trait.SEMICOLONS_WITHIN_STRINGS, Trait.SEMICOLONS_WITHIN_VALUES, Trait.NO_COMMENT_LINES,
				Trait.NO_EMPTY_LINES, Trait.WHOLE_FOLDER, Trait.DECIMAL_VERSIONS)
			.withRewriting(Rewriting.of(Rewriting.Kind.DELIMITERS, "@UNDO", "--[ \\t]*//[ \\t]*@UNDO.*", false))
			.withOutside(Outside.of("", "bootstrap\\.sql|onabort\\.sql"));
	}

	/** The header says which file came before; what has no header is not committed. */
	private static LayoutRules graphileMigrate() {
		return new LayoutRules(Layout.GRAPHILE_MIGRATE, FileOrder.VERSION_TEXT,
				List.of(NameShape.of(Role.VERSIONED, "000001-add-orders.sql",
						"(?<version>\\d++)(?:-(?<name>[-_a-zA-Z0-9]*))?\\.sql")),
				MarkerLines
					.of("graphile-migrate", "!", "", "", "--! Previous: …, --! Hash: …, --! no-transaction",
							line("--! (?:Previous|Hash|Message):.*", Meaning.HEADER),
							line("--! AllowInvalidHash\\s*", Meaning.HEADER),
							MarkerLines.ownLine("--!\\s*no-transaction\\b.*", Meaning.NO_TRANSACTION_IF_FIRST))
					.withIndented(Indented.COMMENT),
				"", Trait.TOLD_BY_TEXT)
			.withVariables(":DATABASE_(?:NAME|OWNER)\\b")
			.withOutside(Outside.of("committed/", "current\\.sql|(?:current|fixtures)/.*\\.sql"));
	}

	/** Each other word behind its name ends a section, and what follows runs nowhere. */
	private static LayoutRules rambler() {
		return new LayoutRules(Layout.RAMBLER, FileOrder.FILE_NAME, List.of(digits(PLAIN_END)),
				MarkerLines.of("rambler", "rR", "(?i)[-\\s]*rambler\\s+(?:up|down)\\b", "(?i)[-\\s]*rambler\\b",
						"-- rambler up, -- rambler down", line("-- rambler\\s+up\\s*", Meaning.UP),
						line("-- rambler\\s+down\\s*", Meaning.DOWN)),
				"-- rambler up", Trait.TOLD_BY_TEXT, Trait.NEEDS_UP, Trait.SILENT_WITHOUT_UP, Trait.JOINS_SECTIONS,
				Trait.UNDONE_IN_REVERSE, Trait.NO_SUB_FOLDERS, Trait.LINES_WITHIN_STRINGS, Trait.NO_LONG_LINES);
	}

	/** Its lines must be exactly so. */
	private static LayoutRules shmig() {
		return new LayoutRules(Layout.SHMIG, FileOrder.FILE_NAME,
				List.of(NameShape.of(Role.VERSIONED, "1767225600-add_orders.sql",
						"(?<version>\\d++)-(?<name>.*)" + PLAIN_END)),
				MarkerLines
					.of("shmig", "=", "", "(?i)[-\\s]*=[=\\s]*(?:up|down)[=\\s]*$",
							"-- ====  UP  ====, -- ==== DOWN ====", line("-- ====  UP  ====", Meaning.UP),
							line("-- ==== DOWN ====", Meaning.DOWN))
					.withIndented(Indented.COMMENT),
				"-- ====  UP  ====", Trait.TOLD_BY_TEXT, Trait.NEEDS_UP, Trait.JOINS_SECTIONS, Trait.COMMON_WORDS,
				Trait.NO_SUB_FOLDERS, Trait.LINES_WITHIN_STRINGS, Trait.NO_COMMENT_LINES);
	}

	private static LayoutRules authelia() {
		String name = "V(?<version>\\d{4})\\.(?<name>[^.]+)(?:\\.(?<database>all|postgres|mysql|sqlite))?\\.";
		return new LayoutRules(Layout.AUTHELIA, FileOrder.NUMBERS,
				List.of(NameShape.of(Role.VERSIONED, "V0001.Add_orders.up.sql", name + "up\\.sql"),
						NameShape.of(Role.UNDO, "V0001.Add_orders.down.sql", name + "down\\.sql")),
				MarkerLines.NONE, "", Trait.DATABASES_BESIDE, Trait.ALONE);
	}

	/** Capitals are Flyway's as long as both may be meant. */
	private static LayoutRules evolve() {
		return new LayoutRules(Layout.EVOLVE, FileOrder.NUMBERS,
				List.of(NameShape.of(Role.VERSIONED, "v1_2__add_orders.sql",
						"[Vv](?<version>\\d++(?:[._]\\d++)*+)__(?<name>.+)\\.(?i:sql)"),
						NameShape.of(Role.REPEATABLE, "r__views.sql", "[Rr]__(?<name>.+)\\.(?i:sql)")),
				EVOLVE, "", Trait.ALONE);
	}

	/** The plan tells its files; their names say nothing. */
	private static LayoutRules sqitch() {
		return new LayoutRules(Layout.SQITCH, FileOrder.NUMBERS,
				List.of(NameShape.listed(Role.VERSIONED, "deploy/add_orders.sql")), MarkerLines.NONE, "",
				Trait.PLANNED);
	}

	/**
	 * Names are text. Those that begin with a number and a dot are no other tool's.
	 */
	private static LayoutRules yoyo() {
		String version = "(?<version>\\d{8}_\\d\\d(?=_)|\\d++(?:\\.\\d++)*+)";
		String told = "(?<version>\\d++)\\.(?!(?i:do|undo|up|down|rollback|revert)(?![a-zA-Z]))(?<name>[^.\\d][^.]*)";
		String any = version + "(?:[._-](?<name>.*?))?";
		return new LayoutRules(Layout.YOYO, FileOrder.NAME_AND_DEPENDENCIES,
				List.of(NameShape.of(Role.VERSIONED, "0001.add-orders.sql", told + "\\.sql"),
						NameShape.of(Role.UNDO, "0001.add-orders.rollback.sql", told + "\\.rollback\\.sql"),
						NameShape.callback("afterMigrateApplied", "post-apply.sql", "(?<name>post-apply.*\\.sql)"),
						NameShape.of(Role.UNDO, "20260101_01_a1b2c-add-orders.rollback.sql", any + "\\.rollback\\.sql")
							.bySetting(),
						NameShape.of(Role.VERSIONED, "20260101_01_a1b2c-add-orders.sql", any + UP_END).bySetting()),
				MarkerLines
					.of("yoyo", "t", "", "", "-- transactional: false",
							MarkerLines.ownLine("\\s*--\\s*transactional\\s*:\\s*(?i:false)",
									Meaning.NO_TRANSACTION_AT_TOP))
					.withIndented(Indented.MARKER_OR_COMMENT),
				"", Trait.DEPENDENCIES, Trait.NAMES_TELL_APART, Trait.NO_SUB_FOLDERS, Trait.ALONE)
			.withPrograms(".py");
	}

	/**
	 * Names are text. The code of an application says more; what it says by default
	 * counts.
	 */
	private static LayoutRules dbup() {
		return new LayoutRules(Layout.DBUP, FileOrder.NAME_AND_DEPENDENCIES,
				List.of(NameShape.of(Role.VERSIONED, "Script0001 - Add orders.sql",
						"Script(?<version>\\d++)(?:(?: *- *|[ _-])(?<name>.*))?\\.sql"),
						NameShape
							.of(Role.VERSIONED, "Add0001_orders.sql",
									"[^\\d/]*+(?<version>\\d++(?:\\.\\d++)*+)(?: *- *|[ ._-])?(?<name>.*)" + UP_END)
							.bySetting()),
				MarkerLines.NONE, "", Trait.NO_SUB_FOLDERS, Trait.ALONE, Trait.DOLLAR_VARIABLES)
			.withPrograms(".cs");
	}

	/** A path is matched from the location on. */
	private static LayoutRules yuniql() {
		return new LayoutRules(Layout.YUNIQL, FileOrder.NUMBERS,
				List.of(NameShape.of(Role.VERSIONED, "v0.01/add_orders.sql",
						"v(?<version>\\d++(?:\\.\\d++){1,2}+)(?:[^/.\\d][^/]*)?/(?<name>.+)" + UP_END),
						NameShape.callback("beforeMigrate", "_pre/settings.sql", "(?<name>_pre/.+\\.sql)"),
						NameShape.callback("afterMigrate", "_post/views.sql", "(?<name>_(?:draft|post)/.+\\.sql)")),
				MarkerLines.NONE, "", Trait.BY_SETTING, Trait.NAMES_TELL_APART, Trait.VERSION_FOLDERS)
			.withVariables("\\$\\{[^}]+\\}")
			.withPrograms(".csv", VersionFolders.SEQUENCE);
	}

	/** Tried last: what is no other layout's. */
	private static LayoutRules plain() {
		return new LayoutRules(Layout.PLAIN, FileOrder.TIME,
				List.of(NameShape.ofDates(Role.VERSIONED, "2026-01-01-120000_add_orders.sql",
						"(?<version>" + DATE + ")" + NAME + PLAIN_END),
						NameShape.of(Role.VERSIONED, "001_add_orders.sql", NUMBER + NAME + PLAIN_END)),
				MarkerLines.NONE, "", Trait.PLAIN_LINES);
	}

	private static NameShape digitsAndUnderscore() {
		return NameShape.of(Role.VERSIONED, "001_add_orders.sql", "(?<version>\\d++)_(?<name>.*)" + UP_END);
	}

	private static NameShape digits() {
		return digits(UP_END);
	}

	private static NameShape digits(String end) {
		return NameShape.of(Role.VERSIONED, "20260101120000_add_orders.sql",
				"(?<version>\\d++)(?:[_-](?<name>.*)|.*)" + end);
	}

}
