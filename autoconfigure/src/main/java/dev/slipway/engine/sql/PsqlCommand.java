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

	private static final Set<String> VARIABLES = Set.of("set", "unset");

	private static final Pattern HARMLESS_VARIABLE = Pattern
		.compile("(?:ON_ERROR_STOP|ON_ERROR_ROLLBACK|ECHO|ECHO_HIDDEN|QUIET|VERBOSITY|SHOW_CONTEXT)\\b.*");

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
		boolean harmless = HARMLESS.contains(command)
				|| (VARIABLES.contains(command) && HARMLESS_VARIABLE.matcher(rest).matches())
				|| (command.equals("encoding") && UTF8.matcher(rest).matches());
		if (!harmless) {
			throw new SqlSyntaxException(offset,
					"\\" + command + " is a command of psql, not SQL, and a script without it would do something else"
							+ instead(command));
		}
	}

	/** What to write in its place. */
	private static String instead(String command) {
		return switch (command) {
			case "i", "ir", "include", "include_relative" ->
				": put the text of that file here, or make it a migration of its own";
			case "set", "unset", "gset", "getenv", "setenv", "prompt" ->
				": write the values where the script needs them, or placeholders such as ${name} (slipway.placeholders)";
			case "c", "connect" ->
				": every file runs in the database of its service's DataSource; declare a service for the other one";
			case "copy" -> ": write COPY … FROM stdin; with the data behind it and a line \\. at the end";
			case "g", "gx", "gdesc", "crosstabview", "watch" -> ": end the statement with a semicolon";
			case "gexec" -> ": write a DO block that runs the rows with EXECUTE";
			case "if", "elif", "else", "endif" -> ": write IF in a DO block";
			case "bind", "parse" -> ": write the values into the statement";
			case "encoding" -> ": save the file as UTF-8, and leave the line out";
			case "o", "out", "w", "write" -> ": leave it out, since nobody reads what a migration selects";
			case "cd", "!" -> ": run it before the application starts";
			case "q", "quit" -> ": delete what follows, or put it into a comment";
			case "." -> ": it ends the data of a COPY … FROM stdin, and none stands before it";
			default ->
				command.startsWith("d") || command.startsWith("l") || command.startsWith("z") || command.startsWith("s")
						? ": leave it out, since it only shows something"
						: ": leave it out, or write SQL that does the same";
		};
	}

}
