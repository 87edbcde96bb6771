package dev.slipway.benchmarks.application;

import javax.sql.DataSource;

import dev.slipway.Migrator;
import dev.slipway.MigratorOptions;

/**
 * Slipway with its defaults.
 */
final class SlipwayTool implements MigrationTool {

	@Override
	public void migrate(DataSource dataSource) {
		Migrator.of(dataSource, MigratorOptions.of("")).migrate();
	}

}
