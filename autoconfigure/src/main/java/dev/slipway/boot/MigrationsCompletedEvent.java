package dev.slipway.boot;

import java.util.List;

import dev.slipway.MigrationReport;

import org.springframework.context.ApplicationContext;
import org.springframework.context.event.ApplicationContextEvent;

/**
 * All services are up to date: each time the context starts, before executors, listeners
 * and web servers. It has the reports of all services, also of those whose migrations ran
 * earlier, while beans were created. Published on the thread that starts the application;
 * an exception of a listener ends the start, and what was applied stays applied.
 */
public final class MigrationsCompletedEvent extends ApplicationContextEvent {

	private static final long serialVersionUID = 1L;

	private final transient List<MigrationReport> reports;

	/**
	 * Create an event.
	 * @param context the context that starts
	 * @param reports a report for each service
	 */
	public MigrationsCompletedEvent(ApplicationContext context, List<MigrationReport> reports) {
		super(context);
		this.reports = List.copyOf(reports);
	}

	/**
	 * Return what was done.
	 * @return a report for each service, in the order of the services
	 */
	public List<MigrationReport> getReports() {
		return this.reports;
	}

}
