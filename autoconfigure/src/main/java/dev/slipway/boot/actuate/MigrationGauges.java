package dev.slipway.boot.actuate;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

import dev.slipway.MigrationListener;
import dev.slipway.MigrationReport;
import dev.slipway.MigrationReport.Applied;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;

/**
 * How many migrations are pending, and whether a run has failed, as the runs of this
 * process know it: no database is asked when metrics are collected.
 */
final class MigrationGauges implements MigrationListener {

	static final String PENDING = "slipway.migrations.pending";

	static final String FAILED = "slipway.migrations.failed";

	private final MeterRegistry registry;

	private final Map<String, AtomicInteger> pending = new ConcurrentHashMap<>();

	private final Map<String, AtomicInteger> failed = new ConcurrentHashMap<>();

	MigrationGauges(MeterRegistry registry) {
		this.registry = registry;
	}

	@Override
	public void runStarted(String service, int pending) {
		pending(service).set(pending);
		failed(service).set(0);
	}

	@Override
	public void migrationApplied(String service, Applied applied) {
		pending(service).updateAndGet((pending) -> Math.max(0, pending - 1));
	}

	@Override
	public void runCompleted(MigrationReport report) {
		pending(report.service()).set(0);
	}

	@Override
	public void runFailed(String service, Throwable failure) {
		failed(service).set(1);
	}

	private AtomicInteger pending(String service) {
		return gauge(this.pending, PENDING, "Migrations that are pending", service);
	}

	private AtomicInteger failed(String service) {
		return gauge(this.failed, FAILED, "Whether the last run has failed", service);
	}

	private AtomicInteger gauge(Map<String, AtomicInteger> values, String name, String description, String service) {
		return values.computeIfAbsent(service, (key) -> {
			AtomicInteger value = new AtomicInteger();
			Gauge.builder(name, value, AtomicInteger::get)
				.description(description)
				.tag(ObservedMigrations.SERVICE, Names.display(service))
				.register(this.registry);
			return value;
		});
	}

}
