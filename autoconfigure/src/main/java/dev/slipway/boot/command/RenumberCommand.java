package dev.slipway.boot.command;

/**
 * Gives files with timestamps the next plain numbers.
 */
final class RenumberCommand {

	private RenumberCommand() {
	}

	static CommandResult run(CommandWork.Call call) {
		throw new UnsupportedOperationException("RENUMBER");
	}

}
