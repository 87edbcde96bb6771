package dev.slipway.engine.sql;

import java.util.HashMap;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * The variables of psql that a script sets itself, as far as it was read. What it does
 * not set stays as it is, as in psql.
 */
public final class PsqlVariables {

	/** By name, in which case matters; {@code null} for one that was taken away. */
	private final Map<String, @Nullable String> values = new HashMap<>();

	void set(String name, String value) {
		this.values.put(name, value);
	}

	void unset(String name) {
		this.values.put(name, null);
	}

	/** Whether the script has set nothing. */
	boolean isEmpty() {
		return this.values.isEmpty();
	}

	/** The value of a variable, {@code null} without one. */
	@Nullable String value(String name) {
		return this.values.get(name);
	}

	/** Whether it is known that a variable has a value, or none. */
	boolean isKnown(String name) {
		return this.values.containsKey(name);
	}

	/** Whether a character may be part of a name. */
	static boolean isPartOfName(char c) {
		return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c >= '\u0080';
	}

	static boolean isName(String text) {
		return !text.isEmpty() && text.chars().allMatch((c) -> isPartOfName((char) c));
	}

	/**
	 * Read what may be a variable.
	 * @param text a text with a colon
	 * @param at where the colon stands
	 * @return the variable, {@code null} when none stands there
	 */
	static @Nullable Reference reference(CharSequence text, int at) {
		char first = charAt(text, at + 1);
		int begin = at + ((first == '\'' || first == '"') ? 2 : (first == '{' && charAt(text, at + 2) == '?') ? 3 : 1);
		int end = begin;
		while (end < text.length() && isPartOfName(text.charAt(end))) {
			end++;
		}
		boolean closed = begin == at + 1 || charAt(text, end) == ((first == '{') ? '}' : first);
		return (end > begin && closed) ? new Reference(text.subSequence(begin, end).toString(),
				(begin == at + 1) ? ' ' : first, (begin == at + 1) ? end : end + 1) : null;
	}

	private static char charAt(CharSequence text, int at) {
		return (at < text.length()) ? text.charAt(at) : '\0';
	}

	/**
	 * Return what stands in the place of a variable; {@code null} when it stays.
	 */
	@Nullable String replacement(Reference reference) {
		String value = value(reference.name());
		return switch (reference.form()) {
			case '{' -> !isKnown(reference.name()) ? null : (value != null) ? "TRUE" : "FALSE";
			case '\'' -> (value != null) ? literal(value) : null;
			case '"' -> (value != null) ? "\"" + value.replace("\"", "\"\"") + "\"" : null;
			default -> value;
		};
	}

	/** Right whatever {@code standard_conforming_strings} is. */
	private static String literal(String value) {
		String quoted = "'" + value.replace("'", "''") + "'";
		return (value.indexOf('\\') >= 0) ? " E" + quoted.replace("\\", "\\\\") : quoted;
	}

	/**
	 * A variable where it is used.
	 *
	 * @param form a quote for a value in quotes, a brace for whether there is one, a
	 * blank for the value as it is
	 * @param end where the text behind it begins
	 */
	record Reference(String name, char form, int end) {

	}

}
