package dev.slipway.engine.files;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.function.Consumer;

import dev.slipway.engine.script.KnownText;
import dev.slipway.engine.script.TextChecksum;
import dev.slipway.engine.text.ReadFailure;
import org.jspecify.annotations.Nullable;

import org.springframework.core.io.ClassPathResource;
import org.springframework.core.io.DescriptiveResource;
import org.springframework.core.io.Resource;

/**
 * The files below the locations on the class path, as the build has found them. A native
 * image has the files and cannot list them: there the index tells which there are.
 * Elsewhere a file in an archive need not be read if the archive's directory has the size
 * and the CRC-32 that the index has.
 */
public final class FileIndex {

	/** Where the index is on the class path. */
	public static final String PATH = "META-INF/slipway/migrations.index";

	/** How an index of this format begins; the release that has written it follows. */
	private static final String FORMAT = "Slipway index 3, written by ";

	private static final String URL = "classpath:";

	/** The digits of a SHA-256, and the blank behind them. */
	private static final int CHECKSUM = 65;

	/** How many words stand before the path on a line. */
	private static final int WORDS = 5;

	private final String text;

	/** Where the lines of the files begin, sorted by their paths, and one more. */
	private final int[] lines;

	/** Where the paths begin on these. */
	private final int[] paths;

	/** How many files there are. */
	private final int count;

	private final List<KnownSet> sets;

	/** Why what the index knows of texts does not count; empty where it does. */
	private final String doubt;

	private FileIndex(String text, int[] lines, int[] paths, int count, List<KnownSet> sets, String doubt) {
		this.text = text;
		this.lines = lines;
		this.paths = paths;
		this.count = count;
		this.sets = sets;
		this.doubt = doubt;
	}

	/**
	 * Create an index.
	 * @param files the files by their paths on the class path
	 */
	static FileIndex of(SortedMap<String, IndexedFile> files) {
		StringBuilder text = new StringBuilder(FORMAT).append(release()).append('\n');
		for (Map.Entry<String, IndexedFile> file : files.entrySet()) {
			text.append(file.getValue().words()).append(file.getKey()).append('\n');
		}
		return read(text.toString());
	}

	/**
	 * Return the same index, which also knows what the files of some services come to.
	 */
	public FileIndex with(List<KnownSet> sets) {
		int first = this.text.indexOf('\n') + 1;
		StringBuilder all = new StringBuilder(this.text.substring(0, first));
		for (KnownSet set : sets) {
			all.append(set.line()).append('\n');
		}
		return read(all.append(this.text, this.lines[0], this.text.length()).toString());
	}

