package dev.slipway.engine.sql;

import java.io.IOException;
import java.io.Reader;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import dev.slipway.engine.sql.SqlStatement.Replacement;

/**
 * The part of a script that is being read: from the beginning of the current statement to
 * as far as the lexer has looked. Indexes into it hold until the next
 * {@link #discard(int)}.
 */
final class SqlWindow {

	/** Most files are no longer than that, and there may be thousands of them. */
	private static final int FIRST = 1024;

	private static final int SMALLEST = 64 * 1024;

	/** A window that is not kept for what comes next. */
	static final int LARGE = 16 * SMALLEST;

	/**
	 * How many characters there may be in one piece. A statement is in memory as the
	 * window, as a text and as the bytes that are sent: up to seven bytes of memory for
	 * each character. The rest is the application's, and is lost between arrays that the
	 * collector does not move.
	 */
	private static final int LARGEST = (int) Math.min(Runtime.getRuntime().maxMemory() / 12, 1_000_000_000);

	private final Reader reader;

	private char[] chars = new char[FIRST];

	private int limit;

	/** The offset of the first character of the script. */
	private final long origin;

	/** The offset of the first character of the window in the script. */
	private long base;

	/** What stands in the window in the place of something else. */
	private final List<Replacement> replacements = new ArrayList<>();

	/** The line on which {@link #counted} stands. */
	private int line = 1;

	/** Up to where line ends were counted. */
	private int counted;

	private boolean ended;

	SqlWindow(Reader reader) {
		this(reader, 0);
	}

	/**
	 * Create a window.
	 * @param origin the offset of the first character
	 */
	SqlWindow(Reader reader, long origin) {
		this.reader = reader;
		this.origin = origin;
		this.base = origin;
	}

	/** The character at an index, or NUL behind the end of the script. */
	char at(int index) throws IOException {
		return (index < this.limit || has(index)) ? this.chars[index] : '\0';
	}

	/** Whether the script goes on at an index. */
	boolean has(int index) throws IOException {
		while (index >= this.limit) {
			if (!fill()) {
				return false;
			}
		}
		return true;
	}

	/** The characters, of which those before {@link #limit()} are valid. */
	char[] chars() {
		return this.chars;
	}

	int limit() {
		return this.limit;
	}

	String text(int from, int to) {
		return new String(this.chars, from, to - from);
	}

	/** Where the script has a character, or what was replaced by it. */
	long offset(int index) {
		return this.base + Replacement.origin(this.replacements, index);
	}

	/** Whether the script begins at an index. */
	boolean isBegin(int index) {
		return index == 0 && this.base == this.origin;
	}

	/**
	 * Put a text in the place of a part that was not passed over.
	 * @param from where the part begins
	 * @param to where it ends
	 */
	void replace(int from, int to, String text) throws IOException {
		int more = text.length() - (to - from);
		if (this.limit + more > LARGEST) {
			throw new TooLong();
		}
		if (this.limit + more > this.chars.length) {
			this.chars = Arrays.copyOf(this.chars, Math.max(2 * this.limit, this.limit + more));
		}
		// What is put in may have line ends, which the script does not have.
		if (from < this.counted) {
			this.counted += more;
		}
		else {
			line(from);
			this.counted = from + text.length();
		}
		System.arraycopy(this.chars, to, this.chars, to + more, this.limit - to);
		text.getChars(0, text.length(), this.chars, from);
		this.limit += more;
		Replacement.add(this.replacements, from, to - from, text.length());
	}

	/** What was replaced between two indexes, counted from the first. */
	List<Replacement> replacements(int from, int to) {
		return this.replacements.isEmpty() ? List.of() : Replacement.between(this.replacements, from, to);
	}

	/** The line on which an index stands; indexes must be asked for in their order. */
	int line(int index) {
		for (int i = this.counted; i < index; i++) {
			char c = this.chars[i];
			if (c == '\n' || (c == '\r' && !(i + 1 < this.limit && this.chars[i + 1] == '\n'))) {
				this.line++;
			}
		}
		this.counted = Math.max(this.counted, index);
		return this.line;
	}

	/**
	 * Give up what stands before an index.
	 * @return by how much all indexes have become smaller, often not at all
	 */
	int discard(int index) {
		if (index < SMALLEST / 2) {
			return 0;
		}
		line(index);
		long offset = offset(index);
		int rest = this.limit - index;
		char[] target = (this.chars.length > LARGE && rest < SMALLEST) ? new char[SMALLEST] : this.chars;
		System.arraycopy(this.chars, index, target, 0, rest);
		this.chars = target;
		this.limit = rest;
		this.counted -= index;
		this.base = offset;
		if (!this.replacements.isEmpty()) {
			List<Replacement> left = Replacement.between(this.replacements, index, Integer.MAX_VALUE);
			this.replacements.clear();
			this.replacements.addAll(left);
		}
		return index;
	}

	private boolean fill() throws IOException {
		if (this.ended) {
			return false;
		}
		if (this.limit == this.chars.length) {
			if (this.limit >= LARGEST) {
				throw new TooLong();
			}
			this.chars = Arrays.copyOf(this.chars, (int) Math.min(2L * this.limit, Math.max(LARGEST, SMALLEST)));
		}
		int count = this.reader.read(this.chars, this.limit, this.chars.length - this.limit);
		this.ended = count < 0;
		this.limit += Math.max(0, count);
		return count > 0 || !this.ended;
	}

	/**
	 * Something of a script is longer than what fits into memory.
	 */
	static final class TooLong extends IOException {

		private static final long serialVersionUID = 1L;

		/**
		 * Return what to say of it.
		 * @param what what is too long
		 */
		static String describe(String what) {
			return what + " of more than " + LARGEST
					+ " characters begins here, which do not fit into memory. Write rows"
					+ " as COPY … FROM stdin, which is streamed, or several statements, or give Java more memory (-Xmx)";
		}

	}

}
