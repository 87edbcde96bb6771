package dev.slipway.engine.script;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

import dev.slipway.engine.error.InvalidMigrationsException;
import dev.slipway.engine.error.InvalidMigrationsException.FileProblem;
import dev.slipway.engine.error.InvalidMigrationsException.Kind;
import org.springframework.core.io.Resource;
import org.springframework.core.io.support.ResourcePatternResolver;

/**
 * Finds and reads the migrations of one service, and notes every problem on the way
 * instead of stopping at the first.
 */
final class MigrationReader {

	private final String service;

	private final List<Location> others;

	private final ResourcePatternResolver resources;

	private final ReadingRules rules;

	private final List<FileProblem> problems = new ArrayList<>();

	/**
	 * Create a reader.
	 * @param others the locations of other services
	 * @param rules how the files are read
	 */
	MigrationReader(String service, List<String> others, ResourcePatternResolver resources, ReadingRules rules) {
		this.service = service;
		this.rules = rules;
		this.others = others.stream().map(Location::of).toList();
		this.resources = resources;
	}

	MigrationSet read(List<String> locations) {
		Map<String, Resource> files = new LinkedHashMap<>();
		for (String location : locations) {
			find(location, files);
		}
		Map<Version, Migration> migrations = new TreeMap<>();
		files.forEach((path, file) -> read(path, file).ifPresent((migration) -> add(migration, migrations)));
		if (!this.problems.isEmpty()) {
			throw new InvalidMigrationsException(this.service, this.problems);
		}
		return new MigrationSet(this.service, List.copyOf(migrations.values()), List.of(), List.of(), List.of());
	}

	private void add(Migration migration, Map<Version, Migration> migrations) {
		Migration twin = migrations.putIfAbsent(migration.requireVersion(), migration);
		if (twin != null) {
			this.problems.add(new FileProblem(Kind.DUPLICATE_VERSION, "Version " + migration.version()
					+ " occurs twice: " + twin.script().file() + " and " + migration.script().file() + "."));
		}
	}

	/** A file that two locations lead to is one file: its URL tells. */
	private void find(String location, Map<String, Resource> files) {
		Location folder = Location.of(location);
		try {
			SortedMap<String, Resource> found = sqlFiles(folder);
			if (found.isEmpty()) {
				this.problems.add(new FileProblem(Kind.EMPTY_LOCATION,
						"The location " + folder + " holds no SQL file, or does not exist."));
			}
			for (Location other : this.others) {
				// A folder that is another service's location is not a mere sub-folder.
				if (folder.contains(other)) {
					found.keySet().removeAll(sqlFiles(other).keySet());
				}
			}
			found.forEach(files::putIfAbsent);
		}
		catch (IOException ex) {
			this.problems.add(new FileProblem(Kind.UNREADABLE,
					"The location " + folder + " cannot be read: " + ex.getMessage() + "."));
		}
	}

	/** The SQL files below a folder, by their URL. */
	private SortedMap<String, Resource> sqlFiles(Location folder) throws IOException {
		SortedMap<String, Resource> found = new TreeMap<>();
		for (Resource resource : below(folder)) {
			String name = resource.getFilename();
			if (name != null && name.toLowerCase(Locale.ROOT).endsWith(".sql")) {
				found.put(resource.getURL().toExternalForm(), resource);
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

	private Optional<Migration> read(String url, Resource file) {
		String path = Location.display(url);
		String fileName = path.substring(path.lastIndexOf('/') + 1);
		Optional<MigrationName> name = MigrationName.of(fileName);
		if (name.isEmpty()) {
			this.problems.add(new FileProblem(Kind.NO_MIGRATION,
					path + " is no migration. Accepted: " + MigrationName.SHAPE + "."));
			return Optional.empty();
		}
		try {
			Script script = Script.read(new ScriptFile(path, file, null, false, this.rules));
			return Optional.of(new Migration(Migration.Kind.VERSIONED, name.get().version(), name.get().name(), false,
					fileName, script, null));
		}
		catch (IOException ex) {
			this.problems.add(new FileProblem(Kind.UNREADABLE, path + " cannot be read: " + ex.getMessage() + "."));
			return Optional.empty();
		}
	}

}
