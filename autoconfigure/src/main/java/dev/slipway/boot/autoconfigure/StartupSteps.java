package dev.slipway.boot.autoconfigure;

import dev.slipway.MigrationListener;
import dev.slipway.MigrationReport;
import org.jspecify.annotations.Nullable;

import org.springframework.core.metrics.ApplicationStartup;
import org.springframework.core.metrics.StartupStep;

/**
 * Records a startup step for each service that is migrated, one after the other. Used
 * only where somebody records startup steps.
 */
final class StartupSteps implements MigrationListener {

	static final String NAME = "slipway.service";

	private final ApplicationStartup startup;

	private @Nullable StartupStep step;

	StartupSteps(ApplicationStartup startup) {
		this.startup = startup;
	}

	@Override
	public void runStarted(String service, int pending) {
		this.step = this.startup.start(NAME).tag("service", service).tag("pending", String.valueOf(pending));
	}

	@Override
	public void runCompleted(MigrationReport report) {
		if (this.step != null) {
			this.step.tag("version", String.valueOf(report.version()))
				.tag("applied", String.valueOf(report.applied().size()));
			this.step.end();
		}
	}

	@Override
	public void runFailed(String service, Throwable failure) {
		if (this.step != null) {
			this.step.tag("failure", failure.getClass().getSimpleName()).end();
		}
	}

}
