package dev.slipway.boot.command;

/**
 * Undoes the newest migration, or several, with their undo scripts.
 */
final class UndoCommand {

	private UndoCommand() {
	}

	static CommandResult run(CommandWork.Call call) {
		throw new UnsupportedOperationException("UNDO");
	}

}