	/**
	 * Read the index that the build has written.
	 * @param loader has the index
	 * @return the index; {@code null} if there is none
	 */
	static @Nullable FileIndex written(@Nullable ClassLoader loader) {
		Resource resource = new ClassPathResource(PATH, loader);
		if (!resource.exists()) {
			return null;
		}
		try (InputStream in = resource.getInputStream()) {
			return read(new String(in.readAllBytes(), StandardCharsets.UTF_8));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * Read an index.
	 * @param text its text
	 */
	static FileIndex read(String text) {
		int first = text.indexOf('\n') + 1;
		if (first == 0 || !text.startsWith(FORMAT)) {
			return unusable("it has another format");
		}
		List<KnownSet> sets = new ArrayList<>();
		while (text.startsWith(KnownSet.MARK, first)) {
			KnownSet set = KnownSet.of(text.substring(first, lineEnd(text, first)));
			if (set == null) {
				return unusable("it is damaged");
			}
			sets.add(set);
			first = Math.min(lineEnd(text, first) + 1, text.length());
		}
		int[] lines = new int[text.length() / 64 + 2];
		int[] paths = new int[lines.length];
		int count = 0;
		lines[0] = first;
		for (int at = first; at < text.length(); at = lines[count]) {
			int end = lineEnd(text, at);
			paths[count] = path(text, at, end);
			if (paths[count] < 0 || end == text.length()) {
				return unusable("it is damaged");
			}
			count++;
			lines[count] = end + 1;
		}
		String release = text.substring(FORMAT.length(), text.indexOf('\n'));
		return new FileIndex(text, lines, paths, count, sets,
				release.equals(release()) ? "" : "it was written by " + release + ", and this is " + release());
	}

	private static FileIndex unusable(String doubt) {
		return new FileIndex("\n", new int[] { 1 }, new int[0], 0, List.of(), doubt);
	}

	private static int lineEnd(String text, int from) {
		int end = text.indexOf('\n', from);
		return (end >= 0) ? end : text.length();
	}

	/** Where the path begins on a line, -1 on one that is none of a file's. */
	private static int path(String text, int from, int end) {
		// The first word is a checksum.
		if (from + CHECKSUM > end || text.charAt(from + CHECKSUM - 1) != ' ') {
			return -1;
		}
		int at = from + CHECKSUM;
		for (int i = 1; i < WORDS; i++) {
			at = text.indexOf(' ', at) + 1;
			if (at == 0 || at >= end) {
				return -1;
			}
		}
		return at;
	}

	/** The release as its archive says it, which a folder of classes does not. */
	private static String release() {
		String release = FileIndex.class.getPackage().getImplementationVersion();
		return (release != null) ? release : "an unknown release";
	}

	/**
	 * Return the text of the index: the format and the release, a line of each known set,
	 * and one of each file.
	 */
	public String text() {
		return this.text;
	}

	/**
	 * Return the paths on the class path.
	 */
	public Collection<String> paths() {
		List<String> all = new ArrayList<>();
		for (int i = 0; i < this.count; i++) {
			all.add(path(i));
		}
		return all;
	}

	private String path(int index) {
		return this.text.substring(this.paths[index], this.lines[index + 1] - 1);
	}

	/**
	 * Return where a path is, or the place at which it would be, less than zero.
	 */
	private int find(String path) {
		int low = 0;
		int high = this.count - 1;
		while (low <= high) {
			int middle = (low + high) >>> 1;
			int order = path(middle).compareTo(path);
			if (order == 0) {
				return middle;
			}
			if (order < 0) {
				low = middle + 1;
			}
			else {
				high = middle - 1;
			}
		}
		return -(low + 1);
	}

	/**
	 * Return what is known of the files of a service.
	 * @param fingerprint of its locations and rules
	 * @return {@code null} if nothing is known
	 */
	@Nullable KnownSet set(String fingerprint) {
		for (KnownSet set : this.sets) {
			if (set.fingerprint().equals(fingerprint)) {
				return set;
			}
		}
		return null;
	}

	/** Whether anything is known of sets of files. */
	boolean hasSets() {
		return !this.sets.isEmpty() && this.doubt.isEmpty();
	}

	/**
	 * Return whether all files of some locations are scripts whose texts are known.
	 */
	public boolean knowsTexts(List<String> locations) {
		for (String each : locations) {
			Location location = Location.of(each);
			if (!location.isOnClassPath() || location.hasWildcard() || location.rootPath().isEmpty()) {
				return false;
			}
			String root = root(location);
			for (int i = first(root); isBelow(root, i); i++) {
				if (file(i).text() == null) {
					return false;
				}
			}
		}
		return true;
	}

	/**
	 * Return how many of its files are below a folder.
	 * @param root the folder, with a slash at its end
	 */
	int count(String root) {
		int from = first(root);
		int to = from;
		while (isBelow(root, to)) {
			to++;
		}
		return to - from;
	}

	/** Where the files below a folder begin, if there are any. */
	private int first(String root) {
		int at = find(root);
		return (at >= 0) ? at : -at - 1;
	}

	private boolean isBelow(String root, int index) {
		return index < this.count && this.text.startsWith(root, this.paths[index]);
	}

	/**
	 * Return whether a file of an archive is as it was.
	 * @param path its path on the class path
	 * @param stored what the archive's directory says of it
	 */
	boolean isAsIndexed(String path, StoredFile stored) {
		int at = find(path);
		return at >= 0 && file(at).isSame(stored);
	}

	/** Why the index is not used but for the paths in it; empty where it is. */
	String doubt() {
		return this.doubt;
	}

	/**
	 * Return what is known of the text of a file that is listed in an archive.
	 * @param path its path on the class path
	 * @param stored what the archive's directory says of it
	 * @return {@code null} for another file, and for one that is to be read
	 */
	@Nullable KnownText known(String path, StoredFile stored) {
		int at = find(path);
		if (at < 0 || !this.doubt.isEmpty()) {
			return null;
		}
		IndexedFile file = file(at);
		return file.isSame(stored) ? file.text() : null;
	}

	/** A line that cannot be read is the one of no file. */
	private IndexedFile file(int at) {
		try {
			return IndexedFile.of(this.text.substring(this.lines[at], this.paths[at]));
		}
		catch (IllegalArgumentException ex) {
			return IndexedFile.UNKNOWN;
		}
	}

	/**
	 * Find the files of a location, each as the build has seen it.
	 * @throws IOException if the index has another format
	 */
	void find(Location location, @Nullable ClassLoader loader, Consumer<FoundFile> found) throws IOException {
		if (this.count == 0 && !this.doubt.isEmpty()) {
			throw new IOException("the index that the build has written (" + PATH + ") cannot be used, because "
					+ this.doubt + ": build again");
		}
		String root = root(location);
		for (int i = first(root); isBelow(root, i); i++) {
			String path = path(i);
			String relative = path.substring(root.length());
			if (location.holds(relative)) {
				found.accept(found(path, relative, file(i).checksum(), loader));
			}
		}
	}

	private static FoundFile found(String path, String relative, String checksum, @Nullable ClassLoader loader) {
		Resource resource = new ClassPathResource(path, loader);
		String reason = reason(resource, checksum);
		return (reason != null)
				? new FoundFile(URL + path, URL + path, relative, new DescriptiveResource(path),
						FolderWalk.unreadable(path, reason))
				: new FoundFile(URL + path, URL + path, relative, resource, null);
	}

	private static @Nullable String reason(Resource resource, String checksum) {
		try {
			return checksum.equals(checksum(resource)) ? null
					: "it is not the file that the build has written into its index";
		}
		catch (UncheckedIOException ex) {
			return ReadFailure.reason(ex);
		}
	}

	/** The URL that the files of a location begin with. */
	static String url(Location location) {
		return URL + root(location);
	}

	/** Return those files of a location that the index does not have. */
	List<String> without(Location location, Collection<FoundFile> files) {
		List<String> missing = new ArrayList<>();
		for (FoundFile file : files) {
			String path = path(location, file);
			if (file.problem() == null && !file.isFolder() && find(path) < 0) {
				missing.add(path);
			}
		}
		return missing;
	}

	/** The path of a file on the class path. */
	static String path(Location location, FoundFile file) {
		return root(location) + file.relative();
	}

	private static String root(Location location) {
		return location.rootPath().isEmpty() ? "" : location.rootPath() + "/";
	}

	/**
	 * Make the checksum of a file.
	 * @throws UncheckedIOException if it cannot be read
	 */
	static String checksum(Resource resource) {
		try (InputStream in = resource.getInputStream()) {
			return HexFormat.of().formatHex(TextChecksum.sha256(in));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
