package dev.slipway.engine.script;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * The SHA-256 of a text, the same for every kind of line end and with or without a byte
 * order mark. Takes the text in pieces, as UTF-8.
 */
public final class TextChecksum {

	private static final byte[] BYTE_ORDER_MARK = { (byte) 0xEF, (byte) 0xBB, (byte) 0xBF };

	private final MessageDigest digest = digest();

	private final byte[] line = { '\n' };

	/** How many bytes of a mark were seen at the beginning; -1 behind it. */
	private int mark;

	private boolean afterReturn;

	/**
	 * Return the checksum of a whole text.
	 * @param text the text, whose line ends and byte order mark do not count
	 * @return the 32 bytes of its SHA-256
	 */
	static byte[] of(String text) {
		TextChecksum checksum = new TextChecksum();
		byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
		checksum.update(bytes, 0, bytes.length);
		return checksum.digest.digest();
	}

	/**
	 * Return the SHA-256 of some bytes as they are.
	 * @param bytes the bytes
	 * @return 32 bytes
	 */
	public static byte[] sha256(byte[] bytes) {
		return digest().digest(bytes);
	}

	/**
	 * Return the SHA-256 of what a stream has, as it is and without holding all of it.
	 * @param bytes the stream, read to its end
	 * @return 32 bytes
	 * @throws IOException if it cannot be read
	 */
	public static byte[] sha256(InputStream bytes) throws IOException {
		MessageDigest digest = digest();
		bytes.transferTo(new DigestOutputStream(OutputStream.nullOutputStream(), digest));
		return digest.digest();
	}

	/** A new SHA-256 of bytes as they are. */
	public static MessageDigest digest() {
		try {
			return MessageDigest.getInstance("SHA-256");
		}
		catch (NoSuchAlgorithmException ex) {
			throw new IllegalStateException("every Java platform has SHA-256", ex);
		}
	}

	void update(byte[] bytes, int offset, int length) {
		int from = offset;
		int end = offset + length;
		while (this.mark >= 0 && from < end) {
			from += skipMark(bytes[from]);
		}
		int clean = from;
		for (int i = from; i < end; i++) {
			if (bytes[i] == '\r') {
				this.digest.update(bytes, clean, i - clean);
				this.digest.update(this.line);
				this.afterReturn = true;
				clean = i + 1;
			}
			else if (this.afterReturn) {
				this.afterReturn = false;
				// The line end of this line feed is in the digest already.
				clean += (bytes[i] == '\n') ? 1 : 0;
			}
		}
		this.digest.update(bytes, clean, end - clean);
	}

	/** Pass over a byte that belongs to a mark; give back those that only seemed to. */
	private int skipMark(byte next) {
		if (next == BYTE_ORDER_MARK[this.mark]) {
			this.mark = (this.mark == 2) ? -1 : this.mark + 1;
			return 1;
		}
		this.digest.update(BYTE_ORDER_MARK, 0, this.mark);
		this.mark = -1;
		return 0;
	}

	/** Forget what was taken. */
	TextChecksum reset() {
		this.digest.reset();
		this.mark = 0;
		this.afterReturn = false;
		return this;
	}

	/**
	 * Return the checksum of a whole text of ASCII characters, in which no line ends with
	 * a carriage return.
	 */
	String ofWhole(byte[] bytes, int length) {
		this.digest.update(bytes, 0, length);
		return hexadecimal();
	}

	/** Return the checksum of what was taken. */
	String hexadecimal() {
		return HexFormat.of().formatHex(this.digest.digest());
	}

}
