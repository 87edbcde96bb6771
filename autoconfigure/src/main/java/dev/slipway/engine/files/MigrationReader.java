package dev.slipway.engine.files;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Pattern;

import dev.slipway.InvalidMigrationsException;
import dev.slipway.InvalidMigrationsException.FileProblem;
import dev.slipway.InvalidMigrationsException.Kind;
import dev.slipway.Layout;
import dev.slipway.engine.layout.FlywayEvent;
import dev.slipway.engine.layout.Layouts;
import dev.slipway.engine.layout.NameShape;
import dev.slipway.engine.layout.Role;
import dev.slipway.engine.layout.Trait;
import dev.slipway.engine.script.ReadingRules;
import dev.slipway.engine.script.Script;
import dev.slipway.engine.script.ScriptFile;
import dev.slipway.engine.text.ReadFailure;
import org.jspecify.annotations.Nullable;

import org.springframework.core.io.Resource;
import org.springframework.core.io.ResourceLoader;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;
import org.springframework.core.io.support.ResourcePatternResolver;
import org.springframework.util.AntPathMatcher;

/**
 * Finds, names and reads the files of one service, and notes every problem on the way
 * instead of stopping at the first.
 */
public final class MigrationReader {

	private static final AntPathMatcher PATHS = new AntPathMatcher();

	/** The folder of a migration. */
	private static final Pattern FOLDER = Pattern.compile("(?:^|/)\\d[^/]*/[^/]*$");

	private final String service;

	private final ReadingRules rules;

	private final List<FileProblem> problems = new ArrayList<>();

	private final Consumer<FileProblem> noted = this.problems::add;

	private final List<String> warnings = new ArrayList<>();

	/** The patterns by which a file was left out. */
	private final Set<String> excluded = new HashSet<>();

	private final FileSearch search;

	private final SidecarFiles companions;

	/**
	 * Create a reader.
	 * @param others the locations of other services
	 * @param rules how the files are read
	 */
	private MigrationReader(String service, List<String> others, ResourcePatternResolver resources, ClassPath classPath,
			ReadingRules rules) {
		this.service = service;
		this.rules = rules;
		this.search = new FileSearch(others, resources, classPath, rules.layout(), this.noted);
		this.companions = new SidecarFiles(this.search.companions(), this.noted);
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
		return read(service, locations, others, resources, ClassPath.of(resources), rules);
	}

	/**
	 * Read the migrations of one of several services, which share a class path.
	 * @param service the name of the service, empty for the unnamed one
	 * @param locations Spring resource locations of folders; each is searched with its
	 * sub-folders
	 * @param others the locations of other services, which keep what is below them
	 * @param resources finds the resources of a location
	 * @param classPath the class path, which is looked at once
	 * @param rules how the files are read
	 * @return the migrations
	 * @throws InvalidMigrationsException with all problems of all files
	 */
	public static MigrationSet read(String service, List<String> locations, List<String> others,
			ResourcePatternResolver resources, ClassPath classPath, ReadingRules rules) {
		return new MigrationReader(service, others, resources, classPath, rules).read(locations);
	}

	/**
	 * Return whether a location has anything to read, or may have it and cannot be read.
	 * @param location a Spring resource location of a folder
	 * @param others the locations of services, which keep what is below them
	 * @param resources finds the resources of a location
	 */
	public static boolean hasFiles(String location, List<String> others, ResourceLoader resources) {
		List<FileProblem> problems = new ArrayList<>();
		FileSearch search = new FileSearch(others, new PathMatchingResourcePatternResolver(resources),
				ClassPath.of(resources), null, problems::add);
		search.find(location);
		return !search.scripts().isEmpty()
				|| problems.stream().anyMatch((problem) -> problem.kind() != Kind.EMPTY_LOCATION);
	}

	private MigrationSet read(List<String> locations) {
		for (String location : locations) {
			this.search.find(location);
		}
		MigrationGrouping grouping = new MigrationGrouping(this.rules, this.noted, this.warnings);
		List<NamedFile> named = name(this.search.scripts());
		if (this.search.scripts().isEmpty() && this.problems.isEmpty()) {
			this.search.ofOthersOnly()
				.forEach((location) -> this.problems.add(new FileProblem(Kind.EMPTY_LOCATION, "The location " + location
						+ " holds no SQL file but those in the locations of other services.")));
		}
		if (named.isEmpty() && this.problems.isEmpty()) {
			this.problems.add(new FileProblem(Kind.EMPTY_LOCATION, "No file in " + String.join(", ", locations)
					+ " is a migration. " + MigrationName.accepted(this.rules.layout()) + "."));
		}
		for (NamedFile file : ours(named)) {
			ReadFile read = read(file);
			if (read != null) {
				grouping.add(read);
			}
			else {
				grouping.miss(file.name());
			}
		}
		for (String pattern : this.rules.exclude()) {
			if (!this.excluded.contains(pattern)) {
				this.warnings.add("no file is left out by exclude: " + pattern);
			}
		}
		MigrationSet set = grouping.finish(this.service);
		if (!this.problems.isEmpty()) {
			throw new InvalidMigrationsException(this.service, this.problems);
		}
		return set;
	}

