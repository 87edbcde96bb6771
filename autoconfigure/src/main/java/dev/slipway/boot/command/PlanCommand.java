package dev.slipway.boot.command;

/**
 * Shows what migrate would do, and the SQL.
 */
final class PlanCommand {

	private PlanCommand() {
	}

	static CommandResult run(CommandWork.Call call) {
		throw new UnsupportedOperationException("PLAN");
	}

}
