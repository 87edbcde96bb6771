package dev.slipway.engine.script;

import java.io.IOException;
import java.io.Reader;
import java.util.Arrays;
import java.util.Locale;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import dev.slipway.ScriptPosition;
import dev.slipway.engine.sql.SqlLexer;
import dev.slipway.engine.sql.SqlLexer.Token;
import dev.slipway.engine.sql.SqlSyntaxException;
import dev.slipway.engine.text.Printable;

/**
 * Finds the place of an error. An offset in a text that may be larger than memory has its
 * line, its column, and the line itself with a caret. A line ends at LF, CR or CRLF, as
 * in PostgreSQL's own lexer.
 */
final class PlaceFinder {

	private static final int WIDEST_EXCERPT = 160;

	private static final int END = -1;

	/** A longer statement is not in memory several times for its place. */
	private static final int LONGEST_SEARCH = 1_000_000;

	/** A name in the quotes of the message's language. */
	private static final Pattern NAME = Pattern.compile("[\"«»„“]([^\"«»„“”]+)[\"«»“”]");

	private final String file;

	private final Reader reader;

	private final char[] buffer = new char[8 * 1024];

	private int position;

	private int limit;

	PlaceFinder(String file, Reader reader) {
		this.file = file;
		this.reader = reader;
	}

	/**
	 * Find the first name of a message in a statement, for an error of which the server
	 * names no place. PostgreSQL gives positions for what its parser refuses; commands
	 * that look up their objects later, such as {@code CREATE INDEX} on a missing table,
	 * only name the object in their message. Used to put the caret, never to tell what
	 * the error is.
	 * @param statement the statement
	 * @param message what the server said
	 * @return the offset of the name in UTF-16 units, if the statement has it
	 */
	static OptionalInt ofName(String statement, String message) {
		Matcher names = NAME.matcher(message);
		while (names.find()) {
			String name = names.group(1);
			OptionalInt place = findName(statement, name.substring(name.lastIndexOf('.') + 1));
			if (place.isPresent()) {
				return place;
			}
		}
		return OptionalInt.empty();
	}

	private static OptionalInt findName(String statement, String name) {
		if (statement.length() > LONGEST_SEARCH) {
			return OptionalInt.empty();
		}
		SqlLexer lexer = SqlLexer.of(statement);
		try {
			for (Token token = lexer.next(); token != Token.END; token = lexer.next()) {
				String text = lexer.text();
				boolean named = (token == Token.WORD && text.toLowerCase(Locale.ROOT).equals(name))
						|| text.equals("\"" + name.replace("\"", "\"\"") + "\"");
				if (named) {
					return OptionalInt.of(lexer.start());
				}
			}
			return OptionalInt.empty();
		}
		catch (SqlSyntaxException | IOException ex) {
			// A statement that was read under other rules for strings: no place, no harm.
			return OptionalInt.empty();
		}
	}

	/**
	 * Find the place of an offset, or of the end of the text when it lies beyond.
	 */
	ScriptPosition find(long offset) throws IOException {
		return find(offset, Long.MAX_VALUE);
	}

	/** Find the beginning of a line. */
	ScriptPosition findLine(long line) throws IOException {
		return find(Long.MAX_VALUE, line);
	}

	private ScriptPosition find(long offset, long lastLine) throws IOException {
		int line = 1;
		int column = 1;
		// The end of what stands before the place on its line, as much as an excerpt
		// shows.
		StringBuilder before = new StringBuilder();
		boolean cut = false;
		int c = peek();
		for (long at = 0; at < offset && line < lastLine && c != END; at++) {
			this.position++;
			int next = peek();
			if (c == '\n' || (c == '\r' && next != '\n')) {
				line++;
				column = 1;
				before.setLength(0);
				cut = false;
			}
			else {
				column += Character.isLowSurrogate((char) c) ? 0 : 1;
				before.append((char) c);
				if (before.length() > 4 * WIDEST_EXCERPT) {
					before.delete(0, before.length() - 2 * WIDEST_EXCERPT);
					cut = true;
				}
			}
			c = next;
		}
		StringBuilder after = new StringBuilder();
		while (c != END && c != '\n' && c != '\r' && after.length() <= 2 * WIDEST_EXCERPT) {
			after.append((char) c);
			this.position++;
			c = peek();
		}
		return new ScriptPosition(this.file, line, column, excerpt(line, before, cut, after));
	}

	private int peek() throws IOException {
		if (this.position == this.limit) {
			this.position = 0;
			this.limit = Math.max(0, this.reader.read(this.buffer));
		}
		return (this.limit > 0) ? this.buffer[this.position] : END;
	}

	/** A long line is cut around the place, so that the caret stays in sight. */
	private static String excerpt(int line, StringBuilder before, boolean cut, StringBuilder after) {
		String text = before.toString() + after;
		int at = before.length();
		int from = 0;
		int to = text.length();
		if (to > WIDEST_EXCERPT) {
			from = whole(text, Math.max(0, Math.min(at - WIDEST_EXCERPT / 2, to - WIDEST_EXCERPT)));
			to = whole(text, Math.min(to, from + WIDEST_EXCERPT));
		}
		String lead = (from > 0 || cut) ? "…" : "";
		String tail = (to < text.length()) ? "…" : "";
		String gutter = "  " + line + " | ";
		String shown = shown(text.substring(from, to));
		String left = shown(text.substring(from, Math.max(from, Math.min(at, to))));
		return gutter + lead + shown + tail + "\n" + " ".repeat(gutter.length() - 2) + "| " + blank(lead + left) + "^";
	}

	/** Printable, tabs kept. */
	private static String shown(String text) {
		return (text.indexOf('\t') < 0) ? Printable.line(text)
				: Arrays.stream(text.split("\t", -1)).map(Printable::line).collect(Collectors.joining("\t"));
	}

	/** An offset that does not cut a surrogate pair. */
	private static int whole(String text, int offset) {
		boolean inside = offset > 0 && offset < text.length() && Character.isLowSurrogate(text.charAt(offset))
				&& Character.isHighSurrogate(text.charAt(offset - 1));
		return inside ? offset - 1 : offset;
	}

	/** As wide as the text on a terminal, tabs kept, so that the caret lines up. */
	private static String blank(String text) {
		StringBuilder blank = new StringBuilder();
		text.codePoints().forEach((c) -> blank.append((c == '\t') ? "\t" : " ".repeat(width(c))));
		return blank.toString();
	}

	private static int width(int codePoint) {
		int type = Character.getType(codePoint);
		if (type == Character.NON_SPACING_MARK || type == Character.ENCLOSING_MARK) {
			return 0;
		}
		boolean wide = codePoint >= 0x1F300 && codePoint <= 0x1FAFF || Character.isIdeographic(codePoint)
				|| codePoint >= 0x3000 && codePoint <= 0x30FF || codePoint >= 0xAC00 && codePoint <= 0xD7A3
				|| codePoint >= 0xFF01 && codePoint <= 0xFF60;
		return wide ? 2 : 1;
	}

}
