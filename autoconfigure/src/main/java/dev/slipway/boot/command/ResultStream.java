package dev.slipway.boot.command;

import java.io.PrintStream;

import org.jspecify.annotations.Nullable;

/**
 * Where the result of a command is printed. A program that reads it must find nothing
 * else there: then all that the application prints, and what Spring Boot logs to the
 * console, goes to the standard error instead. A process has one of these.
 */
final class ResultStream {

	private static @Nullable PrintStream kept;

	private static String command = "";

	private ResultStream() {
	}

	/**
	 * Keep the standard output for the result.
	 * @param name the command, as somebody wrote it
	 */
	static synchronized void keep(String name) {
		command = name;
		if (kept == null) {
			kept = System.out;
			System.setOut(System.err);
		}
	}

	/** Give the standard output back, where the process goes on as in a test. */
	static synchronized void giveBack() {
		if (kept != null) {
			System.setOut(kept);
			kept = null;
		}
	}

	/** Whether a program reads the result. */
	static synchronized boolean isKept() {
		return kept != null;
	}

	/** The command that it is kept for. */
	static synchronized String command() {
		return command;
	}

	static synchronized PrintStream get() {
		return (kept != null) ? kept : System.out;
	}

}
