package dev.slipway.boot.command;

import dev.slipway.Migrator;
import dev.slipway.UnknownVersionException;

/**
 * Applies what is pending.
 */
final class MigrateCommand {

	private MigrateCommand() {
	}

	static CommandResult run(CommandWork.Call call) {
		CommandWork.Call limited = new ChosenServices(call.line(), call.all()).upToTarget(call);
		try {
			return new RunResult(call.line().command(), Migrator.migrateAll(limited.all(), limited.services(),
					RunProgress.of(call.line()), call.parallelism()));
		}
		catch (UnknownVersionException ex) {
			throw call.line().refuse(String.valueOf(ex.getMessage()));
		}
	}

}
