package dev.slipway.boot.command;

import dev.slipway.AdoptionRefusedException;
import dev.slipway.HistoryConflictException;
import dev.slipway.InvalidMigrationsException;
import dev.slipway.PendingMigrationsException;

/**
 * Ends the process, and tells the script that has started it what came of the command.
 * Tests bring one that does not end it.
 */
@FunctionalInterface
interface CommandExit {

	/** The command has done what it does. */
	int DONE = 0;

	/** It could not. */
	int FAILED = 1;

	/** There is no such command. */
	int USAGE = 2;

	/** Migrations are pending, or the files cannot be used as they are. */
	int PENDING_OR_INVALID = 3;

	/**
	 * End the process.
	 * @param code one of the codes above
	 */
	void exit(int code);

	/**
	 * Return the code of a failure.
	 * @param failure why the command failed
	 */
	static int code(Throwable failure) {
		if (failure instanceof CommandRefusedException refused) {
			return refused.getExitCode();
		}
		boolean invalid = failure instanceof PendingMigrationsException || failure instanceof HistoryConflictException
				|| failure instanceof InvalidMigrationsException || failure instanceof AdoptionRefusedException;
		return invalid ? PENDING_OR_INVALID : FAILED;
	}

}
