package dev.slipway.engine.files;

import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.RandomAccessFile;
import java.net.JarURLConnection;
import java.net.URLConnection;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemNotFoundException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Enumeration;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import java.util.regex.Matcher;
import java.util.zip.ZipFile;

import dev.slipway.InvalidMigrationsException.FileProblem;
import dev.slipway.engine.layout.EndingsBeside;
import dev.slipway.engine.layout.NameShape;
import dev.slipway.engine.text.Expression;
import org.jspecify.annotations.Nullable;

import org.springframework.core.io.AbstractResource;
import org.springframework.core.io.Resource;
import org.springframework.util.ResourceUtils;
import org.springframework.util.StringUtils;

/**
 * A jar, or one within a jar: which of its entries may be files to read. All entries are
 * looked at, because an archive may have files in a folder without an entry for the
 * folder. What a release of Java has of its own takes the place of the general entry, as
 * for a class loader.
 */
final class Archive implements CentralDirectory.Filter {

	private static final Expression VERSIONED = new Expression("META-INF/versions/([1-9]\\d{0,4})/(.+)");

	private static final String VERSIONS = "META-INF/versions/";

	private static final String MANIFEST = "META-INF/MANIFEST.MF";

	private static final String CLASS_PATH = "Class-Path";

	private static final String SQL = ".sql";

	/** The archive in the file system; {@code null} when it lies elsewhere. */
	private final @Nullable Path file;

	/** The same where links are followed. */
	private final @Nullable Path realFile;

	/** The URL up to the entries. Most archives have nothing to read and need none. */
	private @Nullable String url;

	/** The same where links are followed. */
	private @Nullable String realUrl;

	/** Entries by their paths; those of folders end with a slash. */
	private final Map<String, Entry> entries = new LinkedHashMap<>();

	private final OpenArchives open;

	private List<Path> classPath = List.of();

	private Archive(@Nullable Path file, @Nullable Path realFile, @Nullable String url, OpenArchives open) {
		this.file = file;
		this.realFile = realFile;
		this.url = url;
		this.open = open;
	}

	/**
	 * Look at the entries of an archive.
	 * @param file the archive in the file system
	 * @param realFile the same where links are followed
	 * @param open the archives of its class path
	 * @throws IOException if it cannot be read, or is no archive
	 */
	static Archive of(Path file, Path realFile, OpenArchives open) throws IOException {
		Archive archive = new Archive(file, realFile, null, open);
		archive.list();
		return archive;
	}

	/**
	 * Look at the entries of an archive that is not in the file system itself.
	 * @param url the URL of its root, which ends with {@code !/}
	 * @param open the archives of its class path
	 * @throws IOException if it cannot be read, or is no archive
	 */
	static Archive of(String url, OpenArchives open) throws IOException {
		Archive archive = new Archive(null, null, url, open);
		archive.list();
		return archive;
	}

	private String url() {
		if (this.url == null) {
			this.url = url(Objects.requireNonNull(this.file));
		}
		return this.url;
	}

	private static String url(Path file) {
		return "jar:" + FolderWalk.url(file) + "!/";
	}

	/** Whether a file claims to be an archive, so that it may have files to read. */
	static boolean isMeant(Path file) throws IOException {
		String name = file.toString().toLowerCase(Locale.ROOT);
		if (name.endsWith(".jar") || name.endsWith(".war") || name.endsWith(".zip")) {
			return true;
		}
		try (RandomAccessFile bytes = new RandomAccessFile(file.toFile(), "r")) {
			return bytes.read() == 'P' && bytes.read() == 'K';
		}
	}

	private void list() throws IOException {
		if (!isListed()) {
			this.entries.clear();
			listWithJava();
		}
	}

