package dev.slipway.engine.script;

import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads the statements that change {@code standard_conforming_strings}, the one setting
 * that changes how the rest of a script is split.
 */
final class StringSetting {

	private static final Pattern SET = Pattern.compile(
			"SET\\s+(?:(?:SESSION|LOCAL)\\s+)?\"?standard_conforming_strings\"?\\s*(?:=|\\sTO\\s)\\s*'?(\\w+)'?",
			Pattern.CASE_INSENSITIVE);

	private static final Pattern RESET = Pattern.compile("RESET\\s+(?:standard_conforming_strings|ALL)",
			Pattern.CASE_INSENSITIVE);

	/** What PostgreSQL takes for off, in the spellings that occur. */
	private static final Set<String> OFF = Set.of("off", "of", "false", "f", "no", "n", "0");

	private StringSetting() {
	}

	/**
	 * Return whether strings conform to the standard after a statement.
	 * @param statement a statement that begins with SET or RESET
	 * @return the new setting, empty when the statement does not change it
	 */
	static Optional<Boolean> read(String statement) {
		Matcher set = SET.matcher(statement);
		if (set.lookingAt()) {
			return Optional.of(!OFF.contains(set.group(1).toLowerCase(Locale.ROOT)));
		}
		return RESET.matcher(statement).lookingAt() ? Optional.of(Boolean.TRUE) : Optional.empty();
	}

}
