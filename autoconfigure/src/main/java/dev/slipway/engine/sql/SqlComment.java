package dev.slipway.engine.sql;

/**
 * A comment between or within statements.
 *
 * @param text the comment, from its dashes to before the end of the line, or a block
 * comment with its delimiters
 * @param offset where it begins in the script
 * @param line the line on which it begins
 * @param place how it stands on its line
 */
public record SqlComment(String text, long offset, int line, Place place) {

	/**
	 * How a comment stands on its line.
	 */
	public enum Place {

		/** Two dashes that begin the line. */
		BEGINS_LINE,

		/** Two dashes behind blanks alone. */
		INDENTED,

		/** Two dashes behind SQL or another comment. */
		BEHIND,

		/** A block comment. */
		BLOCK

	}

}
