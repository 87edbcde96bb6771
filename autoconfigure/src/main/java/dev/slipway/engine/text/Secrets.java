package dev.slipway.engine.text;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

import dev.slipway.ServerError;
import org.jspecify.annotations.Nullable;

/**
 * Values that stand in what the server was sent and must not be shown, such as those of
 * placeholders: the server quotes statements, rows and names in its messages. Immutable
 * and thread-safe.
 */
public final class Secrets {

	/** No value is a secret. */
	public static final Secrets NONE = new Secrets(List.of());

	/**
	 * A value of one or two characters is no secret, and every text has some of these.
	 */
	private static final int SHORTEST_VALUE = 3;

	/** A part that is marked as one, where the server cuts long values off. */
	private static final int SHORTEST_MARKED_PART = 4;

	/** A part that is not marked, where the server cuts a text off at its limit. */
	private static final int SHORTEST_PART = 20;

	/** A word of a value, which the server shows without the rest of it. */
	private static final int SHORTEST_WORD = 6;

	/**
	 * A piece of a value, cut on both sides, that is no accident: with more than letters
	 * and blanks in it. Shorter ones are in many texts.
	 */
	private static final int SHORTEST_PIECE = 10;

	/** Of a longer value, what is behind is not looked for in pieces. */
	private static final int LONGEST_IN_PIECES = 20_000;

	private static final String SEPARATORS = "\"'`,;:()[]{}=<>|…";

	/** The server's mark, and that of Slipway's excerpts. */
	private static final List<String> CUTS = List.of("...", "…");

	private final List<Secret> secrets;

	/** The pieces of that length, in lower case, with what is shown instead. */
	private final Map<String, String> pieces = new HashMap<>();

	private Secrets(List<Secret> secrets) {
		this.secrets = secrets;
		for (Secret secret : secrets) {
			String value = secret.value().toLowerCase(Locale.ROOT);
			int end = Math.min(value.length(), LONGEST_IN_PIECES);
			for (int i = 0; i + SHORTEST_PIECE <= end; i++) {
				this.pieces.putIfAbsent(value.substring(i, i + SHORTEST_PIECE), secret.shown());
			}
		}
	}

	/**
	 * Create secrets.
	 * @param names what is shown in the place of each value
	 */
	public static Secrets of(Map<String, String> names) {
		List<Secret> secrets = new ArrayList<>();
		names.forEach((value, shown) -> forms(value).stream()
			.filter((form) -> form.length() >= SHORTEST_VALUE)
			.forEach((form) -> secrets.add(new Secret(form, shown))));
		if (secrets.isEmpty()) {
			return NONE;
		}
		secrets
			.sort(Comparator.<Secret>comparingInt((secret) -> -secret.value().length()).thenComparing(Secret::value));
		return new Secrets(List.copyOf(secrets));
	}

	/** A value may have been quoted, or be the content of quotes, or both. */
	private static Set<String> forms(String value) {
		Set<String> forms = new LinkedHashSet<>();
		String line = value.replaceAll("\\s+", " ");
		for (String form : List.of(value, line, Printable.line(value), Printable.line(line), value.replace("''", "'"),
				value.replace("'", "''"), value.replace("\"\"", "\""))) {
			forms.add(form);
			forms.add(form.replace("\\", "\\\\"));
			forms.add(form.replace("\\\\", "\\"));
		}
		return forms;
	}

	/**
	 * Return a text without the values, whatever the case of their letters, and without
	 * parts of them where the server has cut a value off.
	 * @param text any text
	 * @return the text with what is shown instead
	 */
	public String mask(String text) {
		if (this.secrets.isEmpty() || text.isEmpty()) {
			return text;
		}
		StringBuilder masked = new StringBuilder(text.length());
		int at = 0;
		while (at < text.length()) {
			at += maskAt(text, at, masked);
		}
		return masked.toString();
	}

	/**
	 * Mask the longest value, or part of one, that begins at an offset; else a word of
	 * one.
	 * @return how many characters were masked, or copied as they are: at least one
	 */
	private int maskAt(String text, int at, StringBuilder masked) {
		String shown = null;
		int length = 0;
		for (Secret secret : this.secrets) {
			int matched = secret.match(text, at);
			if (matched > length) {
				shown = secret.shown();
				length = matched;
			}
		}
		int piece = pieceLength(text, at);
		if (piece > length) {
			shown = pieceAt(text, at);
			length = piece;
		}
		int word = (shown != null) ? 0 : wordLength(text, at);
		if (word >= SHORTEST_WORD) {
			shown = secretWithWord(text.substring(at, at + word));
			length = word;
		}
		if (shown == null) {
			masked.append(text.charAt(at));
			return 1;
		}
		masked.append(shown);
		return length;
	}

