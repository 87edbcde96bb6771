package dev.slipway.engine.files;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

import dev.slipway.CodeMigration;
import dev.slipway.InvalidMigrationsException;
import dev.slipway.engine.script.ReadingRules;
import dev.slipway.engine.script.Script;
import dev.slipway.engine.text.RefusedException;
import org.jspecify.annotations.Nullable;
import org.springframework.core.io.Resource;
import org.springframework.core.io.ResourceLoader;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;

/**
 * The files of a service as they are in its source folder, which the build has not copied
 * to the class path yet.
 */
public final class SourceFiles {

	private final String service;

	private final List<String> locations;

	private final List<String> others;

	private final ResourceLoader resources;

	private final ClassPath classPath;

	private final ReadingRules rules;

	private final List<CodeMigration> code;

	private final Path folder;

	/**
	 * Find the source folder of a service.
	 * @param service the name of the service, empty for the unnamed one
	 * @param locations the locations of the service
	 * @param others the locations of other services, which keep what is below them
	 * @param folder the folder that a setting names; {@code null} to find it
	 * @param resources tells the class loader
	 * @param rules how the files are read
	 * @param code the migrations of the service that are no files
	 * @throws RefusedException if the folder cannot be told
	 */
	public SourceFiles(String service, List<String> locations, List<String> others, @Nullable String folder,
			ResourceLoader resources, ReadingRules rules, List<CodeMigration> code) {
		this.service = service;
		this.resources = resources;
		this.classPath = ClassPath.of(resources);
		this.rules = rules;
		this.code = code;
		String property = "slipway." + (service.isEmpty() ? "" : "services." + service + ".") + "source-folder";
		if (folder == null && locations.size() > 1) {
			throw new RefusedException("Nothing tells which of several locations new files belong to: "
					+ String.join(", ", locations) + ".", "Set " + property + " to the source folder of one of them.");
		}
		Location location = Location.of(locations.get(0));
		if (folder != null) {
			this.folder = Path.of(folder).toAbsolutePath().normalize();
			if (!Files.isDirectory(this.folder)) {
				throw new RefusedException("The source folder " + this.folder + " does not exist.",
						"Create it, or correct " + property + ".");
			}
			for (String each : locations) {
				Location other = Location.of(each);
				location = (!other.isFile() && this.folder.endsWith(other.rootPath())) ? other : location;
			}
		}
		else {
			this.folder = new SourceFolder(Path.of("").toAbsolutePath(), roots(location)).find(location, property);
		}
		Location chosen = location;
		this.locations = Stream
			.concat(Stream.of("file:" + this.folder),
					locations.stream().filter((each) -> !Location.of(each).toString().equals(chosen.toString())))
			.toList();
		this.others = others(location, others);
	}

	private List<Path> roots(Location location) {
		try {
			if (location.isOnClassPath()) {
				this.classPath.urls(location);
			}
			return List.copyOf(this.classPath.folders());
		}
		catch (IOException ex) {
			throw new RefusedException("The class path cannot be looked at: " + ex.getMessage() + ".",
					"See that its folders can be read.");
		}
	}

	/** What other services have below the folder stays theirs. */
	private List<String> others(Location location, List<String> others) {
		List<String> all = new ArrayList<>(others);
		for (String each : others) {
			Location other = Location.of(each);
			if (location.isOnClassPath() && other.isOnClassPath() && location.contains(other)) {
				all.add("file:" + this.folder + "/" + other.rootPath().substring(location.rootPath().length()));
			}
		}
		return all;
	}

	/** Return the name of the service, empty for the unnamed one. */
	public String service() {
		return this.service;
	}

	/** Return the folder, which need not exist yet. */
	public Path folder() {
		return this.folder;
	}

	/** Return how the files are read. */
	ReadingRules rules() {
		return this.rules;
	}

	/**
	 * Read the migrations.
	 * @throws InvalidMigrationsException with all problems of all files
	 */
	public MigrationSet read() {
		return MigrationReader.read(this.service, this.locations, this.others,
				new PathMatchingResourcePatternResolver(this.resources), this.classPath, this.rules, this.code);
	}

	/** Return whether the folder holds no file at all. */
	boolean isEmpty() {
		if (!Files.isDirectory(this.folder)) {
			return true;
		}
		try (Stream<Path> files = Files.walk(this.folder)) {
			return files.noneMatch((file) -> file.getFileName().toString().endsWith(".sql"));
		}
		catch (IOException ex) {
			throw new RefusedException(this.folder + " cannot be listed: " + ex.getMessage() + ".",
					"See that the folder can be read.");
		}
	}

	/**
	 * Return the path of a script below the folder.
	 * @return the path, with slashes; {@code null} for a script that is somewhere else
	 */
	@Nullable String relative(Script script) {
		return relative(script.resource());
	}

	@Nullable String relative(Resource resource) {
		try {
			Path file = resource.getFile().toPath().toAbsolutePath().normalize();
			return file.startsWith(this.folder) ? this.folder.relativize(file).toString().replace('\\', '/') : null;
		}
		catch (IOException ex) {
			// It is no file of the file system.
			return null;
		}
	}

}
