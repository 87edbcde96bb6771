package dev.slipway.boot.command;

/**
 * Makes the history fit the files again: changed checksums, removed files.
 */
final class RepairCommand {

	private RepairCommand() {
	}

	static CommandResult run(CommandWork.Call call) {
		throw new UnsupportedOperationException("REPAIR");
	}

}
