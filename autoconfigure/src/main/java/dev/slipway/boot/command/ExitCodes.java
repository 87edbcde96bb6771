package dev.slipway.boot.command;

import dev.slipway.HistoryConflictException;
import dev.slipway.InvalidMigrationsException;
import dev.slipway.PendingMigrationsException;

/**
 * What the process tells a script that has started it.
 */
final class ExitCodes {

	static final int DONE = 0;

	static final int FAILED = 1;

	static final int USAGE = 2;

	static final int PENDING_OR_INVALID = 3;

	private ExitCodes() {
	}

	static int of(Throwable failure) {
		boolean invalid = failure instanceof PendingMigrationsException || failure instanceof HistoryConflictException
				|| failure instanceof InvalidMigrationsException;
		return invalid ? PENDING_OR_INVALID : FAILED;
	}

}
