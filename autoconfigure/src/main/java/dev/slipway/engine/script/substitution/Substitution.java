package dev.slipway.engine.script.substitution;

/**
 * What is replaced in a script while it is read. Immutable; each reading has a
 * {@link Pass} of its own.
 */
public interface Substitution {

	/** No variable is longer, so that no more of a text has to be kept at a time. */
	int LONGEST_VARIABLE = 1000;

	/**
	 * Begin at the beginning of a text.
	 */
	Pass begin();

	/**
	 * Return the lines by which a script of its own says that the same is replaced in it.
	 */
	String header();

	/**
	 * One reading of one text, from its beginning to its end.
	 */
	interface Pass {

		/**
		 * Take what can be taken of a text.
		 * @param text the text as far as it is known, from where the last call left off
		 * @param complete whether the text ends where the known part does
		 * @param target takes what the text becomes
		 * @return how much was taken: all of a complete text, and something of a text
		 * that is longer than a variable can be
		 * @throws Refusal if a variable cannot be replaced
		 */
		int take(CharSequence text, boolean complete, Target target) throws Refusal;

	}

	/**
	 * What a text becomes, piece by piece.
	 */
	interface Target {

		/** Leave a part of the text as it is. */
		void keep(int from, int to);

		/** Put a value in the place of a part of the text. */
		void replace(int from, int to, String value);

	}

	/**
	 * A variable that cannot be replaced.
	 */
	final class Refusal extends Exception {

		private static final long serialVersionUID = 1L;

		private final int at;

		Refusal(int at, String message) {
			super(message);
			this.at = at;
		}

		/** Where the variable begins in the text of the call. */
		int at() {
			return this.at;
		}

	}

}
