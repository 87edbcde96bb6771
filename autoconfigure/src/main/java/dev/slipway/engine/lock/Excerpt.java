package dev.slipway.engine.lock;

import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * The beginning of a statement, on one line, for people.
 */
public final class Excerpt {

	/**
	 * What begins with a comment or a quoted name may hold a quote that begins no string.
	 * A server shows the beginning of a statement only, so that each may lack its end.
	 */
	private static final Pattern QUOTED = Pattern.compile(
			"--[^\\r\\n]*|/\\*.*?(?:\\*/|$)|\"[^\"]*(?:\"|$)|(?<escaped>(?<![\\w$])[eE]'(?:[^'\\\\]|''|\\\\.)*(?:'|\\\\?$))"
					+ "|(?<plain>'(?:[^']|'')*(?:'|$))|(?<![\\w$])(?<dollar>\\$(?:[\\p{L}_][\\p{L}\\p{N}_]*)?\\$).*?(?:\\k<dollar>|$)",
			Pattern.DOTALL);

	private Excerpt() {
	}

	/**
	 * Return the beginning of a statement as it is, without the tag of a run.
	 * @param sql the statement
	 * @param length how many characters to return at most
	 */
	public static String of(String sql, int length) {
		String line = RunTag.remove(sql).strip().replaceAll("\\s+", " ");
		if (line.length() <= length) {
			return line;
		}
		int end = Character.isHighSurrogate(line.charAt(length - 2)) ? length - 2 : length - 1;
		return line.substring(0, end) + "…";
	}

	/**
	 * Return the beginning of a statement of a migration, in which the values of its
	 * parameters stand: without what is between quotes.
	 * @param sql the statement
	 * @param length how many characters to return at most
	 */
	public static String withoutValues(String sql, int length) {
		return of(QUOTED.matcher(RunTag.remove(sql)).replaceAll(Excerpt::masked), length);
	}

	private static String masked(MatchResult quoted) {
		return switch (quoted.group().charAt(0)) {
			case '\'', 'e', 'E', '$' -> "'…'";
			case '"' -> java.util.regex.Matcher.quoteReplacement(quoted.group());
			default -> " ";
		};
	}

}
