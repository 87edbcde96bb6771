package dev.slipway.boot.diagnostics;

import dev.slipway.boot.autoconfigure.ServiceConfigurationException;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/**
 * Explains a service whose configuration cannot be used.
 */
final class ServiceConfigurationFailureAnalyzer extends AbstractFailureAnalyzer<ServiceConfigurationException> {

	@Override
	protected FailureAnalysis analyze(Throwable rootFailure, ServiceConfigurationException cause) {
		return new FailureAnalysis(cause.getMessage(), cause.getAction(), cause);
	}

}
