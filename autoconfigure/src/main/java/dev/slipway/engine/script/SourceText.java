package dev.slipway.engine.script;

import dev.slipway.engine.error.ScriptPosition;

/**
 * The text of one file, and where its lines begin. A line ends at LF, CR or CRLF, as in
 * PostgreSQL's own lexer.
 *
 * @param file the file, as a person finds it
 * @param text the text, without a byte order mark
 */
record SourceText(String file, String text) {

	private static final int WIDEST_EXCERPT = 160;

	/**
	 * Return where an offset is, with the line and a caret under the place.
	 * @param offset an offset in the text, in UTF-16 units; the end of the text is
	 * allowed
	 */
	ScriptPosition locate(int offset) {
		int at = Math.max(0, Math.min(offset, this.text.length()));
		int line = 1;
		int lineStart = 0;
		for (int i = 0; i < at; i++) {
			char c = this.text.charAt(i);
			boolean ends = c == '\n' || (c == '\r' && !(i + 1 < this.text.length() && this.text.charAt(i + 1) == '\n'));
			if (ends) {
				line++;
				lineStart = i + 1;
			}
		}
		int column = this.text.codePointCount(lineStart, at) + 1;
		return new ScriptPosition(this.file, line, column, excerpt(line, lineStart, at));
	}

	/** A long line is cut around the place, so that the caret stays in sight. */
	private String excerpt(int line, int lineStart, int at) {
		int lineEnd = lineStart;
		while (lineEnd < this.text.length() && this.text.charAt(lineEnd) != '\n' && this.text.charAt(lineEnd) != '\r') {
			lineEnd++;
		}
		int from = lineStart;
		int to = lineEnd;
		if (to - from > WIDEST_EXCERPT) {
			from = whole(Math.max(lineStart, Math.min(at - WIDEST_EXCERPT / 2, lineEnd - WIDEST_EXCERPT)));
			to = whole(Math.min(lineEnd, from + WIDEST_EXCERPT));
		}
		String lead = (from > lineStart) ? "…" : "";
		String tail = (to < lineEnd) ? "…" : "";
		String gutter = "  " + line + " | ";
		String shown = this.text.substring(from, to);
		String before = this.text.substring(from, Math.max(from, Math.min(at, to)));
		return gutter + lead + shown + tail + "\n" + " ".repeat(gutter.length() - 2) + "| " + blank(lead + before)
				+ "^";
	}

	/** An offset that does not cut a surrogate pair. */
	private int whole(int offset) {
		boolean inside = offset > 0 && offset < this.text.length() && Character.isLowSurrogate(this.text.charAt(offset))
				&& Character.isHighSurrogate(this.text.charAt(offset - 1));
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
		if (type == Character.NON_SPACING_MARK || type == Character.ENCLOSING_MARK || type == Character.FORMAT) {
			return 0;
		}
		boolean wide = codePoint >= 0x1F300 && codePoint <= 0x1FAFF || Character.isIdeographic(codePoint)
				|| codePoint >= 0x3000 && codePoint <= 0x30FF || codePoint >= 0xAC00 && codePoint <= 0xD7A3
				|| codePoint >= 0xFF01 && codePoint <= 0xFF60;
		return wide ? 2 : 1;
	}

}
