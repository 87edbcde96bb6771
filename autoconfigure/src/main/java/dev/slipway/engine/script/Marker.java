package dev.slipway.engine.script;

import dev.slipway.Layout;
import org.jspecify.annotations.Nullable;

/**
 * What one comment line says of the script that it stands in.
 *
 * @param layout the layout that has such lines, which is then that of the file;
 * {@code null} for lines that say nothing about it: Slipway's own, sqlx's, Atlas'
 * @param meaning what it says
 */
public record Marker(@Nullable Layout layout, Meaning meaning) {

	/**
	 * What comment lines say.
	 */
	public enum Meaning {

		/** What follows is the script. */
		UP,

		/** What follows undoes the script. tern has this one without an UP before it. */
		DOWN,

		/** What follows is one statement, until {@link #STATEMENT_END}. */
		STATEMENT_BEGIN,

		/** Ends a statement, though it may have no semicolon. */
		STATEMENT_END,

		/** The script must not run in a transaction. */
		NO_TRANSACTION,

		/** The same, provided that the line is the first of the file. */
		NO_TRANSACTION_IF_FIRST_LINE,

		/** Variables of the environment are replaced from here on. */
		SUBSTITUTE_ON,

		/** Variables of the environment are not replaced from here on. */
		SUBSTITUTE_OFF,

		/** What follows undoes the script, in any layout. */
		UNDO,

		/** Placeholders are replaced in this file; counts before the first statement. */
		PLACEHOLDERS,

		/**
		 * Placeholders are not replaced in this file; counts before the first statement.
		 */
		NO_PLACEHOLDERS

	}

}
