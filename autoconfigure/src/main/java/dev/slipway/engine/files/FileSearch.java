package dev.slipway.engine.files;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Stream;

import dev.slipway.InvalidMigrationsException.FileProblem;
import dev.slipway.InvalidMigrationsException.Kind;
import dev.slipway.Layout;
import dev.slipway.engine.layout.Layouts;
import dev.slipway.engine.layout.Trait;
import org.jspecify.annotations.Nullable;

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

	private final @Nullable Layout layout;

	private final Consumer<FileProblem> problems;

	private final Map<String, Resource> scripts = new LinkedHashMap<>();

	private final Map<String, Resource> companions = new LinkedHashMap<>();

	private final Set<String> refused = new HashSet<>();

	/**
	 * Create a search.
	 * @param others the locations of other services, which keep what is below them
	 * @param layout the one layout of the files, if there is one
	 * @param problems takes the locations that cannot be used
	 */
	FileSearch(List<String> others, ResourcePatternResolver resources, @Nullable Layout layout,
			Consumer<FileProblem> problems) {
		this.others = others.stream().map(Location::of).toList();
		this.resources = resources;
		this.layout = layout;
		this.problems = problems;
	}

	/**
	 * Return the files that may be scripts, by their URL.
	 */
	Map<String, Resource> scripts() {
		return this.scripts;
	}

	/**
	 * Return the files that may say something of the scripts beside them, by their URL.
	 */
	Map<String, Resource> companions() {
		return this.companions;
	}

	/** A file that two locations lead to is one file: its URL tells. */
	void find(String location) {
		Location folder = Location.of(location);
		try {
			SortedMap<String, FoundFile> found = files(folder);
			if (!hasScript(found.values())) {
				this.problems.accept(new FileProblem(Kind.EMPTY_LOCATION,
						"The location " + folder + " holds no SQL file, or does not exist."));
			}
			for (Location other : this.others) {
				// A folder that is another service's location is not a mere sub-folder.
				if (folder.contains(other)) {
					found.keySet().removeIf(isBelow(other));
				}
			}
			found.forEach(this::add);
		}
		catch (IOException ex) {
			this.problems.accept(new FileProblem(Kind.UNREADABLE,
					"The location " + folder + " cannot be read: " + ex.getMessage() + "."));
		}
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
		if (file.problem() == null) {
			(file.isScript() ? this.scripts : this.companions).putIfAbsent(url, file.resource());
		}
		else if (this.refused.add(url)) {
			this.problems.accept(file.problem());
		}
	}

	private SortedMap<String, FoundFile> files(Location location) throws IOException {
		SortedMap<String, FoundFile> found = new TreeMap<>();
		for (Resource root : roots(location)) {
			if (isFolderOfFiles(root)) {
				FolderWalk.walk(path(root), location, (file) -> found.put(file.url(), file));
			}
			else {
				elsewhere(root.getURL().toExternalForm(), location).forEach((file) -> found.put(file.url(), file));
			}
		}
		// A migration's own folder may be named as its author likes.
		found.values().removeIf((file) -> file.isFolder() && isMigration(file.url(), found));
		// tern has parts for its templates there.
		if (this.layout != null && Layouts.of(this.layout).has(Trait.NO_SUB_FOLDERS)) {
			found.keySet().removeIf(location::isAboveFolderOf);
		}
		return found;
	}

	private Predicate<String> isBelow(Location other) throws IOException {
		if (other.hasWildcard()) {
			return files(other).keySet()::contains;
		}
		List<String> folders = new ArrayList<>();
		for (Resource root : roots(other)) {
			folders.add(isFolderOfFiles(root) ? FolderWalk.url(path(root)).replaceFirst("/*$", "/")
					: root.getURL().toExternalForm());
		}
		return (url) -> folders.stream().anyMatch(url::startsWith);
	}

	private Resource[] roots(Location location) throws IOException {
		try {
			return this.resources.getResources(location.root());
		}
		catch (FileNotFoundException ex) {
			return new Resource[0];
		}
	}

	private static boolean isFolderOfFiles(Resource root) throws IOException {
		return root.getURL().getProtocol().equals("file");
	}

	private static Path path(Resource root) throws IOException {
		try {
			return Path.of(root.getURI());
		}
		catch (IOException | IllegalArgumentException ex) {
			// No valid URI: a percent sign that stands for itself.
			return root.getFile().toPath().toAbsolutePath();
		}
	}

	/** What is in archives, and whatever else a class path has, is found by Spring. */
	private List<FoundFile> elsewhere(String root, Location location) throws IOException {
		if (Location.isPattern(root)) {
			throw new IOException(root + " has a wildcard in its own name");
		}
		List<FoundFile> found = new ArrayList<>();
		for (Resource resource : this.resources.getResources(root + location.pattern())) {
			String url = resource.getURL().toExternalForm();
			boolean below = url.startsWith(root);
			if (url.endsWith("/") || (below && !location.holds(url.substring(root.length())))) {
				continue;
			}
			// An archive may have folders without saying so.
			for (int slash = below ? url.indexOf('/', root.length()) : -1; slash >= 0; slash = url.indexOf('/',
					slash + 1)) {
				String folder = url.substring(0, slash);
				if (FoundFile.isWanted(lastSegment(folder))) {
					found.add(new FoundFile(folder + "/", resource,
							FoundFile.irregular(Location.display(folder), "a folder")));
				}
			}
			if (FoundFile.isWanted(lastSegment(url))) {
				found.add(new FoundFile(url, resource, null));
			}
		}
		return found;
	}

	private static String lastSegment(String url) {
		return url.substring(url.lastIndexOf('/') + 1);
	}

	private static boolean isMigration(String folder, Map<String, FoundFile> found) {
		return Stream.of("up.sql", "down.sql", "migration.sql").anyMatch((name) -> found.containsKey(folder + name));
	}

}
