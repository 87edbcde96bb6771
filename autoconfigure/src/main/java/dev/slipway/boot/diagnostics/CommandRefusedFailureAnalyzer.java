package dev.slipway.boot.diagnostics;

import dev.slipway.boot.command.CommandRefusedException;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/**
 * Explains a command that cannot be run.
 */
final class CommandRefusedFailureAnalyzer extends AbstractFailureAnalyzer<CommandRefusedException> {

	@Override
	protected FailureAnalysis analyze(Throwable rootFailure, CommandRefusedException cause) {
		return new FailureAnalysis(String.valueOf(cause.getMessage()), cause.getAction(), cause);
	}

}
