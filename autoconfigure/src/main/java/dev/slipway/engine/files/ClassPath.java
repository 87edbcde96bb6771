package dev.slipway.engine.files;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.module.ResolvedModule;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import dev.slipway.InvalidMigrationsException.FileProblem;
import dev.slipway.engine.text.ReadFailure;
import org.jspecify.annotations.Nullable;

import org.springframework.core.NativeDetector;
import org.springframework.core.SpringProperties;
import org.springframework.core.io.ResourceLoader;

/**
 * The roots of the class path, folders and archives. A class loader and Spring's resolver
 * leave out what they cannot open or list, and archives that have no entry for a folder.
 * So each root is looked at here, and one that cannot be is a problem: nobody knows which
 * files it hides. A root that does not exist hides nothing; many class paths have some.
 */
public final class ClassPath {

	private static final String MANIFEST = "META-INF/MANIFEST.MF";

	private static final String FILE_IN_JAR = "jar:file:";

	private final ClassLoader loader;

	/** By where they really are. */
	private final Map<String, Path> folders = new LinkedHashMap<>();

	private final Map<String, Archive> archives = new LinkedHashMap<>();

	private final Map<String, FileProblem> problems = new LinkedHashMap<>();

	/** What was looked at. */
	private final Set<String> seen = new LinkedHashSet<>();

	/** Which entries were looked at; 0 for none yet. */
	private int listed;

	private final OpenArchives open = new OpenArchives();

	/** What the build has found; {@code null} if it has written nothing down. */
	private final @Nullable FileIndex index;

	private final boolean canBeListed;

	private ClassPath(@Nullable ClassLoader loader, @Nullable FileIndex index, boolean canBeListed) {
		this.loader = (loader != null) ? loader : ClassLoader.getSystemClassLoader();
		this.index = index;
		this.canBeListed = canBeListed;
	}

	/**
	 * Create a class path. It is looked at when the first location on it is searched, and
	 * not again.
	 * @param resources tells the class loader
	 */
	public static ClassPath of(ResourceLoader resources) {
		ClassLoader loader = resources.getClassLoader();
		FileIndex index = isProcessedAheadOfTime() ? FileIndex.written(loader) : null;
		return new ClassPath(loader, index, index == null || !NativeDetector.inNativeImage());
	}

	/** As Spring decides it. */
	private static boolean isProcessedAheadOfTime() {
		return NativeDetector.inNativeImage() || SpringProperties.getFlag("spring.aot.enabled");
	}

	/**
	 * Create a class path whose files can be read and not listed.
	 * @param resources tells the class loader
	 * @param index tells which files there are
	 */
	static ClassPath indexed(ResourceLoader resources, FileIndex index) {
		return new ClassPath(resources.getClassLoader(), index, false);
	}

	/**
	 * Create a class path whose files can be listed, and of which a build has an index.
	 * @param resources tells the class loader
	 * @param index says what the files were
	 */
	static ClassPath listed(ResourceLoader resources, FileIndex index) {
		return new ClassPath(resources.getClassLoader(), index, true);
	}

	/**
	 * Have locations found in one look, which are asked for later.
	 * @param locations any locations
	 */
	public void expect(List<String> locations) {
		for (String text : locations) {
			Location location = Location.of(text);
			if (location.isOnClassPath()) {
				this.open.lookAt(location.rootPath());
			}
		}
	}

	/** Keep archives open while files are looked for and read. */
	void keepOpen() {
		this.open.keep();
	}

