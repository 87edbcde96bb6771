package dev.slipway.engine.script;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads the statements that change {@code standard_conforming_strings}, the one setting
 * that changes how the rest of a script is split.
 */
final class StringSetting {

	private static final String NAME = "\"?standard_conforming_strings\"?";

	private static final Pattern VALUE = Pattern.compile(
			NAME + "\\s*(?:=|\\bTO\\b)\\s*[eE]?['\"]?(\\w+)|'" + "standard_conforming_strings'\\s*,\\s*[eE]?'(\\w+)'",
			Pattern.CASE_INSENSITIVE);

	private static final Pattern RESET = Pattern.compile("RESET\\s+(?:ALL|" + NAME + ")", Pattern.CASE_INSENSITIVE);

	private StringSetting() {
	}

	/**
	 * Return whether strings conform to the standard after a statement.
	 * @param words its first words, in upper case
	 * @param statement the statement
	 * @return the new setting, empty when the statement does not change it
	 */
	static Optional<Boolean> read(List<String> words, String statement) {
		if (words.isEmpty()) {
			return Optional.empty();
		}
		return switch (words.get(0)) {
			case "SET", "SELECT" -> value(statement);
			case "RESET" -> RESET.matcher(statement).lookingAt() ? Optional.of(Boolean.TRUE) : Optional.empty();
			default -> Optional.empty();
		};
	}

	private static Optional<Boolean> value(String statement) {
		Matcher matcher = VALUE.matcher(statement);
		if (!matcher.find()) {
			return Optional.empty();
		}
		String value = (matcher.group(1) != null) ? matcher.group(1) : matcher.group(2);
		return Optional.of(!isOff(value.toLowerCase(Locale.ROOT)));
	}

	/** PostgreSQL takes every beginning of a word that is not one of two words'. */
	private static boolean isOff(String value) {
		return value.equals("0") || "false".startsWith(value) || "no".startsWith(value)
				|| (value.length() > 1 && "off".startsWith(value));
	}

}
