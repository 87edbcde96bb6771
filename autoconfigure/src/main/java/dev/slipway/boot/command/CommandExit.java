package dev.slipway.boot.command;

/**
 * Ends the process. Tests bring one that does not.
 */
@FunctionalInterface
interface CommandExit {

	void exit(int code);

}
