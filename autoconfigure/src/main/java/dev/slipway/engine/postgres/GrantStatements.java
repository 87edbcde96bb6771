package dev.slipway.engine.postgres;

import java.util.List;
import java.util.stream.Collectors;

/**
 * Privileges that the role lacks, as the statements that grant them.
 */
public final class GrantStatements {

	private GrantStatements() {
	}

	/**
	 * Return the sentence that says what is missing.
	 * @param grants the statements, possibly none
	 * @return the sentence with a blank line after it; empty without statements
	 */
	public static String sentence(List<String> grants) {
		return grants.isEmpty() ? ""
				: grants.stream().collect(Collectors.joining(";\n  ", "The role lacks:\n\n  ", ";\n\n"));
	}

}
