package dev.slipway.engine.script;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import dev.slipway.Layout;
import dev.slipway.engine.sql.SqlSyntaxException;
import org.jspecify.annotations.Nullable;

/**
 * What one comment line says of the script that it stands in: the tools let a script say
 * by such lines what it is. A line that is nearly a marker is an error: taken for a mere
 * comment, it would let what undoes a script run with it.
 *
 * @param layout the layout that has such lines, which is then that of the file;
 * {@code null} for lines that say nothing about it: Slipway's own, sqlx's, Atlas'
 * @param meaning what it says
 */
record Marker(@Nullable Layout layout, Meaning meaning) {

	private static final Map<String, Meaning> SLIPWAY = Map.of("no-transaction", Meaning.NO_TRANSACTION, "undo",
			Meaning.UNDO, "placeholders", Meaning.PLACEHOLDERS, "no-placeholders", Meaning.NO_PLACEHOLDERS);

	private static final Map<String, Meaning> GOOSE = Map.of("up", Meaning.UP, "down", Meaning.DOWN, "statementbegin",
			Meaning.STATEMENT_BEGIN, "statementend", Meaning.STATEMENT_END, "no transaction", Meaning.NO_TRANSACTION,
			"envsub on", Meaning.SUBSTITUTE_ON, "envsub off", Meaning.SUBSTITUTE_OFF);

	private static final Map<String, Meaning> SQL_MIGRATE = Map.of("Up", Meaning.UP, "Down", Meaning.DOWN,
			"StatementBegin", Meaning.STATEMENT_BEGIN, "StatementEnd", Meaning.STATEMENT_END);

	private static final Pattern DBMATE = Pattern.compile("--\\s*migrate:(up|down)(?:\\s.*)?");

	/** A line that can be meant as nothing else. */
	private static final Pattern DBMATE_LIKE = Pattern.compile("--\\s*migrate:\\w+(?:\\s+\\S+:\\S+)*\\s*");

	private static final String TERN_SEPARATOR = "---- create above / drop below ----";

	private static final String TERN_NO_TRANSACTION = "---- tern: disable-tx ----";

	/** Directives of Atlas that change what a file is. */
	private static final Set<String> ATLAS_REFUSED = Set.of("delimiter", "checkpoint", "txtar");

	private static final Pattern BLANKS = Pattern.compile("\\s+");

	/**
	 * Read a comment line. Cheap for one that is no marker, since dumps are full of them.
	 * @param layout the layout of the file; {@code null} as long as a marker may tell it
	 * @param comment the comment from its dashes to before the end of the line; it must
	 * stand at the beginning of a line
	 * @return what it says; nothing when it is a mere comment
	 * @throws SqlSyntaxException if it is nearly a marker, with the offset in the comment
	 */
	static List<Marker> read(@Nullable Layout layout, String comment) throws SqlSyntaxException {
		int at = 0;
		while (at < comment.length() && isLead(comment.charAt(at))) {
			at++;
		}
		if (at == comment.length()) {
			return List.of();
		}
		if (layout == Layout.GOOSE && comment.contains("+goose")) {
			return goose(comment, at);
		}
		return switch (comment.charAt(at)) {
			case '+' -> plus(layout, comment, at);
			case 'a' -> isPlain(layout) ? atlas(comment, at) : List.of();
			case 'c', 't' -> isOpen(layout, Layout.TERN) ? tern(comment, at) : List.of();
			case 'm' -> isOpen(layout, Layout.DBMATE) ? dbmate(layout, comment, at) : List.of();
			case 'n' -> (isPlain(layout) && comment.startsWith("-- no-transaction"))
					? List.of(new Marker(null, Meaning.NO_TRANSACTION_IF_FIRST_LINE)) : List.of();
			case 'p' -> (isPlain(layout) && comment.startsWith("postgres-migrations disable-transaction", at))
					? List.of(new Marker(null, Meaning.NO_TRANSACTION)) : List.of();
			case 's' -> comment.startsWith("slipway:", at) ? slipway(comment, at) : List.of();
			default -> List.of();
		};
	}

	private static boolean isLead(char c) {
		return c == '-' || c == ' ' || c == '\t';
	}

	private static boolean isOpen(@Nullable Layout layout, Layout wanted) {
		return layout == null || layout == wanted;
	}

	/** sqlx and Atlas have no marker that tells a layout, and two shapes of names. */
	private static boolean isPlain(@Nullable Layout layout) {
		return isOpen(layout, Layout.PLAIN) || layout == Layout.GOLANG_MIGRATE;
	}

	private static List<Marker> slipway(String comment, int at) throws SqlSyntaxException {
		Meaning meaning = SLIPWAY.get(comment.substring(at + "slipway:".length()).strip());
		if (meaning == null) {
			throw unknown(at, "Slipway", "-- slipway: ", "no-transaction", "undo", "placeholders", "no-placeholders");
		}
		return List.of(new Marker(null, meaning));
	}

	private static List<Marker> plus(@Nullable Layout layout, String comment, int at) throws SqlSyntaxException {
		if (layout == null && comment.startsWith("+goose", at)) {
			return goose(comment, at);
		}
		if (isOpen(layout, Layout.SQL_MIGRATE) && comment.startsWith("+migrate", at)) {
			return sqlMigrate(comment, at);
		}
		return List.of();
	}

