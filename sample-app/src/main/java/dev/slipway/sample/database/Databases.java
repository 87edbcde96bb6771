package dev.slipway.sample.database;

/**
 * The two databases of the platform.
 */
interface Databases extends AutoCloseable {

	/** The one that ingestion and eventhandler share. */
	Database platform();

	/** The query service's own. */
	Database query();

	@Override
	void close();

}
