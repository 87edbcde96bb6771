package dev.slipway.engine.error;

import java.util.regex.Pattern;

/**
 * Takes credentials out of text that a driver or a pool wrote: some of their messages
 * quote a whole connection URL.
 */
final class Redaction {

	private static final Pattern PARAMETER = Pattern.compile("(?i)\\b((?:ssl)?password|user)=[^&\\s,;\"')]*");

	private static final Pattern USER_INFO = Pattern.compile("//\\S*@");

	private Redaction() {
	}

	static String mask(String text) {
		return USER_INFO.matcher(PARAMETER.matcher(text).replaceAll("$1=***")).replaceAll("//***@");
	}

}
