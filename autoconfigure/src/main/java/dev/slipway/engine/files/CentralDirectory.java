package dev.slipway.engine.files;

import java.io.Closeable;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

import org.jspecify.annotations.Nullable;

/**
 * The entries of an archive, as its central directory has them (APPNOTE.TXT of the ZIP
 * format, sections 4.3.7 to 4.3.16). Java's own classes make an object of each entry, and
 * a class path has tens of thousands, of which hardly any is wanted. Only what every tool
 * writes is read here: an archive with anything unusual is left to Java's classes, which
 * also say what is wrong with one.
 */
final class CentralDirectory implements Closeable {

	private static final String NESTED = "jar:nested:";

	private static final int END_SIGNATURE = 0x06054b50;

	private static final int END_SIZE = 22;

	private static final int ENTRY_SIGNATURE = 0x02014b50;

	private static final int ENTRY_SIZE = 46;

	private static final int LOCAL_SIGNATURE = 0x04034b50;

	private static final int LOCAL_SIZE = 30;

	private static final int STORED = 0;

	private static final int DEFLATED = 8;

	/** No archive of a class path comes near it, and it fits into memory. */
	private static final int LARGEST = 1 << 26;

	private final RandomAccessFile file;

	/** The directory itself; empty when the archive is unusual. */
	private byte[] bytes = {};

	private int count = -1;

	/** Where in the file the archive begins. */
	private long begin;

	private CentralDirectory(RandomAccessFile file) {
		this.file = file;
	}

	/** Open the directory of an archive in the file system. */
	static CentralDirectory of(Path file) throws IOException {
		return of(file.toString(), null);
	}

	/**
	 * Open the directory of an archive in an archive.
	 * @param url the URL of its root, as Spring Boot writes it
	 */
	static CentralDirectory of(String url) throws IOException {
		int inner = url.indexOf("/!");
		// What is escaped in a URL, and how, differs between releases.
		if (!url.startsWith(NESTED) || inner < 0 || url.indexOf('%') >= 0 || url.indexOf('+') >= 0) {
			throw new IOException("not in an archive of Spring Boot");
		}
		return of(url.substring(NESTED.length(), inner), url.substring(inner + 2, url.length() - 2));
	}

	private static CentralDirectory of(String path, @Nullable String inner) throws IOException {
		RandomAccessFile file = new RandomAccessFile(path, "r");
		CentralDirectory directory = new CentralDirectory(file);
		try {
			directory.read(0, file.length());
			if (inner != null) {
				directory.descend(inner);
			}
			return directory;
		}
		catch (IOException | RuntimeException ex) {
			file.close();
			throw ex;
		}
	}

	private void read(long from, long to) throws IOException {
		byte[] end = read(to - END_SIZE, END_SIZE);
		int length = int32(end, 12);
		long position = to - END_SIZE - length;
		this.count = int16(end, 10);
		this.begin = position - int32(end, 16);
		// Of two archives in one file, and of a large one, the numbers mean less.
		require(int32(end, 0) == END_SIGNATURE && int16(end, 20) == 0 && int16(end, 8) == this.count
				&& this.count != 0xFFFF && length >= 0 && length <= LARGEST && int32(end, 16) >= 0
				&& this.begin >= from);
		this.bytes = read(position, length);
	}

	/** Go on with an archive in this one, which is not compressed. */
	private void descend(String name) throws IOException {
		int at = find(name);
		require(int16(this.bytes, at + 10) == STORED);
		int size = int32(this.bytes, at + 20);
		require(size >= 0);
		long data = data(at);
		read(data, data + size);
	}

	/**
	 * Return where the entries are, by their names: all but those of classes that are
	 * named as most are.
	 * @throws IOException if the archive is unusual
	 */
	Map<String, Integer> entries() throws IOException {
		Map<String, Integer> entries = new HashMap<>();
		int at = 0;
		for (int i = 0; i < this.count; i++) {
			int next = next(at);
			int name = at + ENTRY_SIZE;
			if (!isOrdinaryClass(this.bytes, name, name + int16(this.bytes, at + 28))) {
				require(entries.put(name(at), at) == null);
			}
			at = next;
		}
		require(at == this.bytes.length);
		return entries;
	}

