package dev.slipway.engine.script;

/**
 * What is replaced in a script while it is read.
 */
interface Substitution {

	/** No variable is longer, so that no more of a text has to be kept at a time. */
	int LONGEST_VARIABLE = 1000;

	/**
	 * Return what takes one text from its beginning to its end: each reading has its own.
	 */
	Substitution begin();

	/**
	 * Return the lines by which a script of its own says that the same is replaced in it.
	 */
	String header();

	/** Whether it has variables, whose values must not be written down. */
	default boolean replacesVariables() {
		return true;
	}

	/** Whether <code>${name}</code> is replaced by what the configuration says. */
	default boolean replacesPlaceholders() {
		return true;
	}

	/**
	 * Take what can be taken of a text.
	 * @param text the text as far as it is known, from where the last call left off
	 * @param complete whether the text ends where the known part does
	 * @param target takes what the text becomes
	 * @return how much was taken: all of a complete text, and something of a text that is
	 * longer than a variable can be
	 * @throws SubstitutionException if a variable cannot be replaced, with the offset in
	 * the text of the call
	 */
	int take(CharSequence text, boolean complete, SubstitutedText target) throws SubstitutionException;

}
