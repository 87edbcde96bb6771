package dev.slipway.boot.command;

import java.util.List;

import dev.slipway.MigrationListener;
import dev.slipway.Migrator;
import dev.slipway.UnknownVersionException;

/**
 * Applies what is pending.
 */
final class MigrateCommand {

	private MigrateCommand() {
	}

	static CommandResult run(CommandWork.Call call) {
		CommandWork.Call limited = new ChosenServices(call.line(), call.all()).upToTarget(call.services());
		boolean shown = !call.line().isJson() && RunProgress.isTerminal();
		List<MigrationListener> listeners = shown ? List.of(new RunProgress(System.out)) : List.of();
		try {
			return new RunResult(call.line().command(),
					Migrator.migrateAll(limited.all(), limited.services(), listeners));
		}
		catch (UnknownVersionException ex) {
			throw call.line().refuse(String.valueOf(ex.getMessage()));
		}
	}

}