	private @Nullable String secretWithWord(String word) {
		for (Secret secret : this.secrets) {
			if (secret.hasWord(word)) {
				return secret.shown();
			}
		}
		return null;
	}

	/** How far each part is in a value; 0 where that is no more than an accident. */
	private int pieceLength(String text, int at) {
		int end = at;
		while (pieceAt(text, end) != null) {
			end++;
		}
		int length = (end > at) ? end - at + SHORTEST_PIECE - 1 : 0;
		return (length >= SHORTEST_PART || !isPlain(text.substring(at, at + length))) ? length : 0;
	}

	/** What is shown in the place of the piece that begins at an offset. */
	private @Nullable String pieceAt(String text, int at) {
		int end = at + SHORTEST_PIECE;
		return (end <= text.length()) ? this.pieces.get(text.substring(at, end).toLowerCase(Locale.ROOT)) : null;
	}

	/** Words as every language has them. */
	private static boolean isPlain(String text) {
		return text.chars().allMatch((c) -> Character.isLetter(c) || Character.isWhitespace(c));
	}

	/** How long the word is that begins at an offset; 0 where none does. */
	private static int wordLength(String text, int at) {
		if (at > 0 && isPartOfWord(text.charAt(at - 1))) {
			return 0;
		}
		int end = at;
		while (end < text.length() && isPartOfWord(text.charAt(end))) {
			end++;
		}
		return end - at;
	}

	private static boolean isPartOfWord(char c) {
		return !Character.isWhitespace(c) && SEPARATORS.indexOf(c) < 0;
	}

	/**
	 * Return a statement without the values that the server may have cut off at its end.
	 * @param sql a statement as {@code pg_stat_activity} shows it
	 * @return the statement with what is shown instead
	 */
	public String maskCut(String sql) {
		String masked = mask(sql + "…");
		return masked.substring(0, masked.length() - 1);
	}

	/**
	 * Return what the server said without the values.
	 * @param error what the server said
	 */
	public ServerError mask(ServerError error) {
		return this.secrets.isEmpty() ? error
				: new ServerError(error.severity(), mask(error.message()), error.sqlState(),
						maskNullable(error.detail()), maskNullable(error.hint()), maskNullable(error.where()),
						error.position());
	}

	private @Nullable String maskNullable(@Nullable String text) {
		return (text != null) ? mask(text) : null;
	}

	/**
	 * Return a cause whose whole chain is without the values: a stack trace prints it.
	 * @param cause an exception of the driver
	 * @return the exception itself when no message in its chain has a value, else a plain
	 * one in its place
	 */
	public Throwable mask(Throwable cause) {
		return this.secrets.isEmpty() ? cause : new CauseMasking((thrown, text) -> mask(text)).of(cause);
	}

	/**
	 * One value in one form.
	 *
	 * @param value the value
	 * @param shown what is shown instead
	 */
	private record Secret(String value, String shown) {

		/** How many characters of the value, or of a part of it, begin at an offset. */
		int match(String text, int at) {
			int prefix = commonLength(text, at, 0);
			if (prefix == this.value.length() || prefix >= SHORTEST_PART) {
				return prefix;
			}
			if (prefix >= SHORTEST_MARKED_PART && isCut(text, at + prefix)) {
				return prefix;
			}
			return CUTS.stream().anyMatch((cut) -> text.startsWith(cut, at - cut.length())) ? suffix(text, at) : 0;
		}

		/**
		 * Whether a word is one of the value: the server quotes what it does not
		 * understand, word by word. Plain words of a value of several words are words of
		 * every language.
		 */
		boolean hasWord(String word) {
			boolean told = this.value.chars().noneMatch(Character::isWhitespace)
					|| word.chars().anyMatch((c) -> !Character.isLetter(c));
			return told && word.length() < this.value.length()
					&& this.value.toLowerCase(Locale.ROOT).contains(word.toLowerCase(Locale.ROOT));
		}

		private static boolean isCut(String text, int at) {
			return CUTS.stream().anyMatch((cut) -> text.startsWith(cut, at));
		}

		private int suffix(String text, int at) {
			for (int from = 1; from <= this.value.length() - SHORTEST_MARKED_PART; from++) {
				int left = this.value.length() - from;
				if (commonLength(text, at, from) == left) {
					return left;
				}
			}
			return 0;
		}

		private int commonLength(String text, int at, int from) {
			int length = 0;
			int most = Math.min(this.value.length() - from, text.length() - at);
			while (length < most && isSame(this.value.charAt(from + length), text.charAt(at + length))) {
				length++;
			}
			return length;
		}

		private static boolean isSame(char one, char other) {
			return one == other || Character.toLowerCase(one) == Character.toLowerCase(other)
					|| Character.toUpperCase(one) == Character.toUpperCase(other);
		}

	}

}
