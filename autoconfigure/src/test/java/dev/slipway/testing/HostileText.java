package dev.slipway.testing;

import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Names and messages as somebody writes them who wants to control a terminal or to forge
 * a line. All begin with {@link #FORGED}, and so does what follows a line break in them.
 */
public final class HostileText {

	/** What must never begin a line. */
	public static final String FORGED = "FORGED";

	private static final int RANDOM_TEXTS = 100;

	private static final int PARTS = 12;

	private static final List<String> PARTS_OF_TEXT = List.of("\n", "\r\n", "\r", "\u0085", "\u2028", "\u2029", "\f",
			"\u000B", "\n\n", "\u001B[2J", "\u001B]0;x\u0007", "\u009B1m", "\b\b", "\t", "\0", "\u007F", "\u202E",
			"\u2066", "\u200F", "\u061C", "\u200B", "\u00AD", "\uFEFF", "\uFFF9", "\uDB40\uDC41", "\uD834\uDD73",
			"\uD83D\uDE00", "\uD83D", "\uDE00", "\uD800\uDC00", "e\u0301", "表", " ", "'", "\"", "\\", "a", "ERROR: b",
			"Nothing was applied.", "%s", "{}", "${jndi:x}", "$1");

	private HostileText() {
	}

	/**
	 * Return the texts: one with every character that must be escaped, then random ones,
	 * each time the same.
	 */
	public static Stream<String> all() {
		Random random = new Random(9);
		return Stream.concat(Stream.of(everyCharacter()), Stream.generate(() -> random(random)).limit(RANDOM_TEXTS));
	}

	/**
	 * Return those that a server can be told: in UTF-8 without the character zero.
	 */
	public static Stream<String> forServer() {
		return all().map((text) -> text.codePoints()
			.filter((c) -> c != 0 && Character.getType(c) != Character.SURROGATE)
			.collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
			.toString());
	}

	/**
	 * Return the faults of what was printed: characters that are not escaped, and lines
	 * that are forged.
	 * @param printed what was printed
	 * @param kept characters that may stand in it
	 */
	public static List<String> faults(String printed, String kept) {
		Stream<String> characters = printed.codePoints()
			.filter((c) -> isEscaped(c) && kept.indexOf(c) < 0)
			.distinct()
			.mapToObj((c) -> String.format("U+%04X is not escaped", c));
		Stream<String> lines = Stream.of(printed.split("[\n\r]"))
			.filter((line) -> line.startsWith(FORGED))
			.map((line) -> "forged: " + line);
		return Stream.concat(characters, lines).toList();
	}

	private static String everyCharacter() {
		return FORGED + IntStream.rangeClosed(0, Character.MAX_CODE_POINT)
			.filter(HostileText::isEscaped)
			.filter((c) -> c < Character.MIN_SURROGATE || c > Character.MAX_SURROGATE || c % 256 == 0)
			.mapToObj((c) -> Character.toString(c) + FORGED)
			.collect(Collectors.joining());
	}

	private static String random(Random random) {
		return FORGED + IntStream.range(0, PARTS).mapToObj((i) -> {
			String part = PARTS_OF_TEXT.get(random.nextInt(PARTS_OF_TEXT.size()));
			return part.matches("(?s)[\\n\\r\\u0085\\u2028\\u2029\\f\\x0B]+") ? part + FORGED : part;
		}).collect(Collectors.joining());
	}

	private static boolean isEscaped(int codePoint) {
		return switch (Character.getType(codePoint)) {
			case Character.CONTROL, Character.FORMAT, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR,
					Character.SURROGATE ->
				true;
			default -> false;
		};
	}

}
