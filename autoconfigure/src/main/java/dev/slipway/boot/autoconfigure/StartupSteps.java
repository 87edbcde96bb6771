package dev.slipway.boot.autoconfigure;

import java.util.HashMap;
import java.util.Map;

import dev.slipway.MigrationListener;
import dev.slipway.MigrationReport;

import org.springframework.core.metrics.ApplicationStartup;
import org.springframework.core.metrics.StartupStep;

/**
 * Records a startup step for each service that is migrated. Used only where somebody
 * records startup steps. Spring takes the step that began last for the parent of the next
 * one, so that those of services that run beside one another may stand within one
 * another.
 */
final class StartupSteps implements MigrationListener {

	static final String NAME = "slipway.service";

	private final ApplicationStartup startup;

	/** By service. */
	private final Map<String, StartupStep> steps = new HashMap<>();

	StartupSteps(ApplicationStartup startup) {
		this.startup = startup;
	}

	@Override
	public void runStarted(String service, int pending) {
		this.steps.put(service,
				this.startup.start(NAME).tag("service", service).tag("pending", String.valueOf(pending)));
	}

	@Override
	public void runCompleted(MigrationReport report) {
		StartupStep step = this.steps.remove(report.service());
		if (step != null) {
			step.tag("version", String.valueOf(report.version()))
				.tag("applied", String.valueOf(report.applied().size()));
			step.end();
		}
	}

	@Override
	public void runFailed(String service, Throwable failure) {
		StartupStep step = this.steps.remove(service);
		if (step != null) {
			step.tag("failure", failure.getClass().getSimpleName()).end();
		}
	}

}
