package dev.slipway.engine.script;

import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

import org.jspecify.annotations.Nullable;

/**
 * Replaces <code>${name}</code> by configured values, everywhere in a text, as Flyway
 * does: there is no default and no escape, and case does not matter.
 */
final class PlaceholderSubstitution implements Substitution {

	private static final String BEGIN = "${";

	/** No placeholder begins here. */
	private static final int NONE = -1;

	/** What is known of the text does not tell. */
	private static final int UNDECIDED = -2;

	private final Map<String, String> values = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);

	private final @Nullable FlywayValues ofFlyway;

	private final String path;

	/**
	 * Create a substitution.
	 * @param values the values by name
	 */
	PlaceholderSubstitution(Map<String, String> values) {
		this(values, null, "");
	}

	/**
	 * Create a substitution.
	 * @param values the values by name
	 * @param ofFlyway the values that Flyway defines; {@code null} for none
	 * @param path the file
	 */
	PlaceholderSubstitution(Map<String, String> values, @Nullable FlywayValues ofFlyway, String path) {
		this.values.putAll(values);
		this.ofFlyway = ofFlyway;
		this.path = path;
	}

	@Override
	public String header() {
		return "-- slipway: placeholders\n";
	}

	/** What is replaced does not depend on what stands before it. */
	@Override
	public Substitution begin() {
		return this;
	}

	@Override
	public int take(CharSequence text, boolean complete, SubstitutedText target) throws SubstitutionException {
		return take(text, 0, text.length(), complete, target);
	}

	/**
	 * Take a part of a text.
	 * @param complete whether no variable that begins in the part goes on behind it
	 */
	int take(CharSequence text, int from, int to, boolean complete, SubstitutedText target)
			throws SubstitutionException {
		int kept = from;
		for (int at = from; at < to; at++) {
			if (text.charAt(at) != '$') {
				continue;
			}
			int room = Math.min(to, at + LONGEST_VARIABLE);
			boolean decided = complete || room < to;
			int end = end(text, at + 1, room, decided);
			if (end == UNDECIDED) {
				target.keep(text, kept, at);
				return at;
			}
			if (end != NONE) {
				target.keep(text, kept, at);
				target.replace(text, at, end + 1, value(text, at, end));
				kept = end + 1;
				at = end;
			}
		}
		target.keep(text, kept, to);
		return to;
	}

	/** Where the placeholder ends whose dollar sign stands before an offset. */
	private static int end(CharSequence text, int from, int to, boolean decided) throws SubstitutionException {
		if (from < to && text.charAt(from) != '{') {
			return NONE;
		}
		for (int at = from; at < to; at++) {
			char c = text.charAt(at);
			if (c == '}') {
				return at;
			}
			if (c == '\n' || c == '\r') {
				return endless(from);
			}
		}
		return !decided ? UNDECIDED : (from < to) ? endless(from) : NONE;
	}

	private static int endless(int from) throws SubstitutionException {
		throw new SubstitutionException(from - 1, "a placeholder begins here with ${ and does not end in its line");
	}

	private String value(CharSequence text, int begin, int end) throws SubstitutionException {
		String name = text.subSequence(begin + BEGIN.length(), end).toString();
		String value = this.values.get(name);
		boolean ofFlyway = name.regionMatches(true, 0, FlywayValues.PREFIX, 0, FlywayValues.PREFIX.length());
		if (value == null && ofFlyway && this.ofFlyway != null) {
			value = this.ofFlyway.value(name, this.path);
		}
		if (value == null && ofFlyway) {
			throw new SubstitutionException(begin, String.format(Locale.ROOT,
					"the placeholder %s has no value: known are %s; set %s, or switch placeholders off for this file with -- slipway: no-placeholders",
					name, FlywayValues.KNOWN, property(name)));
		}
		if (value == null) {
			throw new SubstitutionException(begin, String.format(Locale.ROOT,
					"the placeholder %s has no value: set %s, or switch placeholders off for this file with -- slipway: no-placeholders",
					name, property(name)));
		}
		return value;
	}

	/** Spring Boot takes other characters literally only within brackets. */
	static String property(String name) {
		return "slipway.placeholders" + (name.matches("[a-z0-9-]+") ? "." + name : "[" + name + "]");
	}

}
