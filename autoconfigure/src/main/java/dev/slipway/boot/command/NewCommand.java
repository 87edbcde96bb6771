package dev.slipway.boot.command;

/**
 * Writes the next file of a service.
 */
final class NewCommand {

	private NewCommand() {
	}

	static CommandResult run(CommandWork.Call call) {
		throw new UnsupportedOperationException("NEW");
	}

}
