package dev.slipway.engine.sql;

import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The lines of psql's own that dumps and old scripts hold. Those that only change what
 * psql prints are passed over; all others would change what the script does.
 */
public final class PsqlCommand {

	private static final Pattern COMMAND = Pattern.compile("\\\\(\\S*)\\s*(.*)", Pattern.DOTALL);

	private static final Set<String> HARMLESS = Set.of("restrict", "unrestrict", "echo", "qecho", "warn", "timing",
			"pset", "t", "a", "x");

	private static final Pattern HARMLESS_SET = Pattern.compile("(?:ON_ERROR_STOP|ECHO|QUIET|VERBOSITY)\\b.*");

	private static final Pattern UTF8 = Pattern.compile("'?utf-?8'?", Pattern.CASE_INSENSITIVE);

	private PsqlCommand() {
	}

	/**
	 * Refuse a line that cannot be passed over.
	 * @param line the line from its backslash on
	 * @param offset where it begins in the script
	 */
	public static void check(String line, long offset) throws SqlSyntaxException {
		Matcher matcher = COMMAND.matcher(line.stripTrailing());
		if (!matcher.matches()) {
			return;
		}
		String command = matcher.group(1);
		String rest = matcher.group(2);
		boolean harmless = HARMLESS.contains(command) || (command.equals("set") && HARMLESS_SET.matcher(rest).matches())
				|| (command.equals("encoding") && UTF8.matcher(rest).matches());
		if (!harmless) {
			throw new SqlSyntaxException(offset,
					"\\" + command + " is a command of psql, not SQL, and a script without it would do something else");
		}
	}

}
