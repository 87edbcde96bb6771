package dev.slipway.engine.sql;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a {@link SqlStatement.Kind#SETTING} statement sets.
 *
 * @param name the setting in lower case; empty when it cannot be told
 * @param local whether it ends with its transaction
 * @param reset whether it takes back what was set
 */
public record SettingStatement(String name, boolean local, boolean reset) {

	private static final Pattern SET = Pattern.compile("(SET|RESET)\\s+(?:(SESSION|LOCAL)\\s+)?\"?([\\w.$]+)",
			Pattern.CASE_INSENSITIVE);

	private static final Pattern SET_CONFIG = Pattern.compile(
			"SELECT\\s+(?:PG_CATALOG\\s*\\.\\s*)?SET_CONFIG\\s*\\(\\s*'([\\w.$]+)'.*,\\s*'?(\\w+)'?\\s*\\).*",
			Pattern.CASE_INSENSITIVE | Pattern.DOTALL);

	/**
	 * Read a statement.
	 * @param statement a statement that changes a setting
	 */
	public static SettingStatement of(SqlStatement statement) {
		Matcher set = SET.matcher(statement.text());
		if (set.lookingAt()) {
			String name = set.group(3).toLowerCase(Locale.ROOT);
			// Of the transaction they stand in, whatever the manual calls them.
			boolean local = "LOCAL".equalsIgnoreCase(set.group(2)) || name.equals("transaction")
					|| name.equals("constraints");
			return new SettingStatement(name, local, set.group(1).equalsIgnoreCase("RESET"));
		}
		Matcher config = SET_CONFIG.matcher(statement.text());
		if (config.matches()) {
			return new SettingStatement(config.group(1).toLowerCase(Locale.ROOT),
					config.group(2).equalsIgnoreCase("true") || config.group(2).equalsIgnoreCase("t"), false);
		}
		return new SettingStatement("", false, false);
	}

}
