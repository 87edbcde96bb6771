package dev.slipway.engine.script;

import java.util.function.Function;

import dev.slipway.Layout;
import dev.slipway.engine.layout.Marker;
import dev.slipway.engine.layout.Meaning;
import dev.slipway.engine.sql.SqlSyntaxException;
import org.jspecify.annotations.Nullable;

/**
 * Replaces variables of the environment as goose does: line by line, between
 * {@code -- +goose ENVSUB ON} and {@code OFF}, not in lines of comments.
 */
final class EnvironmentSubstitution implements Substitution {

	private final Function<String, @Nullable String> environment;

	private final @Nullable PlaceholderSubstitution elsewhere;

	private boolean switchedOn;

	/** A line may come in several parts. */
	private boolean withinLine;

	private boolean isComment;

	/**
	 * Create a substitution.
	 * @param environment the value of a variable; {@code null} for one that is not set
	 * @param elsewhere what is replaced in the other lines; {@code null} for nothing
	 */
	EnvironmentSubstitution(Function<String, @Nullable String> environment,
			@Nullable PlaceholderSubstitution elsewhere) {
		this.environment = environment;
		this.elsewhere = elsewhere;
	}

	/** What is replaced depends on the lines before it. */
	@Override
	public Substitution begin() {
		return new EnvironmentSubstitution(this.environment, this.elsewhere);
	}

	@Override
	public boolean replacesPlaceholders() {
		return this.elsewhere != null;
	}

	@Override
	public String header() {
		return ((this.elsewhere != null) ? this.elsewhere.header() : "-- slipway: no-placeholders\n")
				+ "-- +goose Up\n";
	}

	@Override
	public int take(CharSequence text, boolean complete, SubstitutedText target) throws SubstitutionException {
		int at = 0;
		while (at < text.length()) {
			int newline = indexOfNewline(text, at);
			boolean whole = newline >= 0 || complete;
			if (!this.withinLine) {
				if (!whole && text.length() - at < LONGEST_VARIABLE) {
					return at;
				}
				beginLine(text, at, (newline >= 0) ? newline : text.length());
			}
			int end = (newline >= 0) ? newline + 1 : text.length();
			int taken = takeLine(text, at, end, whole, target);
			this.withinLine = taken < end || newline < 0;
			if (taken < end) {
				return taken;
			}
			at = end;
		}
		return at;
	}

	private void beginLine(CharSequence text, int from, int to) {
		String line = text.subSequence(from, Math.min(to, from + LONGEST_VARIABLE)).toString();
		this.isComment = line.stripLeading().startsWith("--");
		if (line.startsWith("--") && line.contains("+goose")) {
			toggle(line);
		}
	}

	private void toggle(String comment) {
		try {
			for (Marker marker : Marker.read(Layout.GOOSE, comment)) {
				this.switchedOn = marker.meaning() == Meaning.SUBSTITUTE_ON
						|| (this.switchedOn && marker.meaning() != Meaning.SUBSTITUTE_OFF);
			}
		}
		catch (SqlSyntaxException ex) {
			// Said when the script itself is read.
		}
	}

	private int takeLine(CharSequence text, int from, int to, boolean whole, SubstitutedText target)
			throws SubstitutionException {
		if (this.switchedOn && !this.isComment) {
			return takeVariables(text, from, to, whole, target);
		}
		if (!this.switchedOn && this.elsewhere != null) {
			return this.elsewhere.take(text, from, to, whole, target);
		}
		target.keep(text, from, to);
		return to;
	}

	private int takeVariables(CharSequence text, int from, int to, boolean whole, SubstitutedText target)
			throws SubstitutionException {
		int end = whole ? withoutLineEnd(text, from, to) : to;
		int kept = from;
		int at = from;
		while (at < end) {
			char c = text.charAt(at);
			if (c != '$' && c != '\\') {
				at++;
				continue;
			}
			if (!whole && end - at < LONGEST_VARIABLE) {
				target.keep(text, kept, at);
				return at;
			}
			Expansion expansion = new Expansion(text, at, end, this.environment);
			String value = expansion.replacement();
			if (value != null) {
				target.keep(text, kept, at);
				target.replace(text, at, expansion.end(), value);
				kept = expansion.end();
			}
			at = expansion.end();
		}
		target.keep(text, kept, to);
		return to;
	}

	private static int withoutLineEnd(CharSequence text, int from, int to) {
		int end = to;
		end -= (end > from && text.charAt(end - 1) == '\n') ? 1 : 0;
		end -= (end > from && text.charAt(end - 1) == '\r') ? 1 : 0;
		return end;
	}

	private static int indexOfNewline(CharSequence text, int from) {
		for (int at = from; at < text.length(); at++) {
			if (text.charAt(at) == '\n') {
				return at;
			}
		}
		return -1;
	}

}
