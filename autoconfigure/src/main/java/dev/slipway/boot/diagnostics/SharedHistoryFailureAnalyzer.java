package dev.slipway.boot.diagnostics;

import dev.slipway.SharedHistoryException;
import dev.slipway.boot.autoconfigure.ServiceConfigurationException;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/**
 * Explains two services that share a history table.
 */
final class SharedHistoryFailureAnalyzer extends AbstractFailureAnalyzer<SharedHistoryException> {

	@Override
	protected FailureAnalysis analyze(Throwable rootFailure, SharedHistoryException cause) {
		String action = "Give each service a history table of its own: set "
				+ ServiceConfigurationException.property(cause.getService(), "table") + " or "
				+ ServiceConfigurationException.property(cause.getOtherService(), "table")
				+ " to another name, or one of their schemas.";
		return new FailureAnalysis(cause.getMessage(), action, cause);
	}

}
