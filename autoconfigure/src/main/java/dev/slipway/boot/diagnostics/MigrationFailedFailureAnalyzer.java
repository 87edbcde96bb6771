package dev.slipway.boot.diagnostics;

import dev.slipway.engine.error.MigrationFailedException;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/**
 * Explains a script that failed.
 */
final class MigrationFailedFailureAnalyzer extends AbstractFailureAnalyzer<MigrationFailedException> {

	@Override
	protected FailureAnalysis analyze(Throwable rootFailure, MigrationFailedException cause) {
		return new FailureAnalysis(cause.getMessage(), "Correct " + cause.getPosition()
				+ " and start again: the run goes on with this file. Files that are applied must stay as they are.",
				cause);
	}

}
