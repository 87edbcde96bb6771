package dev.slipway.engine.script;

import java.util.Arrays;
import java.util.function.BiConsumer;

/**
 * What a text becomes, piece by piece, and where its variables stood: errors name places
 * of the file, not of what became of it. What is kept of what was read grows with the
 * number of variables, not with the text.
 */
final class SubstitutedText {

	private final BiConsumer<String, String> values;

	/** What was not read yet. */
	private final StringBuilder ready = new StringBuilder();

	private int readyFrom;

	/** Where in the source the text begins of which parts are kept and replaced. */
	private long offset;

	/** Three numbers each: the variable's begin and end, and the value's begin. */
	private long[] places = new long[30];

	private int count;

	/** How much further than in the source the text after the last value is. */
	private long shift;

	/**
	 * Create a text from its beginning.
	 * @param values takes each variable, as it is written, and its value
	 */
	SubstitutedText(BiConsumer<String, String> values) {
		this.values = values;
	}

	/** Leave a part of a text as it is. */
	void keep(CharSequence text, int from, int to) {
		this.ready.append(text, from, to);
	}

	/** Put a value in the place of a part of a text. */
	void replace(CharSequence text, int from, int to, String value) {
		add(this.offset + from, this.offset + to, value.length());
		this.ready.append(value);
		this.values.accept(text.subSequence(from, to).toString(), value);
	}

	/** The next text begins that much further in the source. */
	void advance(int length) {
		this.offset += length;
	}

	/** Where in the source the text begins of which parts are kept and replaced. */
	long offset() {
		return this.offset;
	}

	/** Whether all of it was read. */
	boolean isRead() {
		return this.readyFrom == this.ready.length();
	}

	/** Read on, up to what there is. */
	int read(char[] target, int from, int length) {
		int count = Math.min(length, this.ready.length() - this.readyFrom);
		this.ready.getChars(this.readyFrom, this.readyFrom + count, target, from);
		this.readyFrom += count;
		if (isRead()) {
			this.ready.setLength(0);
			this.readyFrom = 0;
		}
		return count;
	}

	private void add(long begin, long end, int length) {
		if (3 * this.count == this.places.length) {
			this.places = Arrays.copyOf(this.places, 2 * this.places.length);
		}
		int at = 3 * this.count++;
		this.places[at] = begin;
		this.places[at + 1] = end;
		this.places[at + 2] = begin + this.shift;
		this.shift += length - (end - begin);
	}

	/**
	 * Return the place in the source of a place in this text.
	 * @param offset an offset in this text, up to what was read
	 * @return the offset in the source; within a value, that of its variable
	 */
	long originalOffset(long offset) {
		int last = lastBefore(offset);
		if (last < 0) {
			return offset;
		}
		long valueEnd = valueEnd(last);
		return (offset < valueEnd) ? this.places[3 * last] : this.places[3 * last + 1] + (offset - valueEnd);
	}

	/** Whether a place lies between two characters of a value. */
	boolean isWithinValue(long offset) {
		int last = lastBefore(offset);
		return last >= 0 && this.places[3 * last + 2] < offset && offset < valueEnd(last);
	}

	/** Whether a value begins at a place, and has a character there. */
	boolean beginsValue(long offset) {
		int last = lastBefore(offset);
		return last >= 0 && this.places[3 * last + 2] == offset && offset < valueEnd(last);
	}

	/** Whether a variable stood in a part of this text. */
	boolean hasVariable(long from, long to) {
		int last = lastBefore(to);
		return last >= 0 && this.places[3 * last + 2] >= from;
	}

	/** The end of a value, from what lies between it and the next one. */
	private long valueEnd(int index) {
		long after = (index + 1 < this.count) ? this.places[3 * index + 5] - this.places[3 * index + 3] : this.shift;
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
