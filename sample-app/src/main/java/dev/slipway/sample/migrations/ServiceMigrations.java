package dev.slipway.sample.migrations;

import java.time.Instant;
import java.util.List;

/**
 * The applied migrations of a service.
 *
 * @param service the name of the service
 * @param database its database
 * @param table its history table
 * @param migrations its applied migrations, oldest first
 */
record ServiceMigrations(String service, String database, String table, List<AppliedMigration> migrations) {

	/**
	 * A row of a history table.
	 *
	 * @param version the version
	 * @param name the name
	 * @param appliedAt when it was applied
	 * @param durationMs how long it took on the server, in milliseconds
	 */
	record AppliedMigration(String version, String name, Instant appliedAt, double durationMs) {
	}

}
