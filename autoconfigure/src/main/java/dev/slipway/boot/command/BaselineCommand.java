package dev.slipway.boot.command;

/**
 * Records migrations as applied that the database already has.
 */
final class BaselineCommand {

	private BaselineCommand() {
	}

	static CommandResult run(CommandWork.Call call) {
		throw new UnsupportedOperationException("BASELINE");
	}

}
