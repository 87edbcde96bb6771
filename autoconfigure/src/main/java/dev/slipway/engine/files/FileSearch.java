package dev.slipway.engine.files;

import java.io.IOException;
import java.net.URL;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Collectors;

import dev.slipway.InvalidMigrationsException.FileProblem;
import dev.slipway.InvalidMigrationsException.Kind;
import dev.slipway.Layout;
import dev.slipway.engine.layout.Layouts;
import dev.slipway.engine.layout.NameShape;
import dev.slipway.engine.layout.Trait;
import dev.slipway.engine.script.KnownText;
import dev.slipway.engine.text.ReadFailure;
import org.jspecify.annotations.Nullable;

import org.springframework.core.io.DescriptiveResource;
import org.springframework.core.io.Resource;
import org.springframework.core.io.support.ResourcePatternResolver;

/**
 * Finds the files of one service, those that stand beside its scripts included. They are
 * found all at once, so that it makes no difference whether they are in folders or in
 * jars within jars.
 */
final class FileSearch {

	private final List<Location> others;

	private final ResourcePatternResolver resources;

	private final ClassPath classPath;

	private final @Nullable Layout layout;

	private final Consumer<FileProblem> problems;

	private final Map<String, FoundFile> scripts = new LinkedHashMap<>();

	private final Map<String, Resource> companions = new LinkedHashMap<>();

	/** All files of the locations, also those that are left alone. */
	private final List<FoundFile> all = new ArrayList<>();

	private final Set<String> refused = new HashSet<>();

	private final List<Location> ofOthersOnly = new ArrayList<>();

	private final List<String> notInIndex = new ArrayList<>();

	/** What the build knows, by the URLs of the files. */
	private final Map<String, KnownText> known = new HashMap<>();

	/**
	 * Create a search.
	 * @param others the locations of other services, which keep what is below them
	 * @param layout the one layout of the files, if there is one
	 * @param problems takes the locations that cannot be used
	 */
	FileSearch(List<String> others, ResourcePatternResolver resources, ClassPath classPath, @Nullable Layout layout,
			Consumer<FileProblem> problems) {
		this.others = new ArrayList<>();
		for (String other : others) {
			this.others.add(Location.of(other));
		}
		this.resources = resources;
		this.classPath = classPath;
		this.layout = layout;
		this.problems = problems;
	}

	/**
	 * Return the files that may be scripts, by their URL.
	 */
	Map<String, FoundFile> scripts() {
		return this.scripts;
	}

	/**
	 * Return the files that may say something of the scripts beside them, by their URL.
	 */
	Map<String, Resource> companions() {
		return this.companions;
	}

	/**
	 * Return what was found, also what no tool takes for a script of its own.
	 */
	List<FoundFile> all() {
		return this.all;
	}

	/**
	 * Return the locations in which nothing is left of what was found.
	 */
	List<Location> ofOthersOnly() {
		return this.ofOthersOnly;
	}

	/**
	 * Return the files that are on the class path, and that its build has not seen.
	 */
	List<String> notInIndex() {
		return this.notInIndex;
	}

	/**
	 * Return what the build knows of a file that is surely the same; {@code null} for a
	 * file that is to be read.
	 */
	@Nullable KnownText known(FoundFile file) {
		return this.known.get(file.url());
	}

	/** A file that two locations lead to is one file: its URL tells. */
	void find(String location) {
		Location folder = Location.of(location);
		try {
			SortedMap<String, FoundFile> found = files(folder);
			FileIndex index = this.classPath.index();
			if (index != null && folder.isOnClassPath() && this.classPath.canBeListed() && index.doubt().isEmpty()) {
				this.notInIndex.addAll(index.without(folder, found.values()));
				learn(index, folder, found.values());
			}
			SortedMap<String, FoundFile> below = takeSubFolders(folder, found);
			removeOfOthers(folder, below);
			this.all.addAll(below.values());
			if (!hasScript(found.values())) {
				this.problems
					.accept(new FileProblem(Kind.EMPTY_LOCATION, new EmptyLocation(folder, this.classPath).describe()));
			}
			else if (removeOfOthers(folder, found) && !hasScript(found.values())) {
				this.ofOthersOnly.add(folder);
			}
			for (Map.Entry<String, FoundFile> file : found.entrySet()) {
				add(file.getKey(), file.getValue());
			}
			this.all.addAll(found.values());
		}
		catch (IOException | IllegalArgumentException ex) {
			// Not everything is a path.
			this.problems.accept(new FileProblem(Kind.UNREADABLE,
					"The location " + folder + " cannot be read: " + ReadFailure.reason(ex) + "."));
		}
	}

	/** What is in a folder has nothing that proves that it is what the build has seen. */
	private void learn(FileIndex index, Location location, Collection<FoundFile> files) {
		for (FoundFile file : files) {
			StoredFile stored = Archive.stored(file.resource());
			KnownText text = (stored != null) ? index.known(FileIndex.path(location, file), stored) : null;
			if (text != null) {
				this.known.put(file.url(), text);
			}
		}
	}

	/** A folder that is another service's location is not a mere sub-folder. */
	private boolean removeOfOthers(Location folder, Map<String, FoundFile> found) throws IOException {
		boolean removed = false;
		for (Location other : this.others) {
			if (folder.contains(other)) {
				removed |= found.values().removeIf(isBelow(other));
			}
		}
		return removed;
	}

