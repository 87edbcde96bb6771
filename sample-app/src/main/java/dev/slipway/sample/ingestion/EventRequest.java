package dev.slipway.sample.ingestion;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/**
 * What a client sent. The rules are those of the domains in 001_create_domains.sql, so
 * that a client reads a sentence and not a constraint's name.
 *
 * @param type what happened
 * @param source the system that it comes from
 * @param payload whatever the sender adds; nothing by default
 */
record EventRequest(@Nullable String type, @Nullable String source, @Nullable String payload) {

	private static final Pattern TYPE = Pattern.compile("[a-z][a-z0-9_]*(\\.[a-z0-9_]+)*");

	private static final Pattern SOURCE = Pattern.compile("[a-z][a-z0-9-]*");

	private static final int LONGEST_NAME = 64;

	private static final int LARGEST_PAYLOAD = 65536;

	/**
	 * Return the event.
	 * @throws InvalidEventException if it breaks a rule; it names every broken one
	 */
	Event toEvent() {
		Map<String, String> errors = new TreeMap<>();
		if (!isName(this.type, TYPE)) {
			errors.put("type", "must be lower-case words joined by dots, such as order.placed, of at most "
					+ LONGEST_NAME + " characters");
		}
		if (!isName(this.source, SOURCE)) {
			errors.put("source", "must be lower-case letters, digits and hyphens, such as web-shop, of at most "
					+ LONGEST_NAME + " characters");
		}
		String content = (this.payload != null) ? this.payload : "";
		if (!isStorable(content)) {
			errors.put("payload",
					"must be a text of at most " + LARGEST_PAYLOAD + " bytes in UTF-8, without NUL characters");
		}
		if (this.type == null || this.source == null || !errors.isEmpty()) {
			throw new InvalidEventException(errors);
		}
		return new Event(this.type, this.source, content);
	}

	private static boolean isName(@Nullable String name, Pattern pattern) {
		return name != null && name.length() <= LONGEST_NAME && pattern.matcher(name).matches();
	}

	/** JSON can express texts that PostgreSQL cannot: NUL, and half of a surrogate. */
	private static boolean isStorable(String text) {
		return text.indexOf('\0') < 0 && StandardCharsets.UTF_8.newEncoder().canEncode(text)
				&& text.getBytes(StandardCharsets.UTF_8).length <= LARGEST_PAYLOAD;
	}

}
