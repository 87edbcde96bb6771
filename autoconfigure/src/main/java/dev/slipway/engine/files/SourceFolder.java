package dev.slipway.engine.files;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

import dev.slipway.engine.text.Listing;
import dev.slipway.engine.text.RefusedException;
import org.jspecify.annotations.Nullable;

/**
 * Finds the folder of a location among the sources of a build: what the build copies to
 * the class path, and where new files belong. Maven's and Gradle's folders are known.
 *
 * @param working the working directory
 * @param classPath the roots of the class path that are folders
 */
record SourceFolder(Path working, List<Path> classPath) {

	private static final Path RESOURCES = Path.of("src", "main", "resources");

	/** Where builds and editors put resources, below a module. */
	private static final List<Path> OUTPUTS = List.of(Path.of("target", "classes"),
			Path.of("build", "resources", "main"), Path.of("bin", "main"), Path.of("out", "production", "resources"));

	private static final List<String> BUILD_FILES = List.of("pom.xml", "build.gradle", "build.gradle.kts");

	/** How deep modules are looked for below the working directory. */
	private static final int DEEPEST = 3;

	/**
	 * Find the folder.
	 * @param location the location
	 * @param property the setting that names the folder
	 * @return the folder, which need not exist yet
	 * @throws RefusedException if it cannot be told
	 */
	Path find(Location location, String property) {
		if (location.hasWildcard() || (!location.isFile() && !location.isOnClassPath())) {
			throw new RefusedException("The source folder of " + location + " cannot be told.", set(property));
		}
		if (location.isFile()) {
			return location.folder();
		}
		Set<Path> resources = resources();
		List<Path> existing = new ArrayList<>();
		for (Path each : resources) {
			Path folder = location.below(each);
			if (Files.isDirectory(folder)) {
				existing.add(folder);
			}
		}
		if (existing.size() == 1) {
			return existing.get(0);
		}
		if (existing.isEmpty() && resources.size() == 1) {
			return location.below(resources.iterator().next());
		}
		if (existing.size() > 1) {
			throw new RefusedException("The source folder of " + location + " may be one of "
					+ Listing.of(existing.stream().map(Path::toString).toList()) + ".", set(property));
		}
		throw new RefusedException(
				"The source folder of " + location + " was not found. "
						+ (resources.isEmpty()
								? "There is no " + RESOURCES + " in " + this.working + " or in a module of it."
								: location.rootPath() + " was looked for in "
										+ Listing.of(resources.stream().map(Path::toString).toList()) + "."),
				set(property));
	}

	private static String set(String property) {
		return "Run the command in the folder of the module, or set " + property
				+ ", for example to src/main/resources/db/migration.";
	}

	/** The folders of resources that exist: those of the class path's modules first. */
	private Set<Path> resources() {
		Set<Path> found = new LinkedHashSet<>();
		for (Path root : this.classPath) {
			for (Path output : OUTPUTS) {
				if (root.endsWith(output)) {
					Path module = root;
					for (int i = 0; module != null && i < output.getNameCount(); i++) {
						module = module.getParent();
					}
					add(module, found);
				}
			}
		}
		if (found.isEmpty()) {
			Path module = module();
			add(module, found);
			addModules(module, found, DEEPEST);
		}
		return found;
	}

	/** The working directory, or the module that it lies in, as target does. */
	private Path module() {
		for (Path each = this.working; each != null; each = each.getParent()) {
			Path folder = each;
			if (BUILD_FILES.stream().anyMatch((file) -> Files.exists(folder.resolve(file)))) {
				return each;
			}
		}
		return this.working;
	}

	private static void addModules(Path folder, Set<Path> found, int deep) {
		try (Stream<Path> children = Files.list(folder)) {
			for (Path child : children.filter(Files::isDirectory).sorted().toList()) {
				boolean module = BUILD_FILES.stream().anyMatch((file) -> Files.exists(child.resolve(file)));
				if (module) {
					add(child, found);
				}
				if (deep > 1 && !child.getFileName().toString().startsWith(".") && !child.endsWith("src")) {
					addModules(child, found, deep - 1);
				}
			}
		}
		catch (IOException ex) {
			throw new RefusedException(folder + " cannot be listed: " + ex.getMessage() + ".",
					"See that the folder can be read.");
		}
	}

	private static void add(@Nullable Path module, Set<Path> found) {
		Path resources = (module != null) ? module.resolve(RESOURCES) : RESOURCES;
		if (module != null && Files.isDirectory(resources)) {
			found.add(resources.toAbsolutePath().normalize());
		}
	}

}
