package dev.slipway.boot.command;

/**
 * Applies, undoes and applies again what is pending, on a scratch database.
 */
final class RehearseUndoCommand {

	private RehearseUndoCommand() {
	}

	static CommandResult run(CommandWork.Call call) {
		throw new UnsupportedOperationException("REHEARSE_UNDO");
	}

}
