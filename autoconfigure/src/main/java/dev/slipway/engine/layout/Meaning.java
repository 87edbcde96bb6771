package dev.slipway.engine.layout;

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

	/** The same, provided that no statement stands before it. */
	NO_TRANSACTION_IF_FIRST,

	/** The same; behind a statement it is a comment. */
	NO_TRANSACTION_AT_TOP,

	/** Nothing but whose the file is, provided that no statement stands before it. */
	HEADER,

	/** Nothing of the file runs; it counts as applied. */
	IGNORE,

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
