package dev.slipway.engine.script;

import java.io.IOException;
import java.io.Reader;
import java.util.Objects;
import java.util.function.BiConsumer;

/**
 * Replaces variables while a text is read, and remembers where they stood.
 */
final class SubstitutedReader extends Reader {

	private static final int CHUNK = 8 * Substitution.LONGEST_VARIABLE;

	private final Reader source;

	private final Substitution substitution;

	/** What was read of the source and not taken yet. */
	private final StringBuilder pending = new StringBuilder();

	private final SubstitutedText text;

	private final char[] chunk = new char[CHUNK];

	private boolean atEnd;

	/**
	 * Create a reader.
	 * @param source the text of a file
	 * @param substitution what is replaced
	 */
	SubstitutedReader(Reader source, Substitution substitution) {
		this(source, substitution, (variable, value) -> {
		});
	}

	/**
	 * Create a reader.
	 * @param source the text of a file
	 * @param substitution what is replaced
	 * @param values takes each variable, as it is written, and its value
	 */
	SubstitutedReader(Reader source, Substitution substitution, BiConsumer<String, String> values) {
		this.source = source;
		this.substitution = substitution.begin();
		this.text = new SubstitutedText(values);
	}

	/**
	 * Return the place in the source of a place in the text that was read.
	 * @param offset an offset in the text after replacement, up to what was read
	 * @return the offset in the source; within a value, that of its variable
	 */
	long originalOffset(long offset) {
		return this.text.originalOffset(offset);
	}

	/**
	 * Whether a place in the text that was read lies between two characters of a value.
	 */
	boolean isWithinValue(long offset) {
		return this.text.isWithinValue(offset);
	}

	/** Whether a value begins at a place in the text that was read. */
	boolean beginsValue(long offset) {
		return this.text.beginsValue(offset);
	}

	/** Whether a variable stood in a part of the text that was read. */
	boolean hasVariable(long from, long to) {
		return this.text.hasVariable(from, to);
	}

	@Override
	public int read(char[] target, int from, int length) throws IOException {
		Objects.checkFromIndexSize(from, length, target.length);
		while (this.text.isRead() && !(this.atEnd && this.pending.isEmpty())) {
			fill();
		}
		int count = this.text.read(target, from, length);
		return (count > 0 || length == 0) ? count : -1;
	}

	private void fill() throws IOException {
		if (!this.atEnd) {
			int count = this.source.read(this.chunk);
			this.atEnd = count < 0;
			this.pending.append(this.chunk, 0, Math.max(0, count));
		}
		try {
			int taken = this.substitution.take(this.pending, this.atEnd, this.text);
			this.pending.delete(0, taken);
			this.text.advance(taken);
		}
		catch (SubstitutionException ex) {
			throw new SubstitutionException(this.text.offset() + ex.offset(), ex.getMessage());
		}
	}

	@Override
	public void close() throws IOException {
		this.source.close();
	}

}
