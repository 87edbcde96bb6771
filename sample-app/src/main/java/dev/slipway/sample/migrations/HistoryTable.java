package dev.slipway.sample.migrations;

import dev.slipway.sample.migrations.ServiceMigrations.AppliedMigration;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * The history table of a service. Slipway writes it; everybody may read it with SQL.
 *
 * @param service the name of the service
 * @param database the database of the service
 * @param table its qualified name
 * @param client connects to that database
 */
record HistoryTable(String service, String database, String table, JdbcClient client) {

	ServiceMigrations read() {
		return new ServiceMigrations(this.service, this.database, this.table, this.client.sql(
				"select version, name, applied_at, extract(epoch from duration) * 1000 as duration_ms from %s order by id"
					.formatted(this.table))
			.query(AppliedMigration.class)
			.list());
	}

}
