package dev.slipway.engine.script;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;

/**
 * One variable or escape in the grammar that goose has for the environment:
 * {@code $NAME}, <code>${NAME}</code>, <code>${NAME-default}</code>,
 * <code>${NAME:-default}</code>, <code>${NAME?message}</code>,
 * <code>${NAME:offset:length}</code>; {@code $$} and {@code \$} for a dollar sign. As
 * there, a variable that is not set is empty.
 */
final class Expansion {

	private static final String GRAMMAR = "within ENVSUB a dollar sign begins $NAME or ${NAME}, with :-default, -default, "
			+ "?message or :offset:length behind the name; $$ is a dollar sign";

	private final CharSequence text;

	private final int begin;

	private final int limit;

	private final Function<String, @Nullable String> environment;

	private int at;

	/**
	 * Create an expansion.
	 * @param begin the offset of a dollar sign or a backslash
	 * @param end where the line ends, or what is known of it
	 */
	Expansion(CharSequence text, int begin, int end, Function<String, @Nullable String> environment) {
		this.text = text;
		this.begin = begin;
		this.limit = Math.min(end, begin + Substitution.LONGEST_VARIABLE);
		this.environment = environment;
		this.at = begin;
	}

	/** Where the text after it begins, once it was read. */
	int end() {
		return this.at;
	}

	/**
	 * Read it.
	 * @return what stands for it; {@code null} when it stays as it is
	 */
	@Nullable String replacement() throws SubstitutionException {
		int from = this.at;
		String value = item(true);
		return value.contentEquals(this.text.subSequence(from, this.at)) ? null : value;
	}

	/** An escape, an expansion, or a single character. */
	private String item(boolean used) throws SubstitutionException {
		char first = this.text.charAt(this.at);
		char second = (this.at + 1 < this.limit) ? this.text.charAt(this.at + 1) : '\0';
		if ((first == '\\' && second == '$') || (first == '$' && second == '$')) {
			this.at += 2;
			return "$";
		}
		if ((first == '\\' && second == '\\') || (first == '$' && second == '(')) {
			this.at += 2;
			return "" + first + second;
		}
		this.at++;
		if (first != '$' || this.at == this.limit) {
			return String.valueOf(first);
		}
		if (second != '{') {
			return value(name());
		}
		this.at++;
		String value = braced(used);
		require('}');
		return value;
	}

	private String braced(boolean used) throws SubstitutionException {
		String name = name();
		String set = this.environment.apply(name);
		char operator = peek();
		this.at += (operator != '}') ? 1 : 0;
		return switch (operator) {
			case '}' -> value(name);
			case '-' -> word(set, used && set == null);
			case '?' -> required(name, set, used);
			case ':' -> {
				if (peek() != '-') {
					yield part(value(name));
				}
				this.at++;
				yield word(set, used && (set == null || set.isEmpty()));
			}
			default -> throw refused(GRAMMAR);
		};
	}

	/** A default, which has its own variables; they count only when it does. */
	private String word(@Nullable String set, boolean used) throws SubstitutionException {
		StringBuilder word = new StringBuilder();
		while (this.at < this.limit && this.text.charAt(this.at) != '}') {
			word.append(item(used));
		}
		return (used || set == null) ? word.toString() : set;
	}

	private String required(String name, @Nullable String set, boolean used) throws SubstitutionException {
		int from = this.at;
		word(null, false);
		if (set == null && used) {
			throw refused("the environment has no " + name + ": " + this.text.subSequence(from, this.at));
		}
		return (set != null) ? set : "";
	}

	/** Counted in bytes, from the end when negative, and cut where there is no more. */
	private String part(String value) throws SubstitutionException {
		byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
		int from = Math.min(fromEnd(number(), bytes.length), bytes.length);
		int to = bytes.length;
		if (peek() == ':') {
			this.at++;
			int length = number();
			to = (length >= 0) ? (int) Math.min((long) from + length, bytes.length) : bytes.length + length;
		}
		return new String(Arrays.copyOfRange(bytes, from, Math.max(from, to)), StandardCharsets.UTF_8);
	}

	private static int fromEnd(int offset, int length) {
		return (offset >= 0) ? offset : Math.max(0, offset + length);
	}

	private int number() throws SubstitutionException {
		int from = this.at;
		while (this.at < this.limit && peek() != ':' && peek() != '}') {
			this.at++;
		}
		try {
			return Integer.parseInt(this.text.subSequence(from, this.at).toString().strip());
		}
		catch (NumberFormatException ex) {
			throw refused(GRAMMAR);
		}
	}

	private String name() throws SubstitutionException {
		int from = this.at;
		while (this.at < this.limit && isPartOfName(peek(), this.at == from)) {
			this.at++;
		}
		if (this.at == from) {
			throw refused(GRAMMAR);
		}
		return this.text.subSequence(from, this.at).toString();
	}

	private static boolean isPartOfName(char c, boolean first) {
		return Character.isLetter(c) || (!first && (Character.isDigit(c) || c == '_'));
	}

	private String value(String name) {
		String value = this.environment.apply(name);
		return (value != null) ? value : "";
	}

	private char peek() {
		return (this.at < this.limit) ? this.text.charAt(this.at) : '\0';
	}

	private void require(char expected) throws SubstitutionException {
		if (peek() != expected) {
			throw refused(GRAMMAR);
		}
		this.at++;
	}

	private SubstitutionException refused(String message) {
		return new SubstitutionException(this.begin, message);
	}

}
