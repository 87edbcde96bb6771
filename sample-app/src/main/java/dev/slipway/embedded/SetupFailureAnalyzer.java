package dev.slipway.embedded;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/**
 * Prints the message and the action of a {@link SetupException}.
 */
final class SetupFailureAnalyzer extends AbstractFailureAnalyzer<SetupException> {

	@Override
	protected FailureAnalysis analyze(Throwable rootFailure, SetupException cause) {
		return new FailureAnalysis(cause.getMessage(), cause.getAction(), cause);
	}

}
