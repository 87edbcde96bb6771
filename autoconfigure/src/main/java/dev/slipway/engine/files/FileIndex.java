package dev.slipway.engine.files;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
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
	private static final String FORMAT = "Slipway index 2, written by ";

	private static final String URL = "classpath:";

	private static final String[] NONE = {};

	/** How many words stand before the path on a line. */
	private static final int WORDS = 5;

	/** The paths on the class path, sorted. */
	private final String[] paths;

	/** The lines of the files, as they are written. */
	private final String[] lines;

	/** Why what the index knows of texts does not count; empty where it does. */
	private final String doubt;

	private FileIndex(String[] paths, String[] lines, String doubt) {
		this.paths = paths;
		this.lines = lines;
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
	 * Read the index that the build has written.
	 * @param loader has the index
	 * @return the index; {@code null} if there is none
	 */
	static @Nullable FileIndex written(@Nullable ClassLoader loader) {
		Resource resource = new ClassPathResource(PATH, loader);
		if (!resource.exists()) {
			return null;
		}
		try {
			return read(resource.getContentAsString(StandardCharsets.UTF_8));
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
			return new FileIndex(NONE, NONE, "it has another format");
		}
		int count = 0;
		for (int at = first; at < text.length(); at = lineEnd(text, at) + 1) {
			count++;
		}
		String[] paths = new String[count];
		String[] lines = new String[count];
		int at = first;
		for (int i = 0; i < count; i++) {
			int end = lineEnd(text, at);
			lines[i] = text.substring(at, end);
			paths[i] = lines[i].substring(path(lines[i]));
			at = end + 1;
		}
		String release = text.substring(FORMAT.length(), first - 1);
		return new FileIndex(paths, lines,
				release.equals(release()) ? "" : "it was written by " + release + ", and this is " + release());
	}

	private static int lineEnd(String text, int from) {
		int end = text.indexOf('\n', from);
		return (end >= 0) ? end : text.length();
	}

	/** Where the path begins on a line. */
	private static int path(String line) {
		int at = 0;
		for (int i = 0; i < WORDS; i++) {
			at = line.indexOf(' ', at) + 1;
		}
		return at;
	}

	/** The release as its archive says it, which a folder of classes does not. */
	private static String release() {
		String release = FileIndex.class.getPackage().getImplementationVersion();
		return (release != null) ? release : "an unknown release";
	}

	/**
	 * Return the text of the index: the format and the release, and a line of each file.
	 */
	public String text() {
		StringBuilder text = new StringBuilder(FORMAT).append(release()).append('\n');
		for (String line : this.lines) {
			text.append(line).append('\n');
		}
		return text.toString();
	}

	/**
	 * Return the paths on the class path.
	 */
	public Collection<String> paths() {
		return List.of(this.paths);
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
		int at = Arrays.binarySearch(this.paths, path);
		if (at < 0 || !this.doubt.isEmpty()) {
			return null;
		}
		IndexedFile file = file(at);
		return file.isSame(stored) ? file.text() : null;
	}

	private IndexedFile file(int at) {
		return IndexedFile.of(this.lines[at], this.lines[at].length() - this.paths[at].length());
	}

	/**
	 * Find the files of a location, each as the build has seen it.
	 * @throws IOException if the index has another format
	 */
	void find(Location location, @Nullable ClassLoader loader, Consumer<FoundFile> found) throws IOException {
		if (this.paths.length == 0 && !this.doubt.isEmpty()) {
			throw new IOException("the index that the build has written (" + PATH + ") cannot be used, because "
					+ this.doubt + ": build again");
		}
		String root = root(location);
		int first = Arrays.binarySearch(this.paths, root);
		for (int i = (first >= 0) ? first : -first - 1; i < this.paths.length; i++) {
			String path = this.paths[i];
			if (!path.startsWith(root)) {
				return;
			}
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
			if (file.problem() == null && !file.isFolder() && Arrays.binarySearch(this.paths, path) < 0) {
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
