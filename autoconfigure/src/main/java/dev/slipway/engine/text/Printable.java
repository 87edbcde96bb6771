package dev.slipway.engine.text;

import java.util.Arrays;
import java.util.stream.Collectors;

/**
 * Shows text that others wrote, such as a server's message or the name of a file, so that
 * it can neither control a terminal nor look like a line of Slipway's own: control and
 * format characters, separators of lines and paragraphs (Unicode's categories Cc, Cf, Zl
 * and Zp) and lone surrogates are shown as escapes.
 */
public final class Printable {

	/** How many lines are shown of a text that others wrote. */
	private static final int MOST_LINES = 12;

	private Printable() {
	}

	/**
	 * Return a text on one line.
	 * @param text any text
	 * @return the text with every such character escaped
	 */
	public static String line(String text) {
		return escape(text, "");
	}

	/**
	 * Return a text of several lines, such as the stack of PL/pgSQL functions.
	 * @param text any text
	 * @return the text with every such character escaped but for {@code \n}, and each
	 * line after the first indented; cut after some lines
	 */
	public static String block(String text) {
		if (text.indexOf('\n') < 0) {
			return line(text);
		}
		String[] lines = text.split("\n");
		int more = lines.length - MOST_LINES;
		return Arrays.stream(lines).limit(MOST_LINES).map(Printable::line).collect(Collectors.joining("\n    "))
				+ ((more > 0) ? "\n    … and " + more + " more lines" : "");
	}

	/**
	 * Return a text whose lines and tabs are Slipway's own.
	 * @param text any text
	 * @return the text with every such character escaped but for {@code \n} and
	 * {@code \t}
	 */
	public static String text(String text) {
		return escape(text, "\n\t");
	}

	/**
	 * Return how a character is shown.
	 * @param codePoint a character, or a lone surrogate
	 */
	public static String character(int codePoint) {
		return switch (codePoint) {
			case '\n' -> "\\n";
			case '\r' -> "\\r";
			case '\t' -> "\\t";
			default -> isShown(codePoint) ? Character.toString(codePoint)
					: String.format((codePoint > Character.MAX_VALUE) ? "\\u{%X}" : "\\u%04X", codePoint);
		};
	}

	private static String escape(String text, String kept) {
		int at = 0;
		while (at < text.length() && isKept(text.codePointAt(at), kept)) {
			at += Character.charCount(text.codePointAt(at));
		}
		if (at == text.length()) {
			return text;
		}
		StringBuilder escaped = new StringBuilder(text.length() + 16).append(text, 0, at);
		text.substring(at)
			.codePoints()
			.forEach((c) -> escaped.append(isKept(c, kept) ? Character.toString(c) : character(c)));
		return escaped.toString();
	}

	private static boolean isKept(int codePoint, String kept) {
		return isShown(codePoint) || kept.indexOf(codePoint) >= 0;
	}

	private static boolean isShown(int codePoint) {
		if (codePoint >= ' ' && codePoint <= '~') {
			return true;
		}
		return switch (Character.getType(codePoint)) {
			case Character.CONTROL, Character.FORMAT, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR,
					Character.SURROGATE ->
				false;
			default -> true;
		};
	}

}
