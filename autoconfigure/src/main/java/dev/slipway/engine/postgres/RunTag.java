package dev.slipway.engine.postgres;

/**
 * The comments in front of what Slipway sends outside of the transaction that holds the
 * lock, by which {@code pg_stat_activity} shows whose statement it is.
 */
public final class RunTag {

	private static final String BEGIN = "/* slipway run ";

	private static final String HOLDER_BEGIN = "/* slipway lock of run ";

	private static final String END = " */ ";

	/** In front of a query about the server's sessions. It is none of a run's script. */
	static final String QUERY = "/* slipway query */ ";

	private static final String FAILURE = "/* failed */ ";

	private RunTag() {
	}

	/**
	 * Return the tag of what a run's script does.
	 * @param runId the run
	 * @return the comment, with a blank after it
	 */
	public static String of(String runId) {
		return BEGIN + runId + END;
	}

	/**
	 * Return the tag of what comes after a statement of a run's script that has failed.
	 * @param runId the run
	 * @return the comments, with a blank after them
	 */
	public static String ofFailure(String runId) {
		return of(runId) + FAILURE;
	}

	/**
	 * Return the tag of the transaction that holds the lock meanwhile. It begins unlike
	 * the other: a run that waits for what a killed one has left running does not wait
	 * for the session that holds its lock.
	 * @param runId the run
	 * @return the comment, with a blank after it
	 */
	public static String ofHolder(String runId) {
		return HOLDER_BEGIN + runId + END;
	}

	/**
	 * Return the SQL condition that a session is not in the way of anybody, because it
	 * holds nothing but the lock of a run, or has only asked about the server's sessions.
	 * It is one of Slipway's own, of the user that asks: others may write such a tag too.
	 * @param activity the alias of its row of {@code pg_stat_activity}
	 */
	static String isHarmlessAsSql(String activity) {
		return """
				(%1$s.usename operator(pg_catalog.=) session_user and (pg_catalog.starts_with(%1$s.query, '%2$s')
					or pg_catalog.starts_with(%1$s.query, '%3$s')))""".formatted(activity, HOLDER_BEGIN, QUERY);
	}

	/**
	 * Return the SQL expression for the tag that belongs to a holder's; null when it has
	 * none.
	 * @param query the SQL expression for the holder's statement
	 */
	public static String ofHolderAsSql(String query) {
		return "pg_catalog.replace(pg_catalog.substring(%s, '^/[*] slipway lock of run [-0-9a-f]+ [*]/ '), '%s', '%s')"
			.formatted(query, HOLDER_BEGIN, BEGIN);
	}

}
