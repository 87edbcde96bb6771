package dev.slipway.sample.migrations;

import dev.slipway.sample.migrations.ServiceMigrations.AppliedMigration;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Where a service's history is.
 *
 * @param service the service
 * @param database its database
 * @param table its history table
 * @param client reads that database
 */
record ServiceHistory(String service, String database, String table, JdbcClient client) {

	ServiceMigrations read() {
		return new ServiceMigrations(this.service, this.database, this.table, this.client.sql(
				"select version, name, applied_at, extract(epoch from duration) * 1000 as duration_ms from %s order by id"
					.formatted(this.table))
			.query(AppliedMigration.class)
			.list());
	}

}
