package dev.slipway.benchmarks.application;

import javax.sql.DataSource;

import dev.slipway.Migrator;
import dev.slipway.MigratorOptions;

import org.springframework.aot.AotDetector;

/**
 * Slipway with its defaults.
 */
final class SlipwayTool implements MigrationTool {

	/** It uses the index of the build from now on. */
	static SlipwayTool withIndex() {
		// As an option of the JVM it would ask for a context that was processed, too.
		System.setProperty(AotDetector.AOT_ENABLED, "true");
		return new SlipwayTool();
	}

	@Override
	public void migrate(DataSource dataSource) {
		Migrator.of(dataSource, MigratorOptions.of("")).migrate();
	}

}