	/**
	 * List the entries without Java's own classes.
	 * @return whether that is all
	 */
	private boolean isListed() {
		try (CentralDirectory directory = (this.file != null) ? CentralDirectory.of(this.file, this.open.files())
				: this.open.directory(url())) {
			Map<String, Integer> names = directory.entries(this);
			Integer manifest = names.remove(MANIFEST);
			this.classPath = (manifest != null && this.file != null)
					? classPath(directory.content(manifest, this.open.files()), this.file) : List.of();
			for (Map.Entry<String, Integer> entry : names.entrySet()) {
				String name = entry.getKey();
				if (isNamedAsWanted(name)) {
					// What a release of Java has of its own, and signatures, are for
					// Java.
					if (directory.isSigned() || name.startsWith(VERSIONS)) {
						return false;
					}
					this.entries.putIfAbsent(path(name), new Entry(name, directory.file(entry.getValue())));
				}
			}
			if (!this.entries.isEmpty()) {
				directory.requireNames();
			}
			return true;
		}
		catch (IOException ex) {
			// Java's own classes read more, and say what is wrong.
			return false;
		}
	}

	@Override
	public boolean mayBegin(byte first) {
		return this.open.isLookedAt(first);
	}

	/** Whether an entry may be a file to read, or the manifest. */
	@Override
	public boolean accepts(byte[] bytes, int from, int to) {
		if (bytes[from] != 'M') {
			return mayBeWanted(bytes, from, to);
		}
		return isAt(bytes, from, to, "meta-inf/manifest.mf")
				|| ((this.open.isBelowLocation((byte) 'M') || isAt(bytes, from, to, "meta-inf/versions/"))
						&& mayBeWanted(bytes, from, to));
	}

	private void listWithJava() throws IOException {
		Set<String> versioned = new LinkedHashSet<>();
		try (JarFile jar = open()) {
			for (Enumeration<JarEntry> all = jar.entries(); all.hasMoreElements();) {
				String name = all.nextElement().getName();
				if (isWanted(name)) {
					Matcher matcher = VERSIONED.matcher(name);
					if (matcher.matches()) {
						versioned.add(matcher.group(2));
					}
					else {
						this.entries.putIfAbsent(path(name), new Entry(name, null));
					}
				}
			}
			for (String name : versioned) {
				if (isWanted(name) && jar.getJarEntry(name) != null) {
					this.entries.putIfAbsent(path(name), new Entry(name, null));
				}
			}
			this.classPath = (this.file != null) ? classPath(jar, this.file) : List.of();
		}
		catch (IllegalArgumentException | IllegalStateException | SecurityException ex) {
			throw new IOException(ex.getMessage(), ex);
		}
	}

	/** Whether an entry, or a folder that it is in, has the name of a file to read. */
	private static boolean isWanted(String entry) {
		return mayBeWanted(entry) && isNamedAsWanted(entry);
	}

	/** The same of an entry that may be wanted. */
	private static boolean isNamedAsWanted(String entry) {
		String path = path(entry);
		String last = NameShape.last(path, 1);
		if ((last.endsWith(SQL) && !last.startsWith(".")) || FoundFile.isBeside(last) || FoundFile.isWanted(last)) {
			return true;
		}
		for (String segment : path.split("/")) {
			if (FoundFile.isWanted(segment)) {
				return true;
			}
		}
		return false;
	}

	/** Most entries of a class path are not: they are told quickly. */
	private static boolean mayBeWanted(String entry) {
		byte[] name = entry.getBytes(StandardCharsets.UTF_8);
		return mayBeWanted(name, 0, name.length);
	}

	private static boolean mayBeWanted(byte[] name, int from, int to) {
		int last = to;
		while (last > from && name[last - 1] != '/' && name[last - 1] != '\\') {
			last--;
		}
		return beginsAsVersion(name, last, to) || (!endsWith(name, from, to, ".class") && hasEnding(name, from, to));
	}

	/** Of a script, of a file beside one, or of a program. */
	private static boolean hasEnding(byte[] name, int from, int to) {
		for (int i = from; i + 2 < to; i++) {
			int c = name[i] | 0x20;
			if ((c == 's' && isAt(name, i, to, "sql")) || (c == '.' && isAt(name, i, to, ".toml"))
					|| (c == 'i' && isAt(name, i, to, "igrate"))) {
				return true;
			}
		}
		for (int i = 0; i < EndingsBeside.ALL.size(); i++) {
			if (endsWith(name, from, to, EndingsBeside.ALL.get(i))) {
				return true;
			}
		}
		return false;
	}

