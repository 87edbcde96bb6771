package dev.slipway.boot.actuate;

import dev.slipway.SlipwayException;

/**
 * Says of a failure what may be seen from outside.
 */
final class Problem {

	private Problem() {
	}

	/**
	 * Return the first paragraph of a message, which is Slipway's own: what a server, a
	 * driver or a pool has said stands in the next one.
	 * @param failure what was thrown
	 * @return one line
	 */
	static String of(Throwable failure) {
		if (!(failure instanceof SlipwayException)) {
			return failure.getClass().getSimpleName();
		}
		String message = String.valueOf(failure.getMessage());
		int end = message.indexOf("\n\n");
		return ((end < 0) ? message : message.substring(0, end)).replaceAll("\\s*\\n\\s*", " ");
	}

}
