package dev.slipway.engine.sql;

/**
 * One statement of a script, as it is sent to the server.
 *
 * @param text the statement without its semicolon and without what stands before its
 * first word
 * @param offset where the text begins in the script, in UTF-16 units, as the script was
 * read: after the replacement of placeholders
 * @param line the line on which it begins, counted from 1
 * @param kind what the statement means for the transaction around it
 */
public record SqlStatement(String text, long offset, int line, Kind kind) {

	/**
	 * Whether the statement takes or gives data besides its text.
	 */
	public boolean isCopy() {
		return this.kind == Kind.COPY_STREAM || this.kind == Kind.COPY_OUT;
	}

	/**
	 * What a statement means for the transaction around it.
	 */
	public enum Kind {

		/** Begins a transaction: {@code BEGIN}, {@code START TRANSACTION}. */
		BEGIN,

		/** Commits: {@code COMMIT}, {@code END}. */
		COMMIT,

		/** Rolls back: {@code ROLLBACK}, {@code ABORT}. */
		ROLLBACK,

		/** Reads the lines that follow it: {@code COPY … FROM STDIN}. */
		COPY_STREAM,

		/**
		 * Sends rows to the client, where nobody wants them: {@code COPY … TO STDOUT}.
		 */
		COPY_OUT,

		/**
		 * Changes a setting of the session that later statements of the script see:
		 * {@code SET}, {@code RESET}, {@code SELECT set_config(…, false)}.
		 */
		SETTING,

		/**
		 * Changes the transaction around it, in which no query may come before it:
		 * {@code SET TRANSACTION}.
		 */
		TRANSACTION_MODE,

		/** Refuses to run in a transaction: {@code VACUUM}, for example. */
		NON_TRANSACTIONAL,

		/** Everything else. */
		PLAIN

	}

}
