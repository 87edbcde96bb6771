package dev.slipway.boot.diagnostics;

import dev.slipway.AdoptionRefusedException;
import dev.slipway.boot.autoconfigure.ServiceConfigurationException;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/**
 * Explains why the history of another tool is not taken over. What to do is said with
 * each reason.
 */
final class AdoptionRefusedFailureAnalyzer extends AbstractFailureAnalyzer<AdoptionRefusedException> {

	@Override
	protected FailureAnalysis analyze(Throwable rootFailure, AdoptionRefusedException cause) {
		return new FailureAnalysis(cause.getMessage(),
				"Do what is said above with each reason, and try again: --slipway.command=adopt shows what is left, and writes"
						+ " nothing without --slipway.confirm. As long as Slipway has applied nothing, the other tool can go on,"
						+ " without " + ServiceConfigurationException.property(cause.getService(), "adopt") + "=auto.",
				cause);
	}

}
