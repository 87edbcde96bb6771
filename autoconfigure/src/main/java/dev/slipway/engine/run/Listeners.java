package dev.slipway.engine.run;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

import dev.slipway.MigrationListener;
import dev.slipway.MigrationReport;
import dev.slipway.MigrationReport.Applied;
import dev.slipway.engine.files.Migration;
import dev.slipway.engine.plan.Plan.Batch;
import dev.slipway.engine.text.LineLog;
import dev.slipway.engine.text.Redaction;
import dev.slipway.engine.text.ServiceName;

/**
 * Those who see what the runs do. Where several run at a time, each waits until nothing
 * else is told.
 *
 * @param all the listeners, in their order
 */
public record Listeners(List<MigrationListener> all) {

	private static final LineLog logger = LineLog.ofRuns();

	/**
	 * Create listeners.
	 */
	public Listeners {
		all = List.copyOf(all);
	}

	/** A service's run begins. */
	public synchronized void started(String service, int pending) {
		for (MigrationListener listener : this.all) {
			listener.runStarted(service, pending);
		}
	}

	/** A batch is tried, perhaps not for the first time. */
	synchronized void tried(String service, Batch batch) {
		if (this.all.isEmpty()) {
			return;
		}
		List<String> labels = new ArrayList<>();
		if (batch instanceof Batch.Transactional several) {
			for (Migration migration : several.migrations()) {
				labels.add(migration.label());
			}
		}
		else {
			labels.add(Objects.requireNonNull(batch.label()));
		}
		for (MigrationListener listener : this.all) {
			listener.filesTried(service, List.copyOf(labels));
		}
	}

	/**
	 * A run waits. What it waits for goes on, whatever a listener throws.
	 */
	void waiting(String service, String forWhat) {
		for (MigrationListener listener : this.all) {
			try {
				listener.waiting(service, forWhat);
			}
			catch (RuntimeException ex) {
				logger
					.warn(new ServiceName(service) + ": a listener has failed: " + Redaction.mask(String.valueOf(ex)));
			}
		}
	}

	/** Migrations were committed. */
	synchronized void applied(String service, List<Applied> migrations) {
		for (Applied migration : migrations) {
			for (MigrationListener listener : this.all) {
				listener.migrationApplied(service, migration);
			}
		}
	}

	/** A service's run has ended well. */
	public synchronized MigrationReport completed(MigrationReport report) {
		for (MigrationListener listener : this.all) {
			listener.runCompleted(report);
		}
		return report;
	}

	/**
	 * A service's run has failed: of that, nothing that a listener throws takes the
	 * place.
	 */
	public synchronized void failed(String service, Throwable failure) {
		for (MigrationListener listener : this.all) {
			try {
				listener.runFailed(service, failure);
			}
			catch (RuntimeException ex) {
				failure.addSuppressed(ex);
			}
		}
	}

}
