package dev.slipway.boot.command;

/**
 * Drops what the services own, and migrates from nothing.
 */
final class ResetCommand {

	private ResetCommand() {
	}

	static CommandResult run(CommandWork.Call call) {
		throw new UnsupportedOperationException("RESET");
	}

}
