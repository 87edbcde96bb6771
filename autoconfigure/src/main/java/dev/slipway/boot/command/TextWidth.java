package dev.slipway.boot.command;

/**
 * How many columns of a terminal a text takes: characters of East Asia and emoji take
 * two, marks that combine with the one before take none (Unicode Standard Annex 11).
 */
final class TextWidth {

	/** First and last of the characters that take two columns, in their order. */
	private static final int[][] WIDE = { { 0x1100, 0x115F }, { 0x231A, 0x231B }, { 0x23E9, 0x23EC },
			{ 0x2614, 0x2615 }, { 0x2648, 0x2653 }, { 0x26A1, 0x26A1 }, { 0x26AA, 0x26AB }, { 0x26BD, 0x26BE },
			{ 0x2705, 0x2705 }, { 0x270A, 0x270B }, { 0x2728, 0x2728 }, { 0x274C, 0x274C }, { 0x2753, 0x2755 },
			{ 0x2757, 0x2757 }, { 0x2795, 0x2797 }, { 0x2B1B, 0x2B1C }, { 0x2B50, 0x2B50 }, { 0x2B55, 0x2B55 },
			{ 0x2E80, 0x303E }, { 0x3041, 0xA4CF }, { 0xA960, 0xA97F }, { 0xAC00, 0xD7A3 }, { 0xF900, 0xFAFF },
			{ 0xFE10, 0xFE19 }, { 0xFE30, 0xFE6F }, { 0xFF01, 0xFF60 }, { 0xFFE0, 0xFFE6 }, { 0x16FE0, 0x18DFF },
			{ 0x1B000, 0x1B2FF }, { 0x1F004, 0x1F004 }, { 0x1F0CF, 0x1F0CF }, { 0x1F18E, 0x1F18E },
			{ 0x1F191, 0x1F19A }, { 0x1F200, 0x1F320 }, { 0x1F32D, 0x1F64F }, { 0x1F680, 0x1F6FF },
			{ 0x1F7E0, 0x1F7EB }, { 0x1F90C, 0x1F9FF }, { 0x1FA70, 0x1FAFF }, { 0x20000, 0x3FFFD } };

	private TextWidth() {
	}

	static int of(String text) {
		return text.codePoints().map(TextWidth::of).sum();
	}

	private static int of(int codePoint) {
		int type = Character.getType(codePoint);
		// The middle and the end of a syllable of Hangul stand in the one before.
		boolean combines = type == Character.NON_SPACING_MARK || type == Character.ENCLOSING_MARK
				|| (codePoint >= 0x1160 && codePoint <= 0x11FF);
		if (combines) {
			return 0;
		}
		for (int[] range : WIDE) {
			if (codePoint >= range[0] && codePoint <= range[1]) {
				return 2;
			}
		}
		return 1;
	}

	/** Return blanks that make a text as wide as is said. */
	static String padding(String text, int width) {
		return " ".repeat(Math.max(0, width - of(text)));
	}

}