	/**
	 * Name the files. Two paths to one file through links are one file, unless it has
	 * another name by the other path.
	 */
	private List<NamedFile> name(Map<String, FoundFile> files) {
		List<NamedFile> named = new ArrayList<>();
		List<String> strays = new ArrayList<>();
		Set<String> seen = new HashSet<>();
		for (Map.Entry<String, FoundFile> entry : files.entrySet()) {
			String url = entry.getKey();
			FoundFile file = entry.getValue();
			String path = Location.display(url);
			MigrationName name = MigrationName.of(path, this.rules.layout()).orElse(null);
			if (isExcluded(path) || (name == null && isBesideFolders(path))) {
				continue;
			}
			if (MigrationName.isInUndoFolder(file.relative())) {
				addUndo(url, path, file.resource(), name, named);
			}
			else if (MigrationName.isLost(path)) {
				refuseProgram(path);
			}
			else if (name == null) {
				strays.add(path);
			}
			else if (seen.add(name.fileName() + " " + file.real())
					&& (name.role() != Role.CALLBACK || isRun(path, name))) {
				named.add(new NamedFile(url, path, file.resource(), name));
			}
		}
		refuseStrays(strays, named);
		return named;
	}

	private boolean isExcluded(String path) {
		boolean excluded = false;
		for (String pattern : this.rules.exclude()) {
			if (PATHS.match("**/" + pattern, path.startsWith("/") ? path.substring(1) : path)) {
				this.excluded.add(pattern);
				excluded = true;
			}
		}
		return excluded;
	}

	/** Nothing in a folder of undo files runs as a migration. */
	private void addUndo(String url, String path, Resource file, @Nullable MigrationName name, List<NamedFile> named) {
		if (name != null && (name.role() == Role.VERSIONED || name.role() == Role.UNDO)) {
			named.add(new NamedFile(url, path, file, name.asUndo()));
		}
		else {
			this.warnings.add(path + " is left alone: its folder is one of undo files");
		}
	}

	/** In front of files without a version nobody misses one. */
	private void refuseProgram(String path) {
		String file = NameShape.last(path, 1);
		boolean inFolder = !Character.isDigit(file.charAt(0)) && file.matches("(?:up|down|migration)\\..*");
		if (!inFolder || FOLDER.matcher(path).find()) {
			this.problems.add(new FileProblem(Kind.UNSUPPORTED, path
					+ " is a migration of another tool's and no .sql file: what it does would be missing. Write it as SQL,"
					+ " or leave it out with exclude: " + (inFolder ? "'" + NameShape.last(path, 2) + "'" : file)
					+ "."));
		}
	}

	/** What is accepted is said once. */
	private void refuseStrays(List<String> strays, List<NamedFile> named) {
		for (String path : strays) {
			StringBuilder text = new StringBuilder(path).append(" is no migration.");
			MigrationName.nearest(path, this.rules.layout())
				.ifPresent((name) -> text.append(" It would be one as ").append(name).append("."));
			if (path.equals(strays.get(0))) {
				text.append(" ").append(MigrationName.accepted(this.rules.layout())).append(".");
				layoutThatLeavesStrays(named).ifPresent((layout) -> text.append(" With layout: ")
					.append(layout.property())
					.append(" such files are left alone, as by that tool."));
				text.append(" To leave one out: exclude: ").append(NameShape.last(path, 1)).append(".");
			}
			this.problems.add(new FileProblem(Kind.NO_MIGRATION, text.toString()));
		}
	}

	/** The layout of all other files, if its tool ignores what is not its own. */
	private Optional<Layout> layoutThatLeavesStrays(List<NamedFile> named) {
		Set<Layout> layouts = new HashSet<>();
		for (NamedFile file : named) {
			Layout told = Layouts.told(file.name().shape());
			layouts.add((told != null) ? told : Layout.PLAIN);
		}
		return (this.rules.layout() == null && layouts.size() == 1)
				? layouts.stream().filter((layout) -> Layouts.of(layout).has(Trait.FOLDERS_ONLY)).findFirst()
				: Optional.empty();
	}

	/**
	 * diesel and Prisma look at nothing that is not in the folder of a migration, which
	 * counts where one of them is all that there is.
	 */
	private boolean isBesideFolders(String path) {
		return Layouts.has(this.rules.layout(), Trait.FOLDERS_ONLY) && !FOLDER.matcher(path).find();
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
		Set<String> special = new HashSet<>();
		for (NamedFile file : files) {
			if (file.name().database() != null && !file.name().isForeign()) {
				special.add(file.name().identity());
			}
		}
		List<NamedFile> ours = new ArrayList<>();
		for (NamedFile file : files) {
			boolean general = file.name().database() == null && special.contains(file.name().identity());
			if (!file.name().isForeign() && !general) {
				ours.add(file);
			}
		}
		return ours;
	}

	/** Return the file with its script, {@code null} when it cannot be read. */
	private @Nullable ReadFile read(NamedFile file) {
		try {
			Layout layout = (this.rules.layout() != null) ? this.rules.layout() : Layouts.told(file.name().shape());
			Script script = Script.read(this.companions.complete(
					new ScriptFile(file.path(), file.resource(), layout, file.name().autocommit(), this.rules),
					file.url()));
			if (file.name().role() == Role.REPEATABLE) {
				script.readAsRun().ifPresent(this.noted);
			}
			return new ReadFile(asItsTool(file, layout, script), script);
		}
		catch (IOException | SecurityException | IllegalArgumentException ex) {
			// A signed archive that was changed is a matter of security, and a percent
			// sign in the name of an archive's entry is no valid URL.
			this.problems.add(FolderWalk.unreadable(file.path(), ReadFailure.reason(ex)));
			return null;
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
