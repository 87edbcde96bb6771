package dev.slipway.boot.command;

import dev.slipway.Migrator;

/**
 * Shows what migrate would do, and the SQL.
 */
final class PlanCommand {

	private PlanCommand() {
	}

	static CommandResult run(CommandWork.Call call) {
		CommandWork.Call limited = new ChosenServices(call.line(), call.all()).upToTarget(call);
		return new PlanResult(Migrator.previewAll(limited.all(), limited.services()));
	}

}
