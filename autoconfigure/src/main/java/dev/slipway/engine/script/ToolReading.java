package dev.slipway.engine.script;

import java.io.IOException;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import dev.slipway.Layout;
import dev.slipway.engine.layout.LayoutRules;
import dev.slipway.engine.layout.Layouts;
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

	private static final Pattern DOLLAR_VARIABLE = Pattern.compile("\\$[\\p{L}\\p{N}_-]+\\$");

	private static final int LONG_LINE = 64 * 1024;

	/** Reads the file; {@code null} for a text in which nothing is replaced. */
	private final @Nullable SubstitutedReader reader;

	/** Whether the file says that nothing is replaced. */
	private final boolean variablesStay;

	/**
	 * Create a reading.
	 * @param reader reads the script
	 * @param variablesStay whether the file says that nothing is replaced
	 */
	ToolReading(Reader reader, boolean variablesStay) {
		this.variablesStay = variablesStay;
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
		LayoutRules tool = Layouts.of(layout);
		if (tool.has(Trait.LINES_WITHIN_STRINGS)) {
			refuseLine(tool, statement);
		}
		if (tool.has(Trait.NO_LONG_LINES) && statement.text().lines().anyMatch(ToolReading::isLong)) {
			throw new SqlSyntaxException(statement.offset(), layout.property() + " reads no further than to a line of "
					+ LONG_LINE + " bytes, as this statement has one");
		}
		if (!up) {
			return;
		}
		if (tool.has(Trait.SEMICOLONS_WITHIN_STRINGS)) {
			refuseSemicolon(tool, statement.text(), statement.offset());
		}
		if (tool.has(Trait.NO_COMMENT_LINES)) {
			refuseInString(tool, statement, COMMENT_LINE, "lines that begin with two dashes");
		}
		if (tool.has(Trait.NO_EMPTY_LINES)) {
			refuseInString(tool, statement, EMPTY_LINE, "empty lines");
		}
		refuseVariable(tool, statement);
		if (tool.has(Trait.DOLLAR_VARIABLES) && !this.variablesStay) {
			refuseDollarVariable(tool, statement);
		}
	}

	/**
	 * Check a comment.
	 * @param layout the layout of the file; {@code null} as long as nothing tells it
	 */
	void check(@Nullable Layout layout, SqlComment comment) throws SqlSyntaxException {
		if (layout != null && Layouts.has(layout, Trait.SEMICOLONS_WITHIN_COMMENTS)) {
			String text = comment.text();
			refuseSemicolon(Layouts.of(layout), text.stripTrailing().replaceFirst(";$", ""), comment.offset());
		}
	}

	private static boolean isLong(String line) {
		return line.length() >= LONG_LINE / 4 && line.getBytes(StandardCharsets.UTF_8).length >= LONG_LINE;
	}

	/**
	 * What is a comment of SQL was read as one; what is left stands in something else.
	 */
	private static void refuseLine(LayoutRules tool, SqlStatement statement) throws SqlSyntaxException {
		String text = statement.text();
		int from = text.indexOf('\n') + 1;
		while (from > 0) {
			int end = text.indexOf('\n', from);
			String line = text.substring(from, (end >= 0) ? end : text.length());
			if (tool.markers().has(line.endsWith("\r") ? line.substring(0, line.length() - 1) : line)) {
				throw new SqlSyntaxException(statement.offset(from), tool.layout().property()
						+ " takes this line for one of its own, and would end the statement here");
			}
			from = end + 1;
		}
	}

	private void refuseSemicolon(LayoutRules tool, String text, long offset) throws SqlSyntaxException {
		for (int at = text.indexOf(';'); at >= 0; at = text.indexOf(';', at + 1)) {
			if (!isKept(tool, offset + at)) {
				throw new SqlSyntaxException(offset + at,
						tool.layout().property() + " ends a statement here, in what PostgreSQL takes for a part of it");
			}
		}
	}

	/** What is rewritten to a semicolon ends no statement. */
	private boolean isKept(LayoutRules tool, long offset) {
		return this.reader != null && (this.reader.beginsValue(offset)
				|| (!tool.has(Trait.SEMICOLONS_WITHIN_VALUES) && this.reader.isWithinValue(offset)));
	}

	private void refuseVariable(LayoutRules tool, SqlStatement statement) throws SqlSyntaxException {
		if (tool.variables().isEmpty()) {
			return;
		}
		Matcher variable = Pattern.compile(tool.variables()).matcher(statement.text());
		if (variable.find() && !(this.variablesStay && variable.group().startsWith("${"))) {
			throw new SqlSyntaxException(statement.offset(variable.start()),
					tool.layout().property() + " replaces " + variable.group() + ", and Slipway does not"
							+ (variable.group().startsWith("${")
									? " here. Switch placeholder-replacement on and set its value in placeholders"
									: ""));
		}
	}

	/**
	 * The body of a function may have a name in its quotes: such a file cannot be one in
	 * which variables are replaced.
	 */
	private static void refuseDollarVariable(LayoutRules tool, SqlStatement statement)
			throws SqlSyntaxException, IOException {
		if (!DOLLAR_VARIABLE.matcher(statement.text()).find()) {
			return;
		}
		SqlLexer lexer = SqlLexer.of(statement.text());
		String before = "";
		for (Token token = lexer.next(); token != Token.END; token = lexer.next()) {
			if (token == Token.COMMENT) {
				continue;
			}
			String text = lexer.text();
			Matcher variable = DOLLAR_VARIABLE.matcher(text);
			int quotes = text.startsWith("$$") ? 2 : 0;
			boolean body = text.startsWith("$") && (before.equalsIgnoreCase("as") || before.equalsIgnoreCase("do"));
			variable.region(quotes, text.length() - quotes);
			if (variable.find() && !(body && variable.start() == 0)) {
				throw new SqlSyntaxException(statement.offset(lexer.start() + variable.start()),
						tool.layout().property() + " replaces " + variable.group()
								+ ", and Slipway does not. Write the value, or let it stay in this file with "
								+ "-- slipway: no-placeholders");
			}
			before = text;
		}
	}

	/** Within a dollar quote it is a comment of the body, as a rule. */
	private static void refuseInString(LayoutRules tool, SqlStatement statement, Pattern lines, String what)
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
						tool.layout().property() + " leaves out " + what + ", also within a string as here");
			}
		}
	}

}
