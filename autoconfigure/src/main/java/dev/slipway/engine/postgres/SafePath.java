package dev.slipway.engine.postgres;

/**
 * The search path of Slipway's own SQL. Every other role that may create objects in a
 * schema of the session's own path could put an operator, a function, a type or a
 * relation there that stands in for PostgreSQL's (CVE-2018-1058), and Slipway would run
 * it with its own rights. SQL that cannot set the path, because it runs outside of a
 * transaction or needs the session's own one, writes each name with its schema.
 */
public final class SafePath {

	/**
	 * Sets the path up to the end of the transaction. Without its mention
	 * {@code pg_temp}, where a script may have made tables, comes before all others
	 * (manual, section 20.11.1).
	 */
	public static final String SET_LOCAL = "set local search_path = pg_catalog, pg_temp";

	private SafePath() {
	}

}
