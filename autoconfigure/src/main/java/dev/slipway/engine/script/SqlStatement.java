package dev.slipway.engine.script;

/**
 * One statement of a script, as it is sent to the server.
 *
 * @param text the statement without its semicolon and without what stands before its
 * first word
 * @param offset where the text begins in the script, in UTF-16 units
 * @param kind what the statement means for the transaction around it
 */
public record SqlStatement(String text, int offset, Kind kind) {

	/**
	 * What a statement means for the transaction around it.
	 */
	enum Kind {

		/** Begins a transaction: {@code BEGIN}, {@code START TRANSACTION}. */
		BEGIN,

		/** Commits: {@code COMMIT}, {@code END}. */
		COMMIT,

		/** Begins or ends a transaction in a way of its own. */
		TRANSACTION_CONTROL,

		/** Reads data from the lines that follow it: {@code COPY … FROM STDIN}. */
		COPY_STREAM,

		/** Everything else. */
		PLAIN

	}

}
