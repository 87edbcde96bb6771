package dev.slipway.boot.actuate;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import dev.slipway.MigrationReport;
import dev.slipway.Migrator;
import dev.slipway.boot.autoconfigure.MigrationRunner;

import org.springframework.boot.health.contributor.AbstractHealthIndicator;
import org.springframework.boot.health.contributor.Health;

/**
 * Up when the start has found or left nothing pending. It remembers that, and asks no
 * database: a probe that fails because of migrations that a newer release brings would
 * take down the release that still works.
 */
final class SlipwayHealthIndicator extends AbstractHealthIndicator {

	private final MigrationRunner runner;

	SlipwayHealthIndicator(MigrationRunner runner) {
		super("Slipway's health check failed");
		this.runner = runner;
	}

	@Override
	protected void doHealthCheck(Health.Builder builder) {
		List<Migrator> services = this.runner.services();
		List<MigrationReport> reports = this.runner.all();
		Map<String, Object> details = new LinkedHashMap<>();
		for (MigrationReport report : reports) {
			details.put(Names.display(report.service()), details(report));
		}
		builder.withDetail("services", details);
		this.runner.failure().ifPresent((failure) -> builder.withDetail("problem", Problem.of(failure)));
		if (this.runner.failure().isPresent()) {
			builder.down();
		}
		else if (services.isEmpty() || reports.size() < services.size()) {
			builder.outOfService();
		}
		else {
			builder.up();
		}
	}

	private static Map<String, Object> details(MigrationReport report) {
		Map<String, Object> details = new LinkedHashMap<>();
		if (report.version() != null) {
			details.put("version", report.version());
		}
		details.put("applied", report.applied().size());
		if (!report.ahead().isEmpty()) {
			details.put("ahead", report.ahead());
		}
		details.put("completedAt", report.completedAt());
		return details;
	}

}
