package dev.slipway.engine.script;

import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;

import dev.slipway.ScriptPosition;

/**
 * The text of one file as the file has it: kept when it is small, read again whenever it
 * is needed when it is not.
 */
final class FileText {

	/** Up to how many characters of a text are kept. */
	static final int KEPT = 64 * 1024;

	private final ScriptFile file;

	private final String checksum;

	/** All of the text, or its beginning. */
	private final String head;

	private final boolean whole;

	/** Whether it may have a line of psql's that names a file. */
	private final boolean includes;

	private FileText(ScriptFile file, String checksum, String head, boolean whole, boolean includes) {
		this.file = file;
		this.checksum = checksum;
		this.head = head;
		this.whole = whole;
		this.includes = includes;
	}

	/**
	 * Read a file once: check that it is UTF-8, make its checksum, keep what is small.
	 * @param buffer is used while the file is read
	 * @throws IOException if the file cannot be read or is no text
	 */
	static FileText read(ScriptFile file, ReadBuffer buffer) throws IOException {
		try (InputStream in = file.resource().getInputStream()) {
			byte[] bytes = buffer.bytes();
			int length = in.readNBytes(bytes, 0, bytes.length);
			return (length < bytes.length && isPlain(bytes, length)) ? ofPlain(file, buffer, length)
					: decode(file, in, buffer, length);
		}
	}

	/** Whether a text has nothing but the characters that most files have alone. */
	private static boolean isPlain(byte[] bytes, int length) {
		for (int i = 0; i < length; i++) {
			byte c = bytes[i];
			if (c <= 0 || c == '\r' || c == '\\') {
				return false;
			}
		}
		return true;
	}

	/** Such a text needs no decoder, and has no line of psql's. */
	private static FileText ofPlain(ScriptFile file, ReadBuffer buffer, int length) {
		String checksum = buffer.checksum().ofWhole(buffer.bytes(), length);
		return new FileText(file, checksum, new String(buffer.bytes(), 0, length, StandardCharsets.ISO_8859_1), true,
				false);
	}

	/** Read the rest of a file whose first bytes are in the buffer. */
	private static FileText decode(ScriptFile file, InputStream in, ReadBuffer buffer, int length) throws IOException {
		Utf8Reader reader = Utf8Reader.first(in, buffer, length);
		StringBuilder head = new StringBuilder(length);
		char[] chars = buffer.chars();
		boolean whole = true;
		boolean includes = false;
		char last = ' ';
		for (int count = reader.read(chars); count >= 0; count = reader.read(chars)) {
			int kept = Math.min(count, KEPT - head.length());
			head.append(chars, 0, kept);
			whole &= kept == count;
			includes = includes || hasInclude(last, chars, count);
			last = (count > 0) ? chars[count - 1] : last;
		}
		return new FileText(file, reader.checksum(), head.toString(), whole, includes);
	}

	/** The beginning of such a line, which may have been cut in two. */
	private static boolean hasInclude(char last, char[] buffer, int count) {
		char before = last;
		for (int i = 0; i < count; i++) {
			if (before == '\\' && buffer[i] == 'i') {
				return true;
			}
			before = buffer[i];
		}
		return false;
	}

	ScriptFile file() {
		return this.file;
	}

	String path() {
		return this.file.path();
	}

	String checksum() {
		return this.checksum;
	}

	/** All of the text, or its beginning. */
	String head() {
		return this.head;
	}

	/** Whether the head is all. */
	boolean isWhole() {
		return this.whole;
	}

	/** Whether it may have a line of psql's that names a file. */
	boolean mayInclude() {
		return this.includes;
	}

	/**
	 * Open the text.
	 * @throws IOException if the file cannot be read again; at its end, if it has changed
	 */
	Reader open() throws IOException {
		return this.whole ? new StringReader(this.head)
				: Utf8Reader.again(this.file.resource().getInputStream(), this.checksum);
	}

	/** Return where an offset is. */
	ScriptPosition locate(long offset) throws IOException {
		try (Reader reader = open()) {
			return new PlaceFinder(path(), reader).find(offset);
		}
	}

	/** Return where a line begins. */
	ScriptPosition locateLine(long line) throws IOException {
		try (Reader reader = open()) {
			return new PlaceFinder(path(), reader).findLine(line);
		}
	}

}
