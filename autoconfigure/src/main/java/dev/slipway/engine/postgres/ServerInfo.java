package dev.slipway.engine.postgres;

/**
 * What the server said of itself in the round trip that read the history.
 *
 * @param databaseId tells one database of one running server from every other
 * @param readOnly whether a transaction may not write here
 * @param replica whether the server is a standby that replays another's log
 * @param behindPooler whether a pooler stands between driver and server: the driver was
 * told another backend's process id than the one that answers
 * @param version the server's version number, for example 180006
 * @param schemaMissing whether the first schema of the service's search path does not
 * exist
 * @param schemaUnusable whether it exists and the role may not use it, so that PostgreSQL
 * passes over it
 * @param currentSchema the current schema of the session, empty when there is none
 * @param user the role
 * @param database the name of the database
 */
public record ServerInfo(String databaseId, boolean readOnly, boolean replica, boolean behindPooler, int version,
		boolean schemaMissing, boolean schemaUnusable, String currentSchema, String user, String database) {

	/** Whether a transaction may write here. */
	public boolean isWritable() {
		return !this.replica && !this.readOnly;
	}
}
