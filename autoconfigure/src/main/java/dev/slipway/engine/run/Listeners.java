package dev.slipway.engine.run;

import java.util.List;

import dev.slipway.MigrationListener;
import dev.slipway.MigrationReport;
import dev.slipway.MigrationReport.Applied;

/**
 * Those who see what the runs do.
 *
 * @param all the listeners, in their order
 */
public record Listeners(List<MigrationListener> all) {

	/**
	 * Create listeners.
	 */
	public Listeners {
		all = List.copyOf(all);
	}

	/** A service's run begins. */
	public void started(String service, int pending) {
		for (MigrationListener listener : this.all) {
			listener.runStarted(service, pending);
		}
	}

	/** Migrations were committed. */
	void applied(String service, List<Applied> migrations) {
		for (Applied migration : migrations) {
			for (MigrationListener listener : this.all) {
				listener.migrationApplied(service, migration);
			}
		}
	}

	/** A service's run has ended well. */
	public MigrationReport completed(MigrationReport report) {
		for (MigrationListener listener : this.all) {
			listener.runCompleted(report);
		}
		return report;
	}

	/**
	 * A service's run has failed: of that, nothing that a listener throws takes the
	 * place.
	 */
	public void failed(String service, Throwable failure) {
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