	/** Where something really is tells, since links may lead to it. */
	private Predicate<FoundFile> isBelow(Location other) throws IOException {
		if (other.hasWildcard()) {
			Set<String> files = files(other).values().stream().map(FoundFile::real).collect(Collectors.toSet());
			return (file) -> files.contains(file.real());
		}
		List<String> folders = new ArrayList<>();
		if (other.isFile()) {
			folders.add(FolderWalk.realUrl(other.folder()));
		}
		else if (other.isOnClassPath()) {
			if (!this.classPath.canBeListed()) {
				folders.add(FileIndex.url(other));
			}
			for (Path root : this.classPath.folders()) {
				folders.add(FolderWalk.realUrl(other.below(root)));
			}
			for (Archive archive : this.classPath.archives()) {
				folders.add(archive.real(other.rootPath() + "/"));
			}
		}
		else {
			for (Resource root : this.resources.getResources(other.root())) {
				folders.add(root.getURL().toExternalForm());
			}
		}
		return (file) -> folders.stream().anyMatch(file.real()::startsWith);
	}

	private static boolean hasScript(Collection<FoundFile> files) {
		for (FoundFile file : files) {
			if (file.isScript() || file.problem() != null) {
				return true;
			}
		}
		return false;
	}

	private void add(String url, FoundFile file) {
		if (file.problem() != null) {
			if (this.refused.add(url)) {
				this.problems.accept(file.problem());
			}
		}
		else if (file.isScript()) {
			this.scripts.putIfAbsent(url, file);
		}
		else {
			this.companions.putIfAbsent(url, file.resource());
		}
	}

	private SortedMap<String, FoundFile> files(Location location) throws IOException {
		SortedMap<String, FoundFile> found = new TreeMap<>();
		search(location, new Consumer<>() {

			@Override
			public void accept(FoundFile file) {
				found.put(file.url(), file);
			}

		});
		for (Iterator<FoundFile> files = found.values().iterator(); files.hasNext();) {
			FoundFile file = files.next();
			// A migration's own folder may be named as its author likes.
			if (file.isFolder() && isMigration(file.url(), found)) {
				files.remove();
			}
		}
		return found;
	}

	/** tern has parts for its templates there. */
	private SortedMap<String, FoundFile> takeSubFolders(Location location, SortedMap<String, FoundFile> found) {
		SortedMap<String, FoundFile> below = new TreeMap<>();
		if (Layouts.has(this.layout, Trait.NO_SUB_FOLDERS)) {
			found.values().removeIf((file) -> {
				boolean taken = location.isInSubFolder(file.relative());
				if (taken) {
					below.put(file.url(), file);
				}
				return taken;
			});
		}
		return below;
	}

	private void search(Location location, Consumer<FoundFile> found) throws IOException {
		if (location.isFile()) {
			FolderWalk.walk(location.folder(), location, found);
		}
		else if (location.isOnClassPath()) {
			searchClassPath(location, found);
		}
		else {
			for (Resource root : this.resources.getResources(location.root())) {
				searchElsewhere(root.getURL().toExternalForm(), location, found);
			}
		}
	}

	private void searchClassPath(Location location, Consumer<FoundFile> found) throws IOException {
		FileIndex index = this.classPath.index();
		if (index != null && !this.classPath.canBeListed()) {
			index.find(location, this.classPath.loader(), found);
			return;
		}
		List<URL> urls = this.classPath.urls(location);
		if (location.isOutside()) {
			return;
		}
		for (Path folder : this.classPath.folders()) {
			FolderWalk.walk(location.below(folder), location, found);
		}
		for (Archive archive : this.classPath.archives()) {
			archive.find(location, location.rootPath()).values().forEach(found);
		}
		for (URL url : urls) {
			if (!ClassPath.isInRoot(url)) {
				searchElsewhere(url.toExternalForm(), location, found);
			}
		}
		for (Map.Entry<String, FileProblem> problem : this.classPath.problems().entrySet()) {
			String path = problem.getKey();
			found.accept(new FoundFile("root:" + path, "root:" + path, path, new DescriptiveResource(path),
					problem.getValue()));
		}
	}

	/** An archive that a location names, or what only Spring can list. */
	private void searchElsewhere(String root, Location location, Consumer<FoundFile> found) throws IOException {
		int archive = root.startsWith("jar:") ? root.lastIndexOf("!/") : -1;
		if (archive >= 0) {
			String folder = Location.withoutSlashes(Location.decode(root.substring(archive + 2)), 0);
			this.classPath.archive(root.substring(0, archive + 2), folder)
				.find(location, folder)
				.values()
				.forEach(found);
			return;
		}
		if (Location.isPattern(root)) {
			throw new IOException(root + " has a wildcard in its own name");
		}
		for (Resource resource : this.resources.getResources(root + "**/*")) {
			String url = resource.getURL().toExternalForm();
			String relative = url.startsWith(root) ? Location.decode(url.substring(root.length())) : "";
			if (FoundFile.isWantedFile(NameShape.last(relative, 1)) && location.holds(relative)) {
				found.accept(new FoundFile(url, url, relative, resource, null));
			}
		}
	}

	private static boolean isMigration(String folder, Map<String, FoundFile> found) {
		return Executable.FOLDER_FILES.stream().anyMatch((name) -> found.containsKey(folder + name));
	}

}
