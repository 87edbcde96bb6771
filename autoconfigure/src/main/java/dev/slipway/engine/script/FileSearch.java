package dev.slipway.engine.script;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;

import dev.slipway.engine.error.InvalidMigrationsException.FileProblem;
import dev.slipway.engine.error.InvalidMigrationsException.Kind;
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
			SortedMap<String, Resource> found = files(folder);
			if (found.values().stream().noneMatch(FileSearch::isScript)) {
				this.problems.accept(new FileProblem(Kind.EMPTY_LOCATION,
						"The location " + folder + " holds no SQL file, or does not exist."));
			}
			for (Location other : this.others) {
				// A folder that is another service's location is not a mere sub-folder.
				if (folder.contains(other)) {
					found.keySet().removeAll(files(other).keySet());
				}
			}
			found.forEach((url, file) -> (isScript(file) ? this.scripts : this.companions).putIfAbsent(url, file));
		}
		catch (IOException ex) {
			this.problems.accept(new FileProblem(Kind.UNREADABLE,
					"The location " + folder + " cannot be read: " + ex.getMessage() + "."));
		}
	}

	private SortedMap<String, Resource> files(Location folder) throws IOException {
		SortedMap<String, Resource> found = new TreeMap<>();
		for (Resource resource : below(folder)) {
			if (isScript(resource) || Companions.isCompanion(nameOf(resource))) {
				String url = resource.getURL().toExternalForm();
				// What tern has in sub-folders are parts for its templates.
				if (!isFolder(url) && (this.layout != Layout.TERN || !folder.isAboveFolderOf(url))) {
					found.put(url, resource);
				}
			}
		}
		return found;
	}

	private Resource[] below(Location folder) throws IOException {
		try {
			return this.resources.getResources(folder.pattern());
		}
		catch (FileNotFoundException ex) {
			return new Resource[0];
		}
	}

	private static boolean isScript(Resource resource) {
		return MigrationName.isCandidate(nameOf(resource));
	}

	/**
	 * Folders are found with the files in them, and may have names that look like one.
	 */
	private static boolean isFolder(String url) {
		return url.endsWith("/");
	}

	private static String nameOf(Resource resource) {
		String name = resource.getFilename();
		return (name != null) ? name : "";
	}

}
