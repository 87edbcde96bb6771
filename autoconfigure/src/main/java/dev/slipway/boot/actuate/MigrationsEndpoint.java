package dev.slipway.boot.actuate;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

import dev.slipway.HistoryConflictException.Conflict;
import dev.slipway.MigrationPlan;
import dev.slipway.MigrationPlan.Entry;
import dev.slipway.MigrationReport;
import dev.slipway.Migrator;
import dev.slipway.boot.actuate.DatabaseReading.Result;
import dev.slipway.boot.autoconfigure.MigrationRunner;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.actuate.endpoint.OperationResponseBody;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;

/**
 * Shows the migrations of all services as the databases have them now, whoever has
 * applied them, and what this process did when it started. Takes no lock, writes nothing,
 * and answers within some seconds, also when a database does not. It shows no SQL, and
 * nothing that a server or a driver has said, where credentials might be.
 */
@Endpoint(id = "migrations")
final class MigrationsEndpoint {

	private static final Duration LIMIT = Duration.ofSeconds(10);

	private final MigrationRunner runner;

	private final DatabaseReading reading;

	MigrationsEndpoint(MigrationRunner runner) {
		this(runner, LIMIT);
	}

	MigrationsEndpoint(MigrationRunner runner, Duration limit) {
		this.runner = runner;
		this.reading = new DatabaseReading(limit);
	}

	/**
	 * Read the databases.
	 */
	@ReadOperation
	MigrationsDescriptor migrations() {
		List<Migrator> services = this.runner.services();
		Map<Migrator, Result> results = this.reading.read(services);
		Map<String, MigrationReport> reports = this.runner.all()
			.stream()
			.collect(Collectors.toMap(MigrationReport::service, Function.identity()));
		List<ServiceDescriptor> descriptors = new ArrayList<>();
		for (Migrator service : services) {
			String name = service.getOptions().service();
			descriptors.add(ServiceDescriptor.of(name, results.get(service), reports.get(name)));
		}
		return new MigrationsDescriptor(this.runner.mode(), descriptors);
	}

	/**
	 * All services. The type makes Spring Boot write it as it writes its own endpoints:
	 * the names do not follow what an application sets for its own JSON, and unknown
	 * fields are left out.
	 *
	 * @param mode what a start does about pending migrations
	 * @param services the services, in the order in which they run
	 */
	record MigrationsDescriptor(String mode, List<ServiceDescriptor> services) implements OperationResponseBody {
	}

	/**
	 * One service.
	 *
	 * @param service its name, empty for the unnamed one
	 * @param historyTable its history table; {@code null} when that was not read
	 * @param version the newest version that is applied, {@code null} when there is none
	 * @param pending how many migrations are pending; {@code null} when that is not known
	 * @param migrations all migrations with their states
	 * @param conflicts how files and history do not fit together
	 * @param problem why the database was not read; {@code null} when it was
	 * @param lastRun what this process did when it started; {@code null} when it did not
	 * come to an end
	 */
	record ServiceDescriptor(String service, @Nullable String historyTable, @Nullable String version,
			@Nullable Integer pending, List<Entry> migrations, List<Conflict> conflicts, @Nullable String problem,
			@Nullable RunDescriptor lastRun) {

		static ServiceDescriptor of(String name, @Nullable Result result, @Nullable MigrationReport report) {
			RunDescriptor lastRun = (report != null) ? RunDescriptor.of(report) : null;
			MigrationPlan plan = (result != null) ? result.plan() : null;
			if (plan == null) {
				return new ServiceDescriptor(name, null, null, null, List.of(), List.of(),
						(result != null) ? result.problem() : DatabaseReading.NO_ANSWER, lastRun);
			}
			return new ServiceDescriptor(name, plan.historyTable(), plan.version(), plan.pending().size(),
					plan.migrations(), plan.conflicts(), null, lastRun);
		}

	}

	/**
	 * What a process did when it started.
	 *
	 * @param completedAt when it was done, by the clock of the process
	 * @param duration how long it took
	 * @param applied the migrations that it applied, by their files' names
	 * @param ahead versions that a newer release had applied
	 */
	record RunDescriptor(Instant completedAt, Duration duration, List<String> applied, List<String> ahead) {

		static RunDescriptor of(MigrationReport report) {
			return new RunDescriptor(report.completedAt(), report.duration(),
					report.applied().stream().map(MigrationReport.Applied::label).toList(), report.ahead());
		}

	}

}
