package dev.slipway.boot.command;

import dev.slipway.Migrator;
import dev.slipway.UnknownVersionException;

/**
 * Shows what migrate would do, and the SQL.
 */
final class PlanCommand {

	private PlanCommand() {
	}

	static CommandResult run(CommandWork.Call call) {
		CommandWork.Call limited = new ChosenServices(call.line(), call.all()).upToTarget(call);
		try {
			return new PlanResult(Migrator.previewAll(limited.all(), limited.services()));
		}
		catch (UnknownVersionException ex) {
			throw call.line().refuse(String.valueOf(ex.getMessage()));
		}
	}

}
