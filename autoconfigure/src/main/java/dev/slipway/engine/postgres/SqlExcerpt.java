package dev.slipway.engine.postgres;

import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import dev.slipway.engine.text.Printable;
import dev.slipway.engine.text.Redaction;

/**
 * The beginning of a statement, on one line, for people.
 */
public final class SqlExcerpt {

	/** More than this is never looked at. */
	private static final int LOOKED_AT = 2000;

	/**
	 * What may hold a quote that begins no string comes first. In doubt nothing is shown
	 * of the rest: where the server has cut the statement off, where comments nest, and
	 * where a backslash may escape a quote or not.
	 */
	private static final Pattern QUOTED = Pattern.compile("""
			--[^\\r\\n]*+
			|/\\*(?:(?!/\\*|\\*/).)*+\\*/
			|"[^"]*+"
			|(?<![\\p{L}\\p{N}_$])[eE]'(?:[^'\\\\]|''|\\\\.)*+'
			|'(?:[^'\\\\]|''|\\\\[^'])*+'
			|(?<![\\p{L}\\p{N}_$])(?<tag>\\$(?:[\\p{L}_][\\p{L}\\p{N}_]*+)?\\$).*?\\k<tag>
			|(?<![\\p{L}\\p{N}_$])\\$(?:[\\p{L}_][\\p{L}\\p{N}_]*+)?\\$.*+
			|(?:/\\*|'|").*+""", Pattern.DOTALL | Pattern.COMMENTS);

	private SqlExcerpt() {
	}

	/**
	 * Return the beginning of a statement, in which the values of placeholders or the
	 * data of others may stand: printable, without comments and what is between quotes.
	 * @param sql the statement
	 * @param length how many characters to return at most
	 */
	public static String withoutValues(String sql, int length) {
		return line(Redaction.names(QUOTED.matcher(head(sql)).replaceAll(SqlExcerpt::masked)), length);
	}

	private static String masked(MatchResult quoted) {
		String text = quoted.group();
		return switch (text.charAt(0)) {
			case '\'', 'e', 'E', '$' -> "'…'";
			case '"' -> (text.endsWith("\"") && text.length() > 1) ? Matcher.quoteReplacement(text) : "…";
			default -> " ";
		};
	}

	private static String head(String sql) {
		return sql.substring(0, Math.min(sql.length(), LOOKED_AT));
	}

	private static String line(String text, int length) {
		String line = Printable.line(text.strip().replaceAll("\\s+", " ").replaceAll("[; ]+$", ""));
		if (line.length() <= length) {
			return line;
		}
		int end = Character.isHighSurrogate(line.charAt(length - 2)) ? length - 2 : length - 1;
		return line.substring(0, end) + "…";
	}

}
