package dev.slipway.boot.command;

import dev.slipway.Migrator;

/**
 * Applies what is pending.
 */
final class MigrateCommand {

	private MigrateCommand() {
	}

	static CommandResult run(CommandWork.Call call) {
		CommandWork.Call limited = new ChosenServices(call.line(), call.all()).upToTarget(call);
		return new RunResult(call.line().command(), Migrator.migrateAll(limited.all(), limited.services(),
				RunProgress.of(call.line()), call.parallelism()));
	}

}
