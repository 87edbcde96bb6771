package dev.slipway.boot.command;

import java.util.List;

import dev.slipway.Migrator;

/**
 * Checks that nothing is pending, and that files and history fit together.
 */
final class ValidateCommand {

	private ValidateCommand() {
	}

	static CommandResult run(CommandWork.Call call) {
		return new RunResult(call.line().command(), Migrator.validateAll(call.all(), call.services(), List.of()));
	}

}
