package dev.slipway.benchmarks.application;

import java.io.IOException;

/**
 * The lines between a measured JVM and the process that measures it.
 */
public final class Protocol {

	/** Stands before each line that is not a log's. */
	public static final String MARK = "@measured ";

	private Protocol() {
	}

	/**
	 * Say something to the process that measures.
	 * @param word what it is
	 * @param values names and values, such as {@code ms=12.5}
	 */
	static void say(String word, String... values) {
		System.out.println(MARK + word + " " + String.join(" ", values));
		System.out.flush();
	}

	/**
	 * Wait until the process that measures sends a line, or ends.
	 */
	static void await() throws IOException {
		for (int read = System.in.read(); read >= 0 && read != '\n'; read = System.in.read()) {
			// The line says nothing.
		}
	}

}
