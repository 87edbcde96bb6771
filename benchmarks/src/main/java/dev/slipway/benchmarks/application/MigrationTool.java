package dev.slipway.benchmarks.application;

import javax.sql.DataSource;

/**
 * Applies what is pending, as an application with this tool does while it starts.
 */
@FunctionalInterface
interface MigrationTool {

	/**
	 * Apply what is pending.
	 * @param dataSource the database
	 */
	void migrate(DataSource dataSource) throws Exception;

	/**
	 * Return the tool of a name. Only its own classes are loaded: those of the others are
	 * not on the class path.
	 */
	static MigrationTool named(String name) {
		return switch (name) {
			case "slipway" -> new SlipwayTool();
			case "slipway-index" -> SlipwayTool.withIndex();
			case "flyway" -> new FlywayTool();
			case "liquibase" -> new LiquibaseTool();
			case "bare" -> new BareDriver(false);
			case "bare-one" -> new BareDriver(true);
			default -> throw new IllegalArgumentException(name);
		};
	}

}
