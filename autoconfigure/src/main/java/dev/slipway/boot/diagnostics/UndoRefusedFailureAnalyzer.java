package dev.slipway.boot.diagnostics;

import dev.slipway.UndoRefusedException;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/**
 * Explains why migrations cannot be undone.
 */
final class UndoRefusedFailureAnalyzer extends AbstractFailureAnalyzer<UndoRefusedException> {

	@Override
	protected FailureAnalysis analyze(Throwable rootFailure, UndoRefusedException cause) {
		return new FailureAnalysis(cause.getMessage(),
				"Undo fewer, with --slipway.count=N or --slipway.target=VERSION, or write the undo scripts that are missing."
						+ " What cannot be undone is corrected by a new migration.",
				cause);
	}

}
