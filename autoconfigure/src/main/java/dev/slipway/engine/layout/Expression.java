package dev.slipway.engine.layout;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/**
 * A regular expression that is compiled when it is needed first: a start needs few of
 * those that describe layouts.
 */
final class Expression {

	private final String text;

	private @Nullable Pattern pattern;

	Expression(String text) {
		this.text = text;
	}

	Matcher matcher(CharSequence input) {
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
