package dev.slipway.boot.command;

import java.io.FilterWriter;
import java.io.IOException;
import java.io.Writer;

import dev.slipway.engine.text.Printable;

/**
 * JSON whose strings cannot control a terminal either: each character that
 * {@link Printable} does not show is an escape of JSON's. Outside of strings there is
 * none.
 */
final class PrintableJson extends FilterWriter {

	/** A surrogate whose other half is not there yet; 0 for none. */
	private char high;

	PrintableJson(Writer out) {
		super(out);
	}

	@Override
	public void write(int c) throws IOException {
		char next = (char) c;
		char before = this.high;
		this.high = 0;
		if (before != 0 && Character.isLowSurrogate(next)) {
			write(before, next);
			return;
		}
		if (before != 0) {
			escape(before);
		}
		if (Character.isHighSurrogate(next)) {
			this.high = next;
		}
		else if (next == '\n' || isShown(next)) {
			this.out.write(next);
		}
		else {
			escape(next);
		}
	}

	private void write(char first, char second) throws IOException {
		if (isShown(Character.toCodePoint(first, second))) {
			this.out.write(first);
			this.out.write(second);
		}
		else {
			escape(first);
			escape(second);
		}
	}

	private static boolean isShown(int codePoint) {
		return (codePoint >= ' ' && codePoint <= '~')
				|| Printable.character(codePoint).equals(Character.toString(codePoint));
	}

	private void escape(char c) throws IOException {
		this.out.write(String.format("\\u%04x", (int) c));
	}

	@Override
	public void write(char[] text, int from, int length) throws IOException {
		for (int i = from; i < from + length; i++) {
			write(text[i]);
		}
	}

	@Override
	public void write(String text, int from, int length) throws IOException {
		for (int i = from; i < from + length; i++) {
			write(text.charAt(i));
		}
	}

	@Override
	public void flush() throws IOException {
		if (this.high != 0) {
			char last = this.high;
			this.high = 0;
			escape(last);
		}
		super.flush();
	}

}
