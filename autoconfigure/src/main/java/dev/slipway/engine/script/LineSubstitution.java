package dev.slipway.engine.script;

import java.util.Locale;

import dev.slipway.Layout;
import org.jspecify.annotations.Nullable;

/**
 * Makes SQL of the files of a tool that have something else in them, line by line as the
 * tool reads them. It has no variables of its own; placeholders may be replaced with it.
 */
abstract class LineSubstitution implements Substitution {

	/** A whole line is kept at a time. */
	private static final int LONGEST_LINE = 1024 * 1024;

	private final Layout layout;

	private final @Nullable PlaceholderSubstitution placeholders;

	/**
	 * Create a substitution.
	 * @param layout the layout of the files
	 * @param placeholders what is replaced besides; {@code null} for nothing
	 */
	LineSubstitution(Layout layout, @Nullable PlaceholderSubstitution placeholders) {
		this.layout = layout;
		this.placeholders = placeholders;
	}

	/** The layout of the files. */
	Layout layout() {
		return this.layout;
	}

	/**
	 * Take one line.
	 * @param from where it begins
	 * @param to where it ends, before the line end
	 */
	abstract void takeLine(CharSequence text, int from, int to, SubstitutedText target) throws SubstitutionException;

	/**
	 * Check at the end of a text that nothing is open.
	 */
	abstract void end(SubstitutedText target) throws SubstitutionException;

	@Nullable PlaceholderSubstitution placeholders() {
		return this.placeholders;
	}

	@Override
	public boolean replacesVariables() {
		return this.placeholders != null;
	}

	@Override
	public boolean replacesPlaceholders() {
		return this.placeholders != null;
	}

	@Override
	public int take(CharSequence text, boolean complete, SubstitutedText target) throws SubstitutionException {
		int at = 0;
		for (int i = 0; i < text.length(); i++) {
			if (text.charAt(i) == '\n') {
				takeLine(text, at, i, target);
				target.keep(text, i, i + 1);
				at = i + 1;
			}
		}
		if (complete) {
			if (at < text.length()) {
				takeLine(text, at, text.length(), target);
			}
			end(target);
			return text.length();
		}
		if (text.length() - at > LONGEST_LINE) {
			throw new SubstitutionException(at, String.format(Locale.ROOT,
					"a line of more than %d characters, in a file that is read line by line", LONGEST_LINE));
		}
		return at;
	}

	/** Take a part of a line in which nothing of the tool's is left. */
	void keep(CharSequence text, int from, int to, SubstitutedText target) throws SubstitutionException {
		if (this.placeholders != null) {
			this.placeholders.take(text, from, to, true, target);
		}
		else {
			target.keep(text, from, to);
		}
	}

	/** Take a part of a line that is left out: a semicolon in it ends nothing. */
	static void keepSemicolons(CharSequence text, int from, int to, SubstitutedText target) {
		int kept = from;
		for (int at = from; at < to; at++) {
			if (text.charAt(at) == ';') {
				target.keep(text, kept, at);
				target.replace(text, at, at + 1, ";");
				kept = at + 1;
			}
		}
		target.keep(text, kept, to);
	}

	/** Where a line begins without its blanks, as Java trims it. */
	static int trimmedStart(CharSequence text, int from, int to) {
		int at = from;
		while (at < to && text.charAt(at) <= ' ') {
			at++;
		}
		return at;
	}

	/** Where a line ends without its blanks. */
	static int trimmedEnd(CharSequence text, int from, int to) {
		int at = to;
		while (at > from && text.charAt(at - 1) <= ' ') {
			at--;
		}
		return at;
	}

}
