package dev.slipway.engine.files;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;

import dev.slipway.engine.script.TextChecksum;
import dev.slipway.engine.text.ReadFailure;
import org.jspecify.annotations.Nullable;

import org.springframework.core.io.ClassPathResource;
import org.springframework.core.io.DescriptiveResource;
import org.springframework.core.io.Resource;

/**
 * The files below the locations on the class path, with their checksums, as the build has
 * found them. A native image has the files and cannot list them: there the index tells
 * which there are.
 */
public final class FileIndex {

	/** Where the index is on the class path. */
	public static final String PATH = "META-INF/slipway/migrations.index";

	private static final String URL = "classpath:";

	/** By the paths on the class path: SHA-256 of the bytes. */
	private final SortedMap<String, String> checksums;

	FileIndex(SortedMap<String, String> checksums) {
		this.checksums = checksums;
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
		SortedMap<String, String> checksums = new TreeMap<>();
		try (BufferedReader reader = new BufferedReader(
				new InputStreamReader(resource.getInputStream(), StandardCharsets.UTF_8))) {
			for (String line = reader.readLine(); line != null; line = reader.readLine()) {
				int blank = line.indexOf(' ');
				checksums.put(line.substring(blank + 1), line.substring(0, blank));
			}
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		return new FileIndex(checksums);
	}

	/**
	 * Return the text of the index: a checksum, a blank and a path on each line.
	 */
	public String text() {
		StringBuilder text = new StringBuilder();
		this.checksums.forEach((path, checksum) -> text.append(checksum).append(' ').append(path).append('\n'));
		return text.toString();
	}

	/**
	 * Return the paths on the class path.
	 */
	public Collection<String> paths() {
		return this.checksums.keySet();
	}

	/** Find the files of a location, each as the build has seen it. */
	void find(Location location, @Nullable ClassLoader loader, Consumer<FoundFile> found) {
		String root = root(location);
		for (Map.Entry<String, String> file : this.checksums.tailMap(root).entrySet()) {
			String path = file.getKey();
			if (!path.startsWith(root)) {
				return;
			}
			String relative = path.substring(root.length());
			if (location.holds(relative)) {
				found.accept(found(path, relative, file.getValue(), loader));
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
			if (file.problem() == null && !file.isFolder() && !this.checksums.containsKey(path)) {
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
