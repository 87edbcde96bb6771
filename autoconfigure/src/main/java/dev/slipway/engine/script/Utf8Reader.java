package dev.slipway.engine.script;

import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Objects;

import org.jspecify.annotations.Nullable;

/**
 * Decodes a file strictly: a byte that is not UTF-8 is an error with its place, never a
 * question mark in somebody's data. On the way it makes the checksum of the text. A byte
 * order mark is left out.
 */
final class Utf8Reader extends Reader {

	private static final char BYTE_ORDER_MARK = '\uFEFF';

	private final InputStream in;

	private final @Nullable String expected;

	private final CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder()
		.onMalformedInput(CodingErrorAction.REPORT)
		.onUnmappableCharacter(CodingErrorAction.REPORT);

	private final ByteBuffer bytes;

	private final boolean first;

	private final @Nullable TextChecksum checksum;

	/** How many bytes came before the first one in the buffer. */
	private long before;

	private int line = 1;

	private boolean ended;

	private boolean started;

	private boolean checked;

	/** The second half of a character for which there was no room; -1 for none. */
	private int half = -1;

	private Utf8Reader(InputStream in, ByteBuffer bytes, boolean first, @Nullable String expected,
			@Nullable TextChecksum checksum) {
		this.in = in;
		this.bytes = bytes;
		this.first = first;
		this.expected = expected;
		this.checksum = checksum;
	}

	/**
	 * Read a file that nothing is known of.
	 * @param in what follows the first bytes
	 * @param buffer has the first bytes, and is used for the rest
	 * @param length how many these are
	 */
	static Utf8Reader first(InputStream in, ReadBuffer buffer, int length) {
		TextChecksum checksum = buffer.checksum();
		checksum.update(buffer.bytes(), 0, length);
		return new Utf8Reader(in, ByteBuffer.wrap(buffer.bytes()).limit(length), true, null, checksum);
	}

	/**
	 * Read a file again.
	 * @param expected the checksum that it had, for a reader that fails at the end of a
	 * text that has changed; {@code null} for one that does not look
	 */
	static Utf8Reader again(InputStream in, @Nullable String expected) {
		return new Utf8Reader(in, ByteBuffer.allocate(64 * 1024).flip(), false, expected,
				(expected != null) ? new TextChecksum() : null);
	}

	/** The checksum of a text that was read to its end; to be asked once. */
	String checksum() {
		return Objects.requireNonNull(this.checksum).hexadecimal();
	}

	@Override
	public int read(char[] target, int offset, int length) throws IOException {
		if (length == 0) {
			return 0;
		}
		if (this.half >= 0) {
			target[offset] = (char) this.half;
			this.half = -1;
			return 1;
		}
		return (length == 1) ? readOne(target, offset) : decode(target, offset, length);
	}

	/** The decoder makes both halves of a character at once, or none. */
	private int readOne(char[] target, int offset) throws IOException {
		char[] character = new char[2];
		int count = decode(character, 0, 2);
		if (count > 0) {
			target[offset] = character[0];
			this.half = (count == 2) ? character[1] : -1;
		}
		return Math.min(count, 1);
	}

	private int decode(char[] target, int offset, int length) throws IOException {
		CharBuffer out = CharBuffer.wrap(target, offset, length).slice();
		while (out.position() == 0) {
			int count = decode(out);
			if (count < 0) {
				return -1;
			}
			if (!this.started && out.position() > 0) {
				this.started = true;
				if (target[offset] == BYTE_ORDER_MARK) {
					System.arraycopy(target, offset + 1, target, offset, out.position() - 1);
					out.position(out.position() - 1);
				}
			}
		}
		return out.position();
	}

	/** Decode some bytes, and refuse what is no text. */
	private int decode(CharBuffer out) throws IOException {
		int begin = this.bytes.position();
		CoderResult result = this.decoder.decode(this.bytes, out, this.ended);
		if (this.first) {
			refuseNul(begin, this.bytes.position());
		}
		if (result.isError()) {
			throw refused(this.bytes.position(), "is not UTF-8");
		}
		if (result.isUnderflow()) {
			if (this.ended) {
				return (out.position() > 0) ? 0 : end();
			}
			fill();
		}
		return 0;
	}

	private void refuseNul(int begin, int end) throws IOException {
		byte[] decoded = this.bytes.array();
		for (int i = begin; i < end; i++) {
			if (decoded[i] == 0) {
				throw refused(i, "is NUL, which no SQL may hold, as in a file in UTF-16");
			}
			this.line += (decoded[i] == '\n') ? 1 : 0;
		}
	}

	private int end() throws IOException {
		if (this.expected != null && !this.checked && !this.expected.equals(checksum())) {
			throw new IOException("the file has changed since it was read first");
		}
		this.checked = true;
		return -1;
	}

	private IOException refused(int at, String why) {
		return new IOException(String.format(Locale.ROOT, "byte %d (0x%02X, line %d) %s", this.before + at,
				this.bytes.get(at) & 0xFF, this.line, why));
	}

	private void fill() throws IOException {
		this.before += this.bytes.position();
		this.bytes.compact();
		int begin = this.bytes.position();
		int count = this.in.read(this.bytes.array(), begin, this.bytes.remaining());
		this.ended = count < 0;
		if (count > 0) {
			if (this.checksum != null) {
				this.checksum.update(this.bytes.array(), begin, count);
			}
			this.bytes.position(begin + count);
		}
		this.bytes.flip();
	}

	@Override
	public void close() throws IOException {
		this.in.close();
	}

}
