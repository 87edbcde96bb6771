package dev.slipway.boot.command;

import java.util.List;

import dev.slipway.Migrator;

/**
 * Applies what is pending.
 */
final class MigrateCommand {

	private MigrateCommand() {
	}

	static CommandResult run(CommandWork.Call call) {
		return new RunResult(call.line().command(), Migrator.migrateAll(call.all(), call.services(), List.of()));
	}

}
