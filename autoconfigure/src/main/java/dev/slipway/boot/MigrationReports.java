package dev.slipway.boot;

import java.util.List;

import dev.slipway.MigrationReport;

/**
 * What the start did about migrations, a report for each service: a bean to inject. A
 * bean that is created before the migrations ran sees the reports once they did;
 * {@code @DependsOn("slipwayMigrations")} lets it be created after them. Safe for use by
 * several threads.
 */
public interface MigrationReports {

	/**
	 * Return the report of a service.
	 * @param service the name of the service, empty for the unnamed one
	 * @return its report
	 * @throws IllegalStateException if its migrations have not run yet, or have failed,
	 * or if there is no such service
	 */
	MigrationReport get(String service);

	/**
	 * Return the reports of all services whose migrations have run, in the order of the
	 * services.
	 * @return the reports, possibly none
	 */
	List<MigrationReport> all();

}