	/** Close the archives that were kept open. */
	void release() {
		try {
			this.open.close();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * The files that the build has found; {@code null} if it has written nothing down.
	 */
	@Nullable FileIndex index() {
		return this.index;
	}

	/** Whether the class path is looked at, and not only the index of the build. */
	boolean canBeListed() {
		return this.canBeListed;
	}

	ClassLoader loader() {
		return this.loader;
	}

	/**
	 * Look for a folder.
	 * @param location a location on the class path
	 * @return where its class loader has the folder
	 * @throws IOException if the class loader cannot tell
	 */
	List<URL> urls(Location location) throws IOException {
		if (!this.canBeListed) {
			return List.of();
		}
		String path = location.rootPath();
		this.open.lookAt(path);
		if (this.listed != this.open.changes()) {
			this.listed = this.open.changes();
			forget();
			list();
		}
		List<URL> urls = location.isOutside() ? List.of() : resources(path.isEmpty() ? "" : path + "/");
		for (URL url : urls) {
			addRootOf(url, path);
		}
		return urls;
	}

	private void forget() {
		this.folders.clear();
		this.archives.clear();
		this.problems.clear();
		this.seen.clear();
	}

	/** The roots that are folders. */
	Collection<Path> folders() {
		return this.folders.values();
	}

	/** The roots that are archives. */
	Collection<Archive> archives() {
		return this.archives.values();
	}

	/** The roots that cannot be read, by their paths. */
	Map<String, FileProblem> problems() {
		return this.problems;
	}

	/** Whether what is at a URL is in one of the folders or archives. */
	static boolean isInRoot(URL url) {
		return url.getProtocol().equals("file") || url.getProtocol().equals("jar");
	}

	private List<URL> resources(String name) throws IOException {
		return Collections.list(this.loader.getResources(name));
	}

	/**
	 * What the class loaders tell of themselves. Of one that tells nothing, what has a
	 * manifest.
	 */
	private void list() throws IOException {
		boolean silent = false;
		for (ClassLoader each = this.loader; each != null; each = each.getParent()) {
			if (each instanceof URLClassLoader urls) {
				for (URL url : urls.getURLs()) {
					addRoot(url);
				}
			}
			else if (each == ClassLoader.getSystemClassLoader()) {
				addRootsOfProcess();
			}
			else {
				silent |= each != ClassLoader.getPlatformClassLoader();
			}
		}
		if (silent) {
			for (URL url : resources(MANIFEST)) {
				addRootOf(url, MANIFEST);
			}
		}
	}

	private void addRootsOfProcess() {
		String path = System.getProperty("java.class.path", "");
		if (!path.isEmpty()) {
			// An empty element is the working directory.
			for (String root : path.split(File.pathSeparator, -1)) {
				add(Path.of(root), false);
			}
		}
		for (ResolvedModule module : ModuleLayer.boot().configuration().modules()) {
			URI location = module.reference().location().orElse(null);
			if (location != null && "file".equals(location.getScheme())) {
				add(Path.of(location), false);
			}
		}
	}

	private void addRoot(URL url) {
		String text = url.toExternalForm();
		if (text.startsWith("file:")) {
			add(Location.path(text), false);
		}
		else if (text.startsWith("jar:") && text.endsWith("!/")) {
			addArchive(text, false);
		}
	}

	/** Add the root of something that a class loader has found by its name. */
	private void addRootOf(URL url, String name) {
		String text = url.toExternalForm();
		if (text.startsWith("file:")) {
			Path root = Location.path(text);
			for (int i = 0; root != null && i < Location.depth(name); i++) {
				root = root.getParent();
			}
			if (root != null) {
				add(root, true);
			}
		}
		else if (text.startsWith("jar:")) {
			addArchive(rootOf(text, name), true);
		}
	}

	/** What stands in front of the entry may have the separator in its own name. */
	private static String rootOf(String url, String name) {
		for (int at = url.indexOf("!/"); at >= 0; at = url.indexOf("!/", at + 1)) {
			if (Location.withoutSlashes(Location.decode(url.substring(at + 2)), 0).equals(name)) {
				return url.substring(0, at + 2);
			}
		}
		return url.substring(0, url.lastIndexOf("!/") + 2);
	}

	private void addArchive(String url, boolean found) {
		if (url.startsWith(FILE_IN_JAR)) {
			add(file(url), found);
		}
		else if (this.seen.add(url)) {
			String shown = Location.decode(url.substring(url.indexOf(':', "jar:".length()) + 1, url.length() - 2))
				.replace("/!", "!/");
			try {
				this.archives.put(url, Archive.of(url, this.open));
			}
			catch (IOException ex) {
				this.problems.put(shown, FolderWalk.unreadable(shown, ReadFailure.reason(ex)));
			}
		}
	}

	/**
	 * Add a root.
	 * @param found whether a class loader has found something in it, so that it was there
	 */
	private void add(Path path, boolean found) {
		Path root = path.toAbsolutePath();
		if (!this.seen.add(root + (found ? "/" : ""))) {
			return;
		}
		try {
			BasicFileAttributes attributes = Files.readAttributes(root, BasicFileAttributes.class);
			Path realRoot = root.toRealPath();
			String real = realRoot.toString();
			if (attributes.isDirectory()) {
				this.folders.putIfAbsent(real, root);
			}
			else if (!this.archives.containsKey(real) && Archive.isMeant(root)) {
				Archive archive = Archive.of(root, realRoot, this.open);
				this.archives.put(real, archive);
				for (Path other : archive.classPath()) {
					add(other, false);
				}
			}
		}
		catch (IOException ex) {
			if (found || !FolderWalk.isMissing(root)) {
				String shown = root.toString();
				this.problems.put(shown, FolderWalk.unreadable(shown, ReadFailure.reason(ex)));
			}
		}
	}

	/** The archive in the file system that has its root at a URL. */
	private static Path file(String url) {
		return Location.path(url.substring("jar:".length(), url.length() - "!/".length()));
	}

	/**
	 * Return an archive, be it a root of the class path or not.
	 * @param url the URL of its root
	 * @param folder the folder in it whose files are wanted
	 */
	Archive archive(String url, String folder) throws IOException {
		this.open.lookAt(folder);
		if (!url.startsWith(FILE_IN_JAR)) {
			return Archive.of(url, this.open);
		}
		Path file = file(url);
		return Archive.of(file, file.toRealPath(), this.open);
	}

}
