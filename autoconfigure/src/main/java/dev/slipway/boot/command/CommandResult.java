package dev.slipway.boot.command;

import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * What a command came to.
 */
interface CommandResult {

	/** The code that the process ends with, see {@link CommandExit}. */
	default int exitCode() {
		return CommandExit.DONE;
	}

	/** Print it for people. */
	void print(Printout out);

	/**
	 * Return it for programs: maps, lists, strings, numbers, booleans and nulls. Names
	 * are in camel case, times in ISO 8601, durations in milliseconds.
	 */
	Map<String, @Nullable Object> json();

}
