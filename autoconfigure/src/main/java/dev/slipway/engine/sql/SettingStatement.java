package dev.slipway.engine.sql;

import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What a statement sets. The names of settings of an application's own are found in other
 * statements, too: PostgreSQL lists them nowhere, and to put one back, one has to know
 * it.
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

	/** The name of a setting of an application's own (manual, section 19.16). */
	private static final String CUSTOM = "([a-zA-Z_][\\w$]*(?:\\.[a-zA-Z_][\\w$]*)+)";

	private static final Pattern SET_CUSTOM = Pattern
		.compile("\\bSET\\s+(?:(?:SESSION|LOCAL)\\s+)?" + CUSTOM + "\\s*(?:=|\\bTO\\b)", Pattern.CASE_INSENSITIVE);

	private static final Pattern SET_CONFIG_CUSTOM = Pattern.compile("\\bSET_CONFIG\\s*\\(\\s*'" + CUSTOM + "'",
			Pattern.CASE_INSENSITIVE);

	/**
	 * Read a statement.
	 * @param statement a {@link SqlStatement.Kind#SETTING} statement
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

	/**
	 * Return the names of settings of an application's own, such as {@code app.tenant},
	 * that any statement sets, those in the body of a function included. One too many
	 * does no harm.
	 * @param sql the text of the statement
	 */
	public static List<String> customNames(String sql) {
		// Large dumps are made of insertions, which only hold data.
		if (sql.indexOf('.') < 0 || sql.regionMatches(true, 0, "insert", 0, 6)) {
			return List.of();
		}
		return Stream.of(SET_CUSTOM, SET_CONFIG_CUSTOM)
			.flatMap((pattern) -> pattern.matcher(sql).results())
			.map((match) -> match.group(1).toLowerCase(Locale.ROOT))
			.distinct()
			.sorted()
			.toList();
	}

}
