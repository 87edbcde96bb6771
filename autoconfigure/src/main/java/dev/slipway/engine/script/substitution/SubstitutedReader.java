package dev.slipway.engine.script.substitution;

import java.io.IOException;
import java.io.Reader;
import java.util.Arrays;
import java.util.Objects;
import java.util.function.BiConsumer;

import dev.slipway.engine.script.substitution.Substitution.Pass;
import dev.slipway.engine.script.substitution.Substitution.Refusal;
import dev.slipway.engine.script.substitution.Substitution.Target;

/**
 * Replaces variables while a text is read, and remembers where they stood: errors name
 * places of the file, not of what became of it. What is kept grows with the number of
 * variables, not with the text.
 */
public final class SubstitutedReader extends Reader {

	private static final int CHUNK = 8 * Substitution.LONGEST_VARIABLE;

	private final Reader source;

	private final Pass pass;

	/** What was read of the source and not taken yet. */
	private final StringBuilder pending = new StringBuilder();

	/** Where in the source the pending text begins. */
	private long pendingOffset;

	private final StringBuilder ready = new StringBuilder();

	private int readyFrom;

	private final char[] chunk = new char[CHUNK];

	private boolean atEnd;

	private final Replacements replacements = new Replacements();

	private final BiConsumer<String, String> values;

	/**
	 * Create a reader.
	 * @param source the text of a file
	 * @param substitution what is replaced
	 */
	public SubstitutedReader(Reader source, Substitution substitution) {
		this(source, substitution, (variable, value) -> {
		});
	}

	/**
	 * Create a reader.
	 * @param source the text of a file
	 * @param substitution what is replaced
	 * @param values takes each variable, as it is written, and its value
	 */
	public SubstitutedReader(Reader source, Substitution substitution, BiConsumer<String, String> values) {
		this.values = values;
		this.source = source;
		this.pass = substitution.begin();
	}

	/**
	 * Return the place in the source of a place in the text that was read.
	 * @param offset an offset in the text after replacement, up to what was read
	 * @return the offset in the source; within a value, that of its variable
	 */
	public long originalOffset(long offset) {
		return this.replacements.originalOffset(offset);
	}

	/**
	 * Whether a place in the text that was read lies between two characters of a value.
	 */
	public boolean isWithinValue(long offset) {
		return this.replacements.isWithinValue(offset);
	}

	/** Whether a variable stood in a part of the text that was read. */
	public boolean hasVariable(long from, long to) {
		return this.replacements.hasAny(from, to);
	}

	@Override
	public int read(char[] target, int from, int length) throws IOException {
		Objects.checkFromIndexSize(from, length, target.length);
		while (this.readyFrom == this.ready.length() && !(this.atEnd && this.pending.isEmpty())) {
			this.ready.setLength(0);
			this.readyFrom = 0;
			fill();
		}
		int count = Math.min(length, this.ready.length() - this.readyFrom);
		this.ready.getChars(this.readyFrom, this.readyFrom + count, target, from);
		this.readyFrom += count;
		return (count > 0 || length == 0) ? count : -1;
	}

	private void fill() throws IOException {
		if (!this.atEnd) {
			int count = this.source.read(this.chunk);
			this.atEnd = count < 0;
			this.pending.append(this.chunk, 0, Math.max(0, count));
		}
		try {
			int taken = this.pass.take(this.pending, this.atEnd, new Ready());
			this.pending.delete(0, taken);
			this.pendingOffset += taken;
		}
		catch (Refusal ex) {
			throw new SubstitutionException(this.pendingOffset + ex.at(), String.valueOf(ex.getMessage()));
		}
	}

	@Override
	public void close() throws IOException {
		this.source.close();
	}

	/**
	 * Takes what the pending text becomes.
	 */
	private final class Ready implements Target {

		@Override
		public void keep(int from, int to) {
			SubstitutedReader.this.ready.append(SubstitutedReader.this.pending, from, to);
		}

		@Override
		public void replace(int from, int to, String value) {
			long begin = SubstitutedReader.this.pendingOffset;
			SubstitutedReader.this.replacements.add(begin + from, begin + to, value.length());
			SubstitutedReader.this.ready.append(value);
			SubstitutedReader.this.values.accept(SubstitutedReader.this.pending.substring(from, to), value);
		}

	}

	/**
	 * Where variables stood and where their values stand, in the order of the text.
	 */
	private static final class Replacements {

		/** Three numbers each: the variable's begin and end, and the value's begin. */
		private long[] places = new long[30];

		private int count;

		/** How much further than in the source the text after the last value is. */
		private long shift;

		void add(long begin, long end, int length) {
			if (3 * this.count == this.places.length) {
				this.places = Arrays.copyOf(this.places, 2 * this.places.length);
			}
			int at = 3 * this.count++;
			this.places[at] = begin;
			this.places[at + 1] = end;
			this.places[at + 2] = begin + this.shift;
			this.shift += length - (end - begin);
		}

		public long originalOffset(long offset) {
			int last = lastBefore(offset);
			if (last < 0) {
				return offset;
			}
			long valueEnd = valueEnd(last);
			return (offset < valueEnd) ? this.places[3 * last] : this.places[3 * last + 1] + (offset - valueEnd);
		}

		public boolean isWithinValue(long offset) {
			int last = lastBefore(offset);
			return last >= 0 && this.places[3 * last + 2] < offset && offset < valueEnd(last);
		}

		boolean hasAny(long from, long to) {
			int last = lastBefore(to);
			return last >= 0 && this.places[3 * last + 2] >= from;
		}

		/** The end of a value, from what lies between it and the next one. */
		private long valueEnd(int index) {
			long after = (index + 1 < this.count) ? this.places[3 * index + 5] - this.places[3 * index + 3]
					: this.shift;
			return this.places[3 * index + 1] + after;
		}

		/** The last value that begins at or before an offset. */
		private int lastBefore(long offset) {
			int low = 0;
			int high = this.count;
			while (low < high) {
				int middle = (low + high) >>> 1;
				if (this.places[3 * middle + 2] <= offset) {
					low = middle + 1;
				}
				else {
					high = middle;
				}
			}
			return low - 1;
		}

	}

}