	/** Where the next entry is, after a look at this one. */
	private int next(int at) throws IOException {
		byte[] directory = this.bytes;
		require(at + ENTRY_SIZE <= directory.length && int32(directory, at) == ENTRY_SIGNATURE);
		int method = int16(directory, at + 10);
		int next = at + ENTRY_SIZE + int16(directory, at + 28) + int16(directory, at + 30) + int16(directory, at + 32);
		boolean encrypted = (directory[at + 8] & 1) != 0;
		require(!encrypted && (method == STORED || method == DEFLATED) && next <= directory.length);
		return next;
	}

	/** A migration may be a class, whose name begins as that of no other one. */
	private static boolean isOrdinaryClass(byte[] bytes, int from, int to) {
		if (to - from < 7 || bytes[to - 1] != 's' || bytes[to - 2] != 's' || bytes[to - 3] != 'a'
				|| bytes[to - 4] != 'l' || bytes[to - 5] != 'c' || bytes[to - 6] != '.') {
			return false;
		}
		int name = to - 6;
		while (name > from && bytes[name - 1] != '/') {
			name--;
			// Other tools' separators, and characters of more than one byte.
			if (bytes[name] == '\\' || bytes[name] < 0) {
				return false;
			}
		}
		byte second = bytes[name + 1];
		return isLetter(bytes[name]) && second != '_' && (second < '0' || second > '9');
	}

	private static boolean isLetter(byte c) {
		return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
	}

	/** How others than ASCII are to be read is told in more than one place. */
	private String name(int at) throws IOException {
		int length = int16(this.bytes, at + 28);
		for (int i = at + ENTRY_SIZE; i < at + ENTRY_SIZE + length; i++) {
			require(this.bytes[i] >= 0);
		}
		return new String(this.bytes, at + ENTRY_SIZE, length, StandardCharsets.ISO_8859_1);
	}

	/**
	 * Return the text of an entry, as if it were in ISO-8859-1.
	 * @param at where the entry is
	 * @throws IOException if it cannot be read
	 */
	String text(int at) throws IOException {
		int compressed = int32(this.bytes, at + 20);
		int size = int32(this.bytes, at + 24);
		require(compressed >= 0 && compressed <= LARGEST && size >= 0 && size <= LARGEST);
		byte[] content = read(data(at), compressed);
		return new String((int16(this.bytes, at + 10) == STORED) ? content : inflate(content, size),
				StandardCharsets.ISO_8859_1);
	}

	private static byte[] inflate(byte[] compressed, int size) throws IOException {
		Inflater inflater = new Inflater(true);
		try {
			byte[] content = new byte[size];
			inflater.setInput(compressed);
			require(inflater.inflate(content) == size);
			return content;
		}
		catch (DataFormatException ex) {
			throw new IOException(ex);
		}
		finally {
			inflater.end();
		}
	}

	/** Where the one entry of a name is. */
	private int find(String name) throws IOException {
		byte[] wanted = name.getBytes(StandardCharsets.UTF_8);
		int found = -1;
		int at = 0;
		for (int i = 0; i < this.count; i++) {
			int next = next(at);
			if (int16(this.bytes, at + 28) == wanted.length && isAt(wanted, at + ENTRY_SIZE)) {
				require(found < 0);
				found = at;
			}
			at = next;
		}
		require(found >= 0);
		return found;
	}

	private boolean isAt(byte[] wanted, int from) {
		for (int i = 0; i < wanted.length; i++) {
			if (this.bytes[from + i] != wanted[i]) {
				return false;
			}
		}
		return true;
	}

	/** Where in the file the content of an entry is. */
	private long data(int at) throws IOException {
		int offset = int32(this.bytes, at + 42);
		require(offset >= 0);
		byte[] local = read(this.begin + offset, LOCAL_SIZE);
		require(int32(local, 0) == LOCAL_SIGNATURE);
		return this.begin + offset + LOCAL_SIZE + int16(local, 26) + int16(local, 28);
	}

	private byte[] read(long position, int length) throws IOException {
		require(position >= 0);
		byte[] read = new byte[length];
		this.file.seek(position);
		this.file.readFully(read);
		return read;
	}

	private static int int16(byte[] bytes, int at) {
		return (bytes[at] & 0xFF) | (bytes[at + 1] & 0xFF) << 8;
	}

	private static int int32(byte[] bytes, int at) {
		return int16(bytes, at) | int16(bytes, at + 2) << 16;
	}

	private static void require(boolean usual) throws IOException {
		if (!usual) {
			throw new IOException("unusual archive");
		}
	}

	@Override
	public void close() throws IOException {
		this.file.close();
	}

}
