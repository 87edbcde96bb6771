package dev.slipway.sample.database;

/**
 * Databases that whoever starts the sample has named: theirs to stop.
 *
 * @param platform the one that ingestion and eventhandler share
 * @param query the query service's own
 */
record NamedDatabases(Database platform, Database query) implements Databases {

	@Override
	public void close() {
	}

}
