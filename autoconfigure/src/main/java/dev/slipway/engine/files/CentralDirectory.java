package dev.slipway.engine.files;

import java.io.Closeable;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

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

	/** Whether nobody else uses the file. */
	private final boolean own;

	/** The directory itself, from the beginning on. */
	private byte[] bytes = {};

	private int length;

	private int count = -1;

	/** Where in the file the archive begins. */
	private long begin;

	/** The folder whose files alone are seen, without it. */
	private String folder = "";

	private boolean signed;

	/** In an archive that has others in it: where these are. */
	private @Nullable Map<String, Integer> archives;

	private CentralDirectory(RandomAccessFile file, boolean own) {
		this.file = file;
		this.own = own;
	}

	/**
	 * Open the directory of an archive in the file system.
	 * @param open lends it memory until another directory is opened
	 */
	static CentralDirectory of(Path file, ArchiveFiles open) throws IOException {
		return open(file.toString(), open);
	}

	/**
	 * Open the directory of an archive that has others in it.
	 * @param path the archive in the file system
	 */
	static CentralDirectory outer(String path) throws IOException {
		return open(path, null);
	}

	private static CentralDirectory open(String path, @Nullable ArchiveFiles open) throws IOException {
		RandomAccessFile file = new RandomAccessFile(path, "r");
		CentralDirectory directory = new CentralDirectory(file, true);
		try {
			directory.read(0, file.length(), open);
			return directory;
		}
		catch (IOException | RuntimeException ex) {
			file.close();
			throw ex;
		}
	}

	/**
	 * Return the archive in the file system that has another one.
	 * @param url the URL of the root of that, as Spring Boot writes it
	 */
	static String path(String url) throws IOException {
		int inner = url.indexOf("/!");
		// What is escaped in a URL, and how, differs between releases.
		if (!url.startsWith(NESTED) || inner < 0 || url.indexOf('%') >= 0 || url.indexOf('+') >= 0) {
			throw new IOException("not in an archive of Spring Boot");
		}
		return url.substring(NESTED.length(), inner);
	}

	private void read(long from, long to, @Nullable ArchiveFiles open) throws IOException {
		byte[] end = read(to - END_SIZE, END_SIZE);
		int length = int32(end, 12);
		long position = to - END_SIZE - length;
		this.count = int16(end, 10);
		this.begin = position - int32(end, 16);
		// Of two archives in one file, and of a large one, the numbers mean less.
		require(int32(end, 0) == END_SIGNATURE && int16(end, 20) == 0 && int16(end, 8) == this.count
				&& this.count != 0xFFFF && length >= 0 && length <= LARGEST && int32(end, 16) >= 0
				&& this.begin >= from);
		this.bytes = (open != null) ? open.memory(length) : new byte[length];
		this.length = length;
		this.file.seek(position);
		this.file.readFully(this.bytes, 0, length);
	}

	/**
	 * Go on with an archive in this one, which is not compressed, or with a folder.
	 * @param url the URL of its root, as Spring Boot writes it
	 * @param open lends it memory until another directory is opened
	 */
	CentralDirectory inner(String url, ArchiveFiles open) throws IOException {
		String name = url.substring(NESTED.length() + path(url).length() + 2, url.length() - 2);
		CentralDirectory inner = new CentralDirectory(this.file, false);
		if (name.endsWith("/")) {
			inner.bytes = this.bytes;
			inner.length = this.length;
			inner.count = this.count;
			inner.begin = this.begin;
			inner.folder = name;
			return inner;
		}
		Integer at = archives().get(name);
		if (at == null) {
			throw new IOException("no such archive in the archive");
		}
		require(int16(this.bytes, at + 10) == STORED);
		int size = int32(this.bytes, at + 20);
		require(size >= 0);
		long data = data(at);
		inner.read(data, data + size, open);
		return inner;
	}

	private Map<String, Integer> archives() throws IOException {
		Map<String, Integer> known = this.archives;
		if (known == null) {
			known = entries(null);
			this.archives = known;
		}
		return known;
	}

	/**
	 * Return where the entries are, by their names: all but those of classes that are
	 * named as most are.
	 * @param filter which of these; {@code null} for archives
	 * @throws IOException if the archive is unusual
	 */
	Map<String, Integer> entries(@Nullable Filter filter) throws IOException {
		Map<String, Integer> entries = new LinkedHashMap<>();
		int at = 0;
		for (int i = 0; i < this.count; i++) {
			int next = next(at);
			int from = at + ENTRY_SIZE;
			int to = from + int16(this.bytes, at + 28);
			if (mayBegin(filter, from, to) && !isOrdinaryClass(this.bytes, from, to)) {
				// How others than ASCII are to be read is told in more than one place.
				require(isAscii(from, to));
				this.signed |= isSignature(from, to);
				int name = from + this.folder.length();
				if (name < to && isAt(this.folder, from) && accepts(filter, name, to)) {
					require(entries.put(text(name, to), at) == null);
				}
			}
			at = next;
		}
		require(at == this.length);
		return entries;
	}

	/**
	 * Look at the names of all entries, those of classes too: Java refuses an archive for
	 * one that it cannot read.
	 * @throws IOException if there is one that may be such a name
	 */
	void requireNames() throws IOException {
		int at = 0;
		for (int i = 0; i < this.count; i++) {
			int from = at + ENTRY_SIZE;
			require(isAscii(from, from + int16(this.bytes, at + 28)));
			at = next(at);
		}
	}

	/** In a folder, what stands in front of it is the archive's own. */
	private boolean mayBegin(@Nullable Filter filter, int from, int to) {
		int name = from + this.folder.length();
		return filter == null || (from < to && filter.mayBegin(this.bytes[from]))
				|| (name != from && name < to && filter.mayBegin(this.bytes[name]));
	}

	private boolean accepts(@Nullable Filter filter, int from, int to) {
		if (filter != null) {
			return filter.accepts(this.bytes, from, to);
		}
		return to - from > 4 && this.bytes[to - 4] == '.' && this.bytes[to - 3] == 'j' && this.bytes[to - 2] == 'a'
				&& this.bytes[to - 1] == 'r';
	}

	private boolean isAscii(int from, int to) {
		for (int i = from; i < to; i++) {
			if (this.bytes[i] < 0) {
				return false;
			}
		}
		return true;
	}

	private boolean isSignature(int from, int to) {
		return to - from > 3 && this.bytes[to - 3] == '.' && (this.bytes[to - 2] | 0x20) == 's'
				&& (this.bytes[to - 1] | 0x20) == 'f'
				&& text(from, to).regionMatches(true, 0, "META-INF/", 0, "META-INF/".length());
	}

	/** Whether a look at the entries has shown that they are signed. */
	boolean isSigned() {
		return this.signed;
	}

	private String text(int from, int to) {
		return new String(this.bytes, from, to - from, StandardCharsets.ISO_8859_1);
	}

	/** Where the next entry is, after a look at this one. */
	private int next(int at) throws IOException {
		byte[] directory = this.bytes;
		require(at + ENTRY_SIZE <= this.length && int32(directory, at) == ENTRY_SIGNATURE);
		int method = int16(directory, at + 10);
		int next = at + ENTRY_SIZE + int16(directory, at + 28) + int16(directory, at + 30) + int16(directory, at + 32);
		boolean encrypted = (directory[at + 8] & 1) != 0;
		require(!encrypted && (method == STORED || method == DEFLATED) && next <= this.length);
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

	/**
	 * Return where the content of an entry is.
	 * @param at where the entry is
	 * @throws IOException if the archive is unusual
	 */
	StoredFile file(int at) throws IOException {
		int compressed = int32(this.bytes, at + 20);
		int size = int32(this.bytes, at + 24);
		int header = int32(this.bytes, at + 42);
		int name = at + ENTRY_SIZE;
		require(compressed >= 0 && compressed <= LARGEST && size >= 0 && size <= LARGEST && header >= 0);
		return new StoredFile(text(name, name + int16(this.bytes, at + 28)), this.begin + header, compressed, size,
				int32(this.bytes, at + 16), int16(this.bytes, at + 10) == DEFLATED);
	}

	/**
	 * Return the content of an entry.
	 * @param at where the entry is
	 * @throws IOException if it cannot be read
	 */
	byte[] content(int at, ArchiveFiles open) throws IOException {
		return open.read(this.file, file(at));
	}

	private boolean isAt(String wanted, int from) {
		for (int i = 0; i < wanted.length(); i++) {
			if (this.bytes[from + i] != wanted.charAt(i)) {
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
		if (this.own) {
			this.file.close();
		}
	}

	/**
	 * Which entries are of interest.
	 */
	interface Filter {

		/** Return whether an entry may be whose name begins with a character. */
		boolean mayBegin(byte first);

		/** Return whether the entry is that has a part of some bytes as its name. */
		boolean accepts(byte[] bytes, int from, int to);

	}

}
