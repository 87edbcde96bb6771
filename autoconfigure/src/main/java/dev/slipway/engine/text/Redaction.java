package dev.slipway.engine.text;

import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.stream.Collectors;

/**
 * Takes credentials out of text that a driver or a pool wrote: some of their messages
 * quote a whole connection URL. A password may hold any character but a line feed, so
 * what may be part of one is masked up to the end of its line.
 */
public final class Redaction {

	private static final Expression PASSWORD = new Expression("(?is)(password|passwd|passphrase|pwd)(\\s*=).*");

	private static final Expression CREDENTIALS = new Expression(
			"(?is)(?:(?:password|passwd|passphrase|pwd)\\s*=|jdbc:|//).*");

	private static final Expression NAME_LIKE_CREDENTIALS = new Expression(
			"(?i)((?:password|passwd|passphrase|pwd)\\s*(?==)|jdbc(?=:)|/(?=/))");

	/** Behind it there is a user, a host or a path. */
	private static final Expression BEGIN_OF_URL = new Expression("(?i)jdbc:[a-z0-9]+:(?://)?|//");

	/** What a parameter may follow: a URL of JDBC may hold blanks, as in its path. */
	private static final Expression URL = new Expression("(?i)jdbc:[^?;]*+|://[^\\s?;'\"]*+");

	private Redaction() {
	}

	/**
	 * Return names, such as those of roles, in which nothing looks like credentials: what
	 * stands behind them on their line would be masked.
	 * @param names one or more names
	 */
	public static String names(String names) {
		return NAME_LIKE_CREDENTIALS.matcher(names).replaceAll("$1…");
	}

	/**
	 * Return what another session says of itself up to where credentials may begin, for
	 * quotes around it. It could hide what stands behind it on its line otherwise, or
	 * look like it.
	 * @param text a name or a statement that the session chose
	 */
	public static String untilCredentials(String text) {
		return CREDENTIALS.matcher(text).replaceFirst("…").replace("'", "\\'");
	}

	/**
	 * Return a text without credentials: nothing of a URL after its path, no user in it,
	 * and no value of a password.
	 * @param text a text of one or more lines
	 * @return the text with {@code ***} in their place
	 */
	public static String mask(String text) {
		return (text.indexOf('\n') < 0) ? maskLine(text)
				: Arrays.stream(text.split("\n", -1)).map(Redaction::maskLine).collect(Collectors.joining("\n"));
	}

	private static String maskLine(String line) {
		return PASSWORD.matcher(withoutParameters(withoutUser(line))).replaceFirst("$1$2***");
	}

	private static String withoutUser(String line) {
		int last = line.lastIndexOf('@');
		Matcher url = BEGIN_OF_URL.matcher(line);
		if (last < 0 || !url.find() || url.end() > last) {
			return line;
		}
		String user = line.substring(url.end(), last);
		// A password with a question mark or a semicolon, or a parameter with an @.
		boolean clear = user.indexOf('?') < 0 && user.indexOf(';') < 0;
		return line.substring(0, url.end()) + "***" + (clear ? line.substring(last) : "");
	}

	private static String withoutParameters(String line) {
		Matcher url = URL.matcher(line);
		while (url.find()) {
			if (url.end() < line.length() && (line.charAt(url.end()) == '?' || line.charAt(url.end()) == ';')) {
				return line.substring(0, url.end()) + "?***";
			}
		}
		return line;
	}

}
