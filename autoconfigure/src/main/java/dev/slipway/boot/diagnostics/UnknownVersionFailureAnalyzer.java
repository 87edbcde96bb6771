package dev.slipway.boot.diagnostics;

import dev.slipway.UnknownVersionException;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/**
 * Explains a run that is to stop at a version that there is not.
 */
final class UnknownVersionFailureAnalyzer extends AbstractFailureAnalyzer<UnknownVersionException> {

	@Override
	protected FailureAnalysis analyze(Throwable rootFailure, UnknownVersionException cause) {
		return new FailureAnalysis(cause.getMessage(),
				"Name a version that is there. For MigratorOptions.withTarget, null stands for the newest.", cause);
	}

}
