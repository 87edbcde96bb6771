package dev.slipway.engine.layout;

import dev.slipway.engine.text.Expression;

/**
 * What of a tool's files is no SQL, so that they are rewritten before they are read; and
 * the line that tells such a file, since that has to be known before it is read.
 *
 * @param kind what is rewritten
 * @param sign what each such line contains
 * @param line what the line looks like, without the blanks around it
 * @param first whether it stands before all SQL
 */
public record Rewriting(Kind kind, String sign, Expression line, boolean first) {

	static Rewriting of(Kind kind, String sign, String line, boolean first) {
		return new Rewriting(kind, sign, new Expression(line), first);
	}

	/**
	 * Return whether the first part of a text tells such a file.
	 */
	public boolean isFor(String head) {
		return head.contains(this.sign) && head.lines()
			.map(String::trim)
			.takeWhile((text) -> !this.first || text.isEmpty() || text.startsWith("--") || text.startsWith("#"))
			.anyMatch((text) -> this.line.matcher(text).matches());
	}

	/**
	 * What is rewritten.
	 */
	public enum Kind {

		/**
		 * Lines lose the blanks at their ends, number signs begin comments, and two
		 * semicolons are one that ends no statement.
		 */
		EVOLUTION,

		/** Two slashes begin comments, and lines say what ends a statement. */
		DELIMITERS

	}

}
