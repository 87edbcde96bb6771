package dev.slipway.engine.script;

import java.io.IOException;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import dev.slipway.Layout;
import dev.slipway.engine.layout.Layouts;
import dev.slipway.engine.layout.Marker;
import dev.slipway.engine.layout.Trait;
import dev.slipway.engine.sql.SqlComment;
import dev.slipway.engine.sql.SqlLexer;
import dev.slipway.engine.sql.SqlLexer.Token;
import dev.slipway.engine.sql.SqlStatement;
import dev.slipway.engine.sql.SqlSyntaxException;
import org.jspecify.annotations.Nullable;

/**
 * Refuses what a tool that knows no strings and no comments of SQL reads otherwise than
 * PostgreSQL: there the file cannot be what it was to the tool.
 */
final class ToolReading {

	private static final Pattern COMMENT_LINE = Pattern.compile("\\n[ \\t]*--");

	private static final Pattern EMPTY_LINE = Pattern.compile("\\n[ \\t\\r]*\\n");

	/** Variables that graphile-migrate always has. */
	private static final Pattern DATABASE = Pattern.compile(":DATABASE_(?:NAME|OWNER)\\b");

	/** rambler reads no further than to a line of that many bytes, without a word. */
	private static final int LONGEST_OF_RAMBLER = 64 * 1024;

	/** Reads the file; {@code null} for a text in which nothing is replaced. */
	private final @Nullable SubstitutedReader reader;

	/**
	 * Create a reading.
	 * @param reader reads the script
	 */
	ToolReading(Reader reader) {
		this.reader = (reader instanceof SubstitutedReader substituted) ? substituted : null;
	}

	/**
	 * Check a statement.
	 * @param layout the layout of the file; {@code null} as long as nothing tells it
	 * @param up whether the statement is to be run
	 */
	void check(@Nullable Layout layout, SqlStatement statement, boolean up) throws SqlSyntaxException, IOException {
		if (layout == null) {
			return;
		}
		String text = statement.text();
		if (has(layout, Trait.LINES_WITHIN_STRINGS)) {
			refuseLine(layout, statement);
		}
		if (up && has(layout, Trait.SEMICOLONS_WITHIN_STRINGS)) {
			refuseSemicolon(layout, text, statement.offset());
		}
		if (up && has(layout, Trait.NO_COMMENT_LINES)) {
			refuseInString(layout, statement, COMMENT_LINE, "lines that begin with two dashes");
		}
		if (up && has(layout, Trait.NO_EMPTY_LINES)) {
			refuseInString(layout, statement, EMPTY_LINE, "empty lines");
		}
		if (layout == Layout.RAMBLER && text.lines().anyMatch(ToolReading::isTooLong)) {
			throw new SqlSyntaxException(statement.offset(),
					"rambler reads no further than to a line of 65536 bytes, as this statement has one");
		}
		Matcher variable = DATABASE.matcher(text);
		if (layout == Layout.GRAPHILE_MIGRATE && variable.find()) {
			throw new SqlSyntaxException(statement.offset(variable.start()),
					"graphile-migrate replaces " + variable.group() + ", and Slipway does not");
		}
	}

	/**
	 * Check a comment.
	 * @param layout the layout of the file; {@code null} as long as nothing tells it
	 */
	void check(@Nullable Layout layout, SqlComment comment) throws SqlSyntaxException {
		if (layout == Layout.PLAY) {
			String text = comment.text();
			refuseSemicolon(layout, text.stripTrailing().replaceFirst(";$", ""), comment.offset());
		}
	}

	private static boolean isTooLong(String line) {
		return line.length() >= LONGEST_OF_RAMBLER / 4
				&& line.getBytes(StandardCharsets.UTF_8).length >= LONGEST_OF_RAMBLER;
	}

	/**
	 * What is a comment of SQL was read as one; what is left stands in something else.
	 */
	private static void refuseLine(Layout layout, SqlStatement statement) throws SqlSyntaxException {
		String text = statement.text();
		int from = text.indexOf('\n') + 1;
		while (from > 0) {
			int end = text.indexOf('\n', from);
			String line = text.substring(from, (end >= 0) ? end : text.length());
			if (Marker.isLine(layout, line.endsWith("\r") ? line.substring(0, line.length() - 1) : line)) {
				throw new SqlSyntaxException(statement.offset(from),
						layout.property() + " takes this line for one of its own, and would end the statement here");
			}
			from = end + 1;
		}
	}

	private void refuseSemicolon(Layout layout, String text, long offset) throws SqlSyntaxException {
		for (int at = text.indexOf(';'); at >= 0; at = text.indexOf(';', at + 1)) {
			if (!isKept(layout, offset + at)) {
				throw new SqlSyntaxException(offset + at,
						layout.property() + " ends a statement here, in what PostgreSQL takes for a part of it");
			}
		}
	}

	/** MyBatis replaces variables before it looks for semicolons. */
	private boolean isKept(Layout layout, long offset) {
		return this.reader != null
				&& (this.reader.beginsValue(offset) || (layout == Layout.PLAY && this.reader.isWithinValue(offset)));
	}

	/** Within a dollar quote it is a comment of the body, as a rule. */
	private static void refuseInString(Layout layout, SqlStatement statement, Pattern lines, String what)
			throws SqlSyntaxException, IOException {
		if (!lines.matcher(statement.text()).find()) {
			return;
		}
		SqlLexer lexer = SqlLexer.of(statement.text());
		for (Token token = lexer.next(); token != Token.END; token = lexer.next()) {
			String text = lexer.text();
			Matcher line = lines.matcher(text);
			if (token == Token.OTHER && !text.startsWith("$") && line.find()) {
				throw new SqlSyntaxException(statement.offset(lexer.start() + line.start() + 1),
						layout.property() + " leaves out " + what + ", also within a string as here");
			}
		}
	}

	private static boolean has(Layout layout, Trait trait) {
		return Layouts.of(layout).has(trait);
	}

}
