package dev.slipway.sample.ingestion;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/**
 * The body of a request. It checks the rules of 001_create_domains.sql before the
 * database does, so that the client gets a sentence and not the name of a constraint.
 *
 * @param type what happened
 * @param source the system that sent the event
 * @param payload more data of the sender, in any format; empty by default
 */
record EventRequest(@Nullable String type, @Nullable String source, @Nullable String payload) {

	private static final Pattern TYPE = Pattern.compile("[a-z][a-z0-9_]*(\\.[a-z0-9_]+)*");

	private static final Pattern SOURCE = Pattern.compile("[a-z][a-z0-9-]*");

	private static final int MAX_NAME_LENGTH = 64;

	private static final int MAX_PAYLOAD_BYTES = 65536;

	/**
	 * Return the event.
	 * @throws InvalidEventException if it breaks rules; it contains all of them
	 */
	Event toEvent() {
		Map<String, String> errors = new TreeMap<>();
		if (!isName(this.type, TYPE)) {
			errors.put("type", "must be lower-case words joined by dots, such as order.placed, of at most "
					+ MAX_NAME_LENGTH + " characters");
		}
		if (!isName(this.source, SOURCE)) {
			errors.put("source", "must be lower-case letters, digits and hyphens, such as web-shop, of at most "
					+ MAX_NAME_LENGTH + " characters");
		}
		String content = (this.payload != null) ? this.payload : "";
		if (!isStorable(content)) {
			errors.put("payload",
					"must be a text of at most " + MAX_PAYLOAD_BYTES + " bytes in UTF-8, without NUL characters");
		}
		if (this.type == null || this.source == null || !errors.isEmpty()) {
			throw new InvalidEventException(errors);
		}
		return new Event(this.type, this.source, content);
	}

	private static boolean isName(@Nullable String name, Pattern pattern) {
		return name != null && name.length() <= MAX_NAME_LENGTH && pattern.matcher(name).matches();
	}

	/**
	 * A JSON string may contain NUL and lone surrogates; a text of PostgreSQL may not.
	 */
	private static boolean isStorable(String text) {
		return text.indexOf('\0') < 0 && StandardCharsets.UTF_8.newEncoder().canEncode(text)
				&& text.getBytes(StandardCharsets.UTF_8).length <= MAX_PAYLOAD_BYTES;
	}

}
