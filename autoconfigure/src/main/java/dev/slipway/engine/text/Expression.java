package dev.slipway.engine.text;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/**
 * A regular expression that is compiled when it is needed first: a start needs few of
 * them. Thread-safe.
 */
public final class Expression {

	private final String text;

	private @Nullable Pattern pattern;

	/**
	 * Create an expression.
	 * @param text what {@link Pattern} is to compile
	 */
	public Expression(String text) {
		this.text = text;
	}

	/** Return what matches a text with it. */
	public Matcher matcher(CharSequence input) {
		Pattern compiled = this.pattern;
		if (compiled == null) {
			compiled = Pattern.compile(this.text);
			this.pattern = compiled;
		}
		return compiled.matcher(input);
	}

	@Override
	public String toString() {
		return this.text;
	}

}
