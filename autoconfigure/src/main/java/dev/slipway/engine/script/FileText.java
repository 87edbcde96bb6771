package dev.slipway.engine.script;

import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;

import dev.slipway.ScriptPosition;
import org.jspecify.annotations.Nullable;

/**
 * The text of one file as the file has it: kept when it is small, read again whenever it
 * is needed when it is not.
 */
final class FileText {

	/** Up to how many characters of a text are kept. */
	static final int KEPT = 64 * 1024;

	private final ScriptFile file;

	/** What stands before a placeholder's name. */
	static final String PLACEHOLDER = "${";

	private final String checksum;

	/** All of the text, or its beginning; the header alone of one that was not read. */
	private final String head;

	private final boolean whole;

	/** Whether the text was not read, since all that matters of it is known. */
	private final boolean known;

	/** A known text that was read all the same. */
	private volatile @Nullable FileText read;

	/** Whether it may have a line of psql's that names a file. */
	private final boolean includes;

	private FileText(ScriptFile file, String checksum, String head, boolean whole, boolean includes, boolean known) {
		this.file = file;
		this.checksum = checksum;
		this.head = head;
		this.whole = whole;
		this.includes = includes;
		this.known = known;
	}

	/** Take a file whose text is known. It is read when the text is needed. */
	static FileText of(ScriptFile file, KnownText known) {
		return new FileText(file, known.checksum(), known.header(), false, false, true);
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
				false, false);
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
		return new FileText(file, reader.checksum(), head.toString(), whole, includes, false);
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

	/** Whether a placeholder or a template may begin in it. */
	boolean mayHave(String beginning) {
		return !this.known && (!this.whole || this.head.contains(beginning));
	}

	/**
	 * Open the text.
	 * @throws IOException if the file cannot be read again; at its end, if it has changed
	 */
	Reader open() throws IOException {
		if (this.known) {
			return readKnown().open();
		}
		return this.whole ? new StringReader(this.head)
				: Utf8Reader.again(this.file.resource().getInputStream(), this.checksum);
	}

	/** Read a text of which only what matters was known. It must be the same text. */
	private FileText readKnown() throws IOException {
		FileText text = this.read;
		if (text == null) {
			text = read(this.file, new ReadBuffer());
			if (!text.checksum().equals(this.checksum)) {
				throw new IOException("it is not the file that the build has written into its index");
			}
			this.read = text;
		}
		return text;
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
