package dev.slipway.engine.sql;

import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Finds the settings of an application's own that a script sets, such as
 * {@code app.tenant} (manual, section 19.16). PostgreSQL lists them nowhere: to put one
 * back, one has to know its name.
 */
public final class CustomSettings {

	private static final String NAME = "([a-zA-Z_][\\w$]*(?:\\.[a-zA-Z_][\\w$]*)+)";

	private static final Pattern SET = Pattern
		.compile("\\bSET\\s+(?:(?:SESSION|LOCAL)\\s+)?" + NAME + "\\s*(?:=|\\bTO\\b)", Pattern.CASE_INSENSITIVE);

	private static final Pattern SET_CONFIG = Pattern.compile("\\bSET_CONFIG\\s*\\(\\s*'" + NAME + "'",
			Pattern.CASE_INSENSITIVE);

	private CustomSettings() {
	}

	/**
	 * Return the names in a statement, those in the body of a function included. One too
	 * many does no harm.
	 * @param sql the text of the statement
	 */
	public static List<String> in(String sql) {
		// Large dumps are made of insertions, which only hold data.
		if (sql.indexOf('.') < 0 || sql.regionMatches(true, 0, "insert", 0, 6)) {
			return List.of();
		}
		return Stream.of(SET, SET_CONFIG)
			.flatMap((pattern) -> pattern.matcher(sql).results())
			.map((match) -> match.group(1).toLowerCase(Locale.ROOT))
			.distinct()
			.sorted()
			.toList();
	}

}
