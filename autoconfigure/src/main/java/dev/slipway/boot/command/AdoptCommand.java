package dev.slipway.boot.command;

/**
 * Takes over the history of another tool.
 */
final class AdoptCommand {

	private AdoptCommand() {
	}

	static CommandResult run(CommandWork.Call call) {
		throw new UnsupportedOperationException("ADOPT");
	}

}
