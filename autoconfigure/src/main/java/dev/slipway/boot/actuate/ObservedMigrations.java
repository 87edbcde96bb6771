package dev.slipway.boot.actuate;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

import dev.slipway.MigrationFailedException;
import dev.slipway.MigrationListener;
import dev.slipway.MigrationReport;
import dev.slipway.MigrationReport.Applied;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import org.jspecify.annotations.Nullable;

/**
 * An observation for each service's run, and one within for each migration that was
 * applied or has failed. Made for each start, on the thread that waits for it: what that
 * thread observes is the parent, since migrations run on another one.
 */
final class ObservedMigrations implements MigrationListener {

	static final String RUN = "slipway.run";

	static final String MIGRATION = "slipway.migration";

	static final String SERVICE = "slipway.service";

	private final ObservationRegistry registry;

	private final String mode;

	private final @Nullable Observation parent;

	private final Map<String, Observation> runs = new HashMap<>();

	/** By service. Each is opened and closed on the thread of its run. */
	private final Map<String, Observation.Scope> scopes = new HashMap<>();

	ObservedMigrations(ObservationRegistry registry, String mode) {
		this.registry = registry;
		this.mode = mode;
		this.parent = registry.getCurrentObservation();
	}

	@Override
	public void runStarted(String service, int pending) {
		Observation run = Observation.createNotStarted(RUN, this.registry)
			.contextualName("slipway " + this.mode + " " + Names.display(service))
			.parentObservation(this.parent)
			.lowCardinalityKeyValue(SERVICE, Names.display(service))
			.lowCardinalityKeyValue("slipway.mode", this.mode)
			.lowCardinalityKeyValue("outcome", "unknown")
			.highCardinalityKeyValue("slipway.pending", String.valueOf(pending))
			.start();
		this.runs.put(service, run);
		// Other modes look at all services together.
		if ("migrate".equals(this.mode)) {
			this.scopes.put(service, run.openScope());
		}
	}

	@Override
	public void migrationApplied(String service, Applied applied) {
		migration(service, applied.label(), applied.duration())
			.highCardinalityKeyValue("slipway.duration", applied.duration().toMillis() + "ms")
			.highCardinalityKeyValue("slipway.applied-at", applied.appliedAt().toString())
			.start()
			.stop();
	}

	private Observation migration(String service, String label, @Nullable Duration duration) {
		return Observation.createNotStarted(MIGRATION, () -> new MigrationObservationContext(duration), this.registry)
			.contextualName("slipway " + label)
			.parentObservation(this.runs.get(service))
			.lowCardinalityKeyValue(SERVICE, Names.display(service))
			.highCardinalityKeyValue("slipway.migration", label);
	}

	@Override
	public void runCompleted(MigrationReport report) {
		Observation run = this.runs.remove(report.service());
		if (run != null) {
			run.lowCardinalityKeyValue("outcome", report.applied().isEmpty() ? "up-to-date" : "applied");
			run.highCardinalityKeyValue("slipway.version", String.valueOf(report.version()));
			run.highCardinalityKeyValue("slipway.applied", String.valueOf(report.applied().size()));
			end(report.service(), run);
		}
	}

	@Override
	public void runFailed(String service, Throwable failure) {
		if (failure instanceof MigrationFailedException failed) {
			String file = failed.getMigration();
			String label = file.endsWith(".sql") ? file.substring(0, file.length() - 4) : file;
			migration(service, label, null).start().error(failed).stop();
		}
		Observation run = this.runs.remove(service);
		if (run != null) {
			run.lowCardinalityKeyValue("outcome", "failed");
			run.error(failure);
			end(service, run);
		}
	}

	private void end(String service, Observation run) {
		Observation.Scope scope = this.scopes.remove(service);
		if (scope != null) {
			scope.close();
		}
		run.stop();
	}

}