	private static boolean endsWith(byte[] name, int from, int to, String ending) {
		int at = to - ending.length();
		return at >= from && isAt(name, at, to, ending);
	}

	/** Whether a word stands somewhere, in capitals or not. */
	private static boolean isAt(byte[] name, int at, int to, String word) {
		if (at + word.length() > to) {
			return false;
		}
		for (int i = 0; i < word.length(); i++) {
			byte c = name[at + i];
			if (((c >= 'A' && c <= 'Z') ? c | 0x20 : c) != word.charAt(i)) {
				return false;
			}
		}
		return true;
	}

	/** Programs are refused, also those that are classes. */
	private static boolean beginsAsVersion(byte[] name, int at, int to) {
		int first = (at < to) ? name[at] : ' ';
		int second = (at + 1 < to) ? name[at + 1] : ' ';
		boolean number = second >= '0' && second <= '9';
		return (first >= '0' && first <= '9') || ((first | 0x20) == 'v' && number)
				|| ((first == 'B' || first == 'U') && number) || (first == 'R' && second == '_');
	}

	/** Some tools write names with backslashes, or with a slash at their beginning. */
	private static String path(String entry) {
		String path = entry.replace('\\', '/');
		return path.startsWith("/") ? path.substring(1) : path;
	}

	/**
	 * Few manifests name a class path, and parsing one costs more than reading it. It has
	 * URLs relative to the archive, with blanks between them.
	 */
	private static List<Path> classPath(JarFile jar, Path file) throws IOException {
		JarEntry manifest = jar.getJarEntry(MANIFEST);
		return (manifest != null) ? classPath(content(jar, manifest), file) : List.of();
	}

	private static List<Path> classPath(byte[] manifest, Path file) throws IOException {
		if (!new String(manifest, StandardCharsets.ISO_8859_1).contains(CLASS_PATH)) {
			return List.of();
		}
		String roots = new Manifest(new ByteArrayInputStream(manifest)).getMainAttributes().getValue(CLASS_PATH);
		List<Path> classPath = new ArrayList<>();
		for (String root : StringUtils.tokenizeToStringArray(roots, " ")) {
			classPath.add(resolve(file, root));
		}
		return classPath;
	}

	private static byte[] content(JarFile jar, JarEntry entry) throws IOException {
		try (InputStream in = jar.getInputStream(entry)) {
			return in.readAllBytes();
		}
	}

	private static Path resolve(Path file, String root) {
		try {
			return Path.of(file.toUri().resolve(root));
		}
		catch (IllegalArgumentException | FileSystemNotFoundException ex) {
			return file.resolveSibling(root);
		}
	}

	/** Return the further roots that the manifest names. */
	List<Path> classPath() {
		return this.classPath;
	}

	/** Where a path really is. */
	String real(String path) {
		return realUrl() + Location.encode(path);
	}

	private String realUrl() {
		if (this.realUrl == null) {
			this.realUrl = (this.realFile == null || this.realFile.equals(this.file)) ? url() : url(this.realFile);
		}
		return this.realUrl;
	}

	/**
	 * Return what the directory of its archive says of a file.
	 * @return {@code null} for a file that is in none, or in one that Java has to read
	 */
	static @Nullable StoredFile stored(Resource file) {
		return (file instanceof Entry entry) ? entry.stored : null;
	}

	/**
	 * Count the files to read below a folder, if each is as the build has written down.
	 * @param root the folder, with a slash at its end
	 * @return how many there are, -1 if there is another one
	 */
	int countAsIndexed(FileIndex index, String root) {
		int count = 0;
		for (Map.Entry<String, Entry> entry : this.entries.entrySet()) {
			if (entry.getKey().startsWith(root)) {
				StoredFile stored = entry.getValue().stored;
				if (stored == null || !index.isAsIndexed(entry.getKey(), stored)) {
					return -1;
				}
				count++;
			}
		}
		return count;
	}

	/** Whether there is a file to read at a path. */
	boolean hasFile(String path) {
		return this.entries.containsKey(path);
	}

