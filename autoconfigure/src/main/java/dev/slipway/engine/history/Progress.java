package dev.slipway.engine.history;

/**
 * Counts the finished statements of a script that does not run in one transaction.
 */
public interface Progress {

	/** For scripts that are not recorded. */
	Progress NONE = new Progress() {

		@Override
		public String permission() {
			return "";
		}

		@Override
		public String advance(int from, int to, String checksum) {
			return "";
		}

		@Override
		public String advance(int from, int to, String checksum, long milliseconds) {
			return "";
		}

		@Override
		public String writer() {
			return "select pg_catalog.pg_current_xact_id()::pg_catalog.xid::pg_catalog.text";
		}

	};

	/**
	 * Return the PL/pgSQL that must come before the others in their transaction, and
	 * before any statement of a script.
	 */
	String permission();

	/**
	 * Return the PL/pgSQL that counts statements in the transaction that ran them.
	 * @param from how many statements were finished
	 * @param to how many are finished now
	 * @param checksum the checksum of these
	 */
	String advance(int from, int to, String checksum);

	/**
	 * Return the PL/pgSQL that counts statements after they ran.
	 * @param from how many statements were finished
	 * @param to how many are finished now
	 * @param checksum the checksum of these
	 * @param milliseconds how long they took
	 */
	String advance(int from, int to, String checksum, long milliseconds);

	/**
	 * Return the query for the transaction that last counted: what is older in the
	 * catalogs was there before the statement after the finished ones began.
	 */
	String writer();

}
