package dev.slipway.benchmarks.application;

import javax.sql.DataSource;

import org.flywaydb.core.Flyway;

/**
 * Flyway with its defaults.
 */
final class FlywayTool implements MigrationTool {

	@Override
	public void migrate(DataSource dataSource) {
		Flyway.configure().dataSource(dataSource).load().migrate();
	}

}