	/** The archive in the file system that has the bytes of this one. */
	private String pathOfArchive() throws IOException {
		return (this.file != null) ? this.file.toString() : CentralDirectory.path(url());
	}

	private JarFile open() throws IOException {
		if (this.file != null) {
			return new JarFile(this.file.toFile(), true, ZipFile.OPEN_READ, JarFile.runtimeVersion());
		}
		URLConnection connection = ResourceUtils.toURL(url()).openConnection();
		connection.setUseCaches(false);
		if (connection instanceof JarURLConnection jar) {
			return jar.getJarFile();
		}
		throw new IOException("no archive that can be listed");
	}

	/**
	 * Find what is wanted.
	 * @param location says what
	 * @param folder the root of the location in this archive
	 * @return what was found, with each folder that has the name of a file to read
	 */
	Map<String, FoundFile> find(Location location, String folder) {
		String root = folder.isEmpty() ? "" : folder + "/";
		Map<String, FoundFile> found = new LinkedHashMap<>();
		for (Map.Entry<String, Entry> entry : this.entries.entrySet()) {
			String path = entry.getKey();
			// Of an application's archive these are roots of the class path themselves.
			boolean inner = root.isEmpty() && (path.startsWith("BOOT-INF/") || path.startsWith("WEB-INF/"));
			if (path.startsWith(root) && !inner) {
				add(path.substring(root.length()), root, entry.getValue(), location, found);
			}
		}
		return found;
	}

	private void add(String relative, String root, Entry entry, Location location, Map<String, FoundFile> found) {
		for (int slash = relative.indexOf('/'); slash >= 0; slash = relative.indexOf('/', slash + 1)) {
			String folder = relative.substring(0, slash);
			if (FoundFile.isWanted(NameShape.last(folder, 1)) && location.holds(folder)) {
				put(root + folder + "/", folder, entry, FoundFile.irregular(root + folder, "a folder"), found);
			}
		}
		if (!relative.endsWith("/") && FoundFile.isWantedFile(NameShape.last(relative, 1))
				&& location.holds(relative)) {
			put(root + relative, relative, entry, null, found);
		}
	}

	private void put(String path, String relative, Entry entry, @Nullable FileProblem problem,
			Map<String, FoundFile> found) {
		String encoded = Location.encode(path);
		String at = url() + encoded;
		String real = realUrl().equals(url()) ? at : realUrl() + encoded;
		found.put(at, new FoundFile(at, real, relative, entry, problem));
	}

	/**
	 * A file in the archive. It is read by its name, since not every name can be part of
	 * a URL.
	 */
	private final class Entry extends AbstractResource {

		private final String name;

		/** {@code null} for an entry that Java's own classes read. */
		private final @Nullable StoredFile stored;

		Entry(String name, @Nullable StoredFile stored) {
			this.name = name;
			this.stored = stored;
		}

		@Override
		public InputStream getInputStream() throws IOException {
			if (this.stored != null && this.stored.isSmall()) {
				return new ByteArrayInputStream(Archive.this.open.files().read(pathOfArchive(), this.stored));
			}
			JarFile jar = open();
			try {
				JarEntry entry = jar.getJarEntry(this.name);
				if (entry == null) {
					throw new IOException("it was in its archive and is gone");
				}
				return EntryStream.of(jar, entry);
			}
			catch (IOException | RuntimeException ex) {
				jar.close();
				throw ex;
			}
		}

		@Override
		public String getFilename() {
			return NameShape.last(path(this.name), 1);
		}

		@Override
		public String getDescription() {
			return url() + this.name;
		}

	}

	/** Closes the archive with the entry. */
	private static final class EntryStream extends FilterInputStream {

		private final JarFile jar;

		/** So that the class is loaded only where Java reads an archive. */
		static InputStream of(JarFile jar, JarEntry entry) throws IOException {
			return new EntryStream(jar.getInputStream(entry), jar);
		}

		private EntryStream(InputStream in, JarFile jar) {
			super(in);
			this.jar = jar;
		}

		@Override
		public void close() throws IOException {
			try (this.jar) {
				super.close();
			}
		}

	}

}
