package dev.slipway.engine.files;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import dev.slipway.InvalidMigrationsException;
import dev.slipway.InvalidMigrationsException.FileProblem;
import dev.slipway.InvalidMigrationsException.Kind;
import dev.slipway.Layout;
import dev.slipway.engine.files.MigrationGrouping.ReadFile;
import dev.slipway.engine.layout.FlywayEvent;
import dev.slipway.engine.layout.Layouts;
import dev.slipway.engine.layout.Role;
import dev.slipway.engine.layout.Trait;
import dev.slipway.engine.script.ReadingRules;
import dev.slipway.engine.script.Script;
import dev.slipway.engine.script.ScriptFile;
import org.jspecify.annotations.Nullable;

import org.springframework.core.io.Resource;
import org.springframework.core.io.support.ResourcePatternResolver;

/**
 * Finds, names and reads the files of one service, and notes every problem on the way
 * instead of stopping at the first.
 */
public final class MigrationReader {

	/** The folder of a migration. */
	private static final Pattern FOLDER = Pattern.compile("(?:^|/)\\d[^/]*/[^/]*$");

	private final String service;

	private final ReadingRules rules;

	private final List<FileProblem> problems = new ArrayList<>();

	/** The files with a name of no migration, until those beside them are known. */
	private final Map<String, FileProblem> unnamed = new LinkedHashMap<>();

	private final FileSearch search;

	private final SidecarFiles companions;

	/**
	 * Create a reader.
	 * @param others the locations of other services
	 * @param rules how the files are read
	 */
	private MigrationReader(String service, List<String> others, ResourcePatternResolver resources,
			ReadingRules rules) {
		this.service = service;
		this.rules = rules;
		this.search = new FileSearch(others, resources, rules.layout(), this.problems::add);
		this.companions = new SidecarFiles(this.search.companions(), this.problems::add);
	}

	/**
	 * Read the migrations of a service. No database is asked.
	 * @param service the name of the service, empty for the unnamed one
	 * @param locations Spring resource locations of folders; each is searched with its
	 * sub-folders
	 * @param others the locations of other services, which keep what is below them
	 * @param resources finds the resources of a location
	 * @param rules how the files are read
	 * @return the migrations
	 * @throws InvalidMigrationsException with all problems of all files
	 */
	public static MigrationSet read(String service, List<String> locations, List<String> others,
			ResourcePatternResolver resources, ReadingRules rules) {
		return new MigrationReader(service, others, resources, rules).read(locations);
	}

	private MigrationSet read(List<String> locations) {
		locations.forEach(this.search::find);
		MigrationGrouping grouping = new MigrationGrouping(this.rules, this.problems::add);
		List<NamedFile> named = name(this.search.scripts());
		if (named.isEmpty() && this.problems.isEmpty() && this.unnamed.isEmpty()) {
			this.problems.add(new FileProblem(Kind.EMPTY_LOCATION, "No file in " + String.join(", ", locations)
					+ " is a migration. " + MigrationName.accepted(this.rules.layout()) + "."));
		}
		int before = this.problems.size();
		List<ReadFile> read = new ArrayList<>();
		for (NamedFile file : ours(named)) {
			read(file).ifPresentOrElse(read::add, () -> grouping.miss(file.name()));
		}
		FilesBeside beside = new FilesBeside(read);
		this.unnamed.keySet().removeIf(beside::isLeftAlone);
		this.problems.addAll(before, this.unnamed.values());
		read.removeIf((file) -> beside.isLeftAlone(file.script().path()));
		if (this.problems.isEmpty()) {
			beside.check(this.problems::add);
		}
		read.forEach(grouping::add);
		MigrationSet set = grouping.finish(this.service);
		if (!this.problems.isEmpty()) {
			throw new InvalidMigrationsException(this.service, this.problems);
		}
		return set;
	}

	private List<NamedFile> name(Map<String, Resource> files) {
		List<NamedFile> named = new ArrayList<>();
		files.forEach((url, file) -> {
			String path = Location.display(url);
			MigrationName name = MigrationName.of(path, this.rules.layout()).orElse(null);
			if (name == null && isBesideFolders(path)) {
				return;
			}
			if (name == null) {
				this.unnamed.put(path, new FileProblem(Kind.NO_MIGRATION,
						path + " is no migration. " + MigrationName.accepted(this.rules.layout()) + "."));
			}
			else if (name.role() != Role.CALLBACK || isRun(path, name)) {
				named.add(new NamedFile(url, path, file, name));
			}
		});
		return named;
	}

	/**
	 * diesel and Prisma look at nothing that is not in the folder of a migration, which
	 * counts where one of them is all that there is.
	 */
	private boolean isBesideFolders(String path) {
		Layout layout = this.rules.layout();
		return layout != null && Layouts.of(layout).has(Trait.FOLDERS_ONLY) && !FOLDER.matcher(path).find();
	}

	/** The files of events of other commands are left alone. */
	private boolean isRun(String path, MigrationName callback) {
		if (FlywayEvent.isMissed(callback.event())) {
			this.problems.add(new FileProblem(Kind.UNSUPPORTED,
					path + " is for an event of Flyway at which Slipway runs nothing. It runs "
							+ FlywayEvent.supported() + "."));
		}
		return FlywayEvent.isSupported(callback.event());
	}

	/**
	 * Leave out what is for other databases, and what a file for PostgreSQL stands in
	 * for.
	 */
	private static List<NamedFile> ours(List<NamedFile> files) {
		Set<String> special = files.stream()
			.map(NamedFile::name)
			.filter((name) -> name.database() != null && !name.isForeign())
			.map(MigrationName::identity)
			.collect(Collectors.toSet());
		Predicate<MigrationName> general = (name) -> name.database() == null && special.contains(name.identity())
				&& !runsBeside(name);
		return files.stream().filter((file) -> !file.name().isForeign() && !general.test(file.name())).toList();
	}

	private static boolean runsBeside(MigrationName name) {
		Layout layout = Layouts.told(name.shape());
		return layout != null && Layouts.of(layout).has(Trait.DATABASES_BESIDE);
	}

	private Optional<ReadFile> read(NamedFile file) {
		try {
			Layout layout = (this.rules.layout() != null) ? this.rules.layout() : Layouts.told(file.name().shape());
			Script script = Script.read(this.companions.complete(
					new ScriptFile(file.path(), file.resource(), layout, file.name().autocommit(), this.rules),
					file.url()));
			return Optional.of(new ReadFile(asItsTool(file, layout, script), script));
		}
		catch (IOException | IllegalArgumentException ex) {
			// A percent sign in the name of an archive's entry is no valid URL.
			this.problems
				.add(new FileProblem(Kind.UNREADABLE, file.path() + " cannot be read: " + ex.getMessage() + "."));
			return Optional.empty();
		}
	}

	/**
	 * A tool that is recognised by its markers reads a date with separators in its own
	 * way.
	 */
	private static MigrationName asItsTool(NamedFile file, @Nullable Layout layout, Script script) {
		boolean decided = layout != null || !file.name().shape().isDate();
		return decided ? file.name() : MigrationName.of(file.path(), script.layout()).orElse(file.name());
	}

	/**
	 * A file that may be a migration by its name.
	 *
	 * @param url where it is
	 * @param path the same, as a person finds it
	 * @param resource the file
	 * @param name what its name says
	 */
	private record NamedFile(String url, String path, Resource resource, MigrationName name) {

	}

}
