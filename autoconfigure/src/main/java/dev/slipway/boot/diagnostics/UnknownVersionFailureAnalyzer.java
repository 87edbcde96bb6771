package dev.slipway.boot.diagnostics;

import dev.slipway.UnknownVersionException;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/**
 * Explains a run that is to stop where no file is.
 */
final class UnknownVersionFailureAnalyzer extends AbstractFailureAnalyzer<UnknownVersionException> {

	@Override
	protected FailureAnalysis analyze(Throwable rootFailure, UnknownVersionException cause) {
		return new FailureAnalysis(cause.getMessage(),
				"Give MigratorOptions.withTarget a version that a file has, or null for the newest.", cause);
	}

}
