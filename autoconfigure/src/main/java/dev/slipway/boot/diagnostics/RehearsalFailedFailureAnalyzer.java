package dev.slipway.boot.diagnostics;

import dev.slipway.RehearsalFailedException;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/**
 * Explains undo scripts that do not take back what their migrations do.
 */
final class RehearsalFailedFailureAnalyzer extends AbstractFailureAnalyzer<RehearsalFailedException> {

	@Override
	protected FailureAnalysis analyze(Throwable rootFailure, RehearsalFailedException cause) {
		return new FailureAnalysis(cause.getMessage(),
				"Correct the undo scripts before their migrations are applied elsewhere: what is stored then is run.",
				cause);
	}

}
