package dev.slipway.boot.command;

/**
 * Shows all migrations and their states.
 */
final class StatusCommand {

	private StatusCommand() {
	}

	static CommandResult run(CommandWork.Call call) {
		throw new UnsupportedOperationException("STATUS");
	}

}
