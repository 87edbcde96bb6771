package dev.slipway.boot.diagnostics;

import dev.slipway.PendingMigrationsException;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/**
 * Explains a start that another process should have prepared.
 */
final class PendingMigrationsFailureAnalyzer extends AbstractFailureAnalyzer<PendingMigrationsException> {

	@Override
	protected FailureAnalysis analyze(Throwable rootFailure, PendingMigrationsException cause) {
		return new FailureAnalysis(cause.getMessage(), action(cause.getWaited().isPresent()), cause);
	}

	private static String action(boolean waited) {
		return waited
				? "See that a process that migrates is running, and what it is doing (pg_stat_activity shows it by its "
						+ "application_name, which begins with 'slipway'). A longer wait is slipway.wait-timeout."
				: "Apply them first: start a process with slipway.mode=migrate, or run the application with "
						+ "--slipway.command=migrate. To start before they are applied, and wait, set slipway.mode=wait.";
	}

}