	/** goose looks at the words only, and at these in any case. */
	private static List<Marker> goose(String comment, int at) throws SqlSyntaxException {
		String words = comment.replace("--", "").replaceFirst("\\+goose", "").strip();
		Meaning meaning = GOOSE.get(words.toLowerCase(Locale.ROOT));
		if (meaning == null) {
			throw unknown(at, "goose", "-- +goose ", "Up", "Down", "StatementBegin", "StatementEnd", "NO TRANSACTION",
					"ENVSUB ON", "ENVSUB OFF");
		}
		return List.of(new Marker(Layout.GOOSE, meaning));
	}

	/**
	 * sql-migrate wants its prefix and its words exactly so; it ignores other options.
	 */
	private static List<Marker> sqlMigrate(String comment, int at) throws SqlSyntaxException {
		List<String> words = Arrays.asList(BLANKS.split(comment.strip()));
		Meaning meaning = (comment.startsWith("-- +migrate ") && words.size() > 2) ? SQL_MIGRATE.get(words.get(2))
				: null;
		if (meaning == null) {
			throw unknown(at, "sql-migrate", "-- +migrate ", "Up", "Up notransaction", "Down", "Down notransaction",
					"StatementBegin", "StatementEnd");
		}
		return section(Layout.SQL_MIGRATE, meaning, words.subList(3, words.size()).contains("notransaction"));
	}

	/**
	 * A comment that begins with "migrate:" may be prose: surely where more words follow,
	 * and perhaps as long as the layout is open.
	 */
	private static List<Marker> dbmate(@Nullable Layout layout, String comment, int at) throws SqlSyntaxException {
		if (!comment.startsWith("migrate:", at)) {
			return List.of();
		}
		Matcher matcher = DBMATE.matcher(comment);
		if (matcher.matches()) {
			boolean outside = Arrays.asList(BLANKS.split(comment)).contains("transaction:false");
			return section(Layout.DBMATE, matcher.group(1).equals("up") ? Meaning.UP : Meaning.DOWN, outside);
		}
		if (layout != null && DBMATE_LIKE.matcher(comment).matches()) {
			throw unknown(at, "dbmate", "-- migrate:", "up", "up transaction:false", "down", "down transaction:false");
		}
		return List.of();
	}

	private static List<Marker> section(Layout layout, Meaning meaning, boolean outside) {
		Marker marker = new Marker(layout, meaning);
		return outside ? List.of(marker, new Marker(layout, Meaning.NO_TRANSACTION)) : List.of(marker);
	}

	private static List<Marker> tern(String comment, int at) throws SqlSyntaxException {
		if (comment.startsWith(TERN_SEPARATOR)) {
			return List.of(new Marker(Layout.TERN, Meaning.DOWN));
		}
		if (comment.stripTrailing().equals(TERN_NO_TRANSACTION)) {
			return List.of(new Marker(Layout.TERN, Meaning.NO_TRANSACTION));
		}
		if (comment.startsWith("----")
				&& (comment.startsWith("create above /", at) || comment.startsWith("tern:", at))) {
			throw unknown(at, "tern", "", TERN_SEPARATOR, TERN_NO_TRANSACTION);
		}
		return List.of();
	}

	private static List<Marker> atlas(String comment, int at) throws SqlSyntaxException {
		if (!comment.startsWith("atlas:", at)) {
			return List.of();
		}
		String[] words = BLANKS.split(comment.substring(at + "atlas:".length()), 2);
		String value = (words.length > 1) ? words[1].strip() : "";
		if (ATLAS_REFUSED.contains(words[0])) {
			throw new SqlSyntaxException(at, "Slipway does not do what atlas:" + words[0] + " asks for");
		}
		if (!words[0].equals("txmode") || value.equals("file")) {
			return List.of();
		}
		if (!value.equals("none")) {
			throw unknown(at, "Atlas", "-- atlas:txmode ", "none", "file");
		}
		return List.of(new Marker(null, Meaning.NO_TRANSACTION));
	}

	private static SqlSyntaxException unknown(int at, String tool, String prefix, String... words) {
		String known = prefix + String.join(", " + prefix, words);
		return new SqlSyntaxException(at, tool + " has no such line; it has " + known);
	}

	/**
	 * What comment lines say.
	 */
	enum Meaning {

		/** What follows is the script. */
		UP,

		/** What follows undoes the script. tern has this one without an UP before it. */
		DOWN,

		/** What follows is one statement, until {@link #STATEMENT_END}. */
		STATEMENT_BEGIN,

		/** Ends a statement, though it may have no semicolon. */
		STATEMENT_END,

		/** The script must not run in a transaction. */
		NO_TRANSACTION,

		/** The same, provided that the line is the first of the file. */
		NO_TRANSACTION_IF_FIRST_LINE,

		/** Variables of the environment are replaced from here on. */
		SUBSTITUTE_ON,

		/** Variables of the environment are not replaced from here on. */
		SUBSTITUTE_OFF,

		/** What follows undoes the script, in any layout. */
		UNDO,

		/** Placeholders are replaced in this file; counts before the first statement. */
		PLACEHOLDERS,

		/**
		 * Placeholders are not replaced in this file; counts before the first statement.
		 */
		NO_PLACEHOLDERS

	}

}
