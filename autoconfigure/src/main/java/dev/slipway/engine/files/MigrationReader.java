package dev.slipway.engine.files;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

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

	private final String service;

	private final ReadingRules rules;

	private final List<FileProblem> problems = new ArrayList<>();

	private final List<String> warnings = new ArrayList<>();

	/** The patterns by which a file was left out. */
	private final Set<String> excluded = new HashSet<>();

	/** The files with a name of no migration, until those beside them are known. */
	private final List<FoundFile> strays = new ArrayList<>();

	/** The files in folders of undo files that undo nothing by their names. */
	private final List<FoundFile> leftAlone = new ArrayList<>();

	/** Where the files really are. */
	private final Map<Resource, String> real = new HashMap<>();

	private final FileSearch search;

	private final SidecarFiles companions;

	private final IncludableFiles includable;

	/**
	 * Create a reader.
	 * @param others the locations of other services
	 * @param rules how the files are read
	 */
	private MigrationReader(String service, List<String> others, ResourcePatternResolver resources, ClassPath classPath,
			ReadingRules rules) {
		this.service = service;
		this.rules = rules;
		this.search = new FileSearch(others, resources, classPath, rules.layout(), this.problems::add);
		this.companions = new SidecarFiles(this.search.companions(), this.problems::add);
		this.includable = new IncludableFiles(rules);
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
		locations.forEach(this.search::find);
		this.search.all().forEach(this.includable::add);
		MigrationGrouping grouping = new MigrationGrouping(this.rules, this.problems::add, this.warnings);
		List<NamedFile> named = name(this.search.scripts());
		if (this.search.scripts().isEmpty() && this.problems.isEmpty()) {
			this.search.ofOthersOnly()
				.forEach((location) -> this.problems.add(new FileProblem(Kind.EMPTY_LOCATION, "The location " + location
						+ " holds no SQL file but those in the locations of other services.")));
		}
		if (named.isEmpty() && this.problems.isEmpty() && this.strays.isEmpty()) {
			this.problems.add(new FileProblem(Kind.EMPTY_LOCATION, "No file in " + String.join(", ", locations)
					+ " is a migration. " + MigrationName.accepted(this.rules.layout()) + "."));
		}
		int before = this.problems.size();
		List<ReadFile> read = new ArrayList<>();
		for (NamedFile file : ours(named)) {
			read(file).ifPresentOrElse(read::add, () -> grouping.miss(file.name()));
		}
		FilesBeside beside = new FilesBeside(read);
		read.replaceAll((file) -> readAgain(file, beside));
		takeOutIncluded(read);
		this.strays.removeIf((file) -> beside.isLeftAlone(file.path()));
		this.problems.addAll(before, strays(named));
		read.removeIf((file) -> beside.isLeftAlone(file.script().path()));
		read.forEach((file) -> refuseTwice(file, read));
		if (this.problems.isEmpty()) {
			beside.check(this.problems::add);
		}
		read.forEach(grouping::add);
		this.rules.exclude()
			.stream()
			.filter((pattern) -> !this.excluded.contains(pattern))
			.forEach((pattern) -> this.warnings.add("no file is left out by exclude: " + pattern));
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
		Set<String> seen = new HashSet<>();
		Programs programs = new Programs(files, this.rules.layout(), this::isExcluded);
		files.forEach((url, file) -> {
			String path = Location.display(url);
			MigrationName name = programs.name(url, path).orElse(null);
			if (isExcluded(path) || (name == null && isBesideFolders(path))) {
				return;
			}
			if (MigrationName.isInUndoFolder(file.relative())) {
				addUndo(file, name, named);
				return;
			}
			programs.problem(url, path, Optional.ofNullable(name)).ifPresent(this.problems::add);
			if (MigrationName.isLost(path)) {
				return;
			}
			if (name == null) {
				this.strays.add(file);
			}
			else if (seen.add(name.fileName() + " " + file.real())
					&& (name.role() != Role.CALLBACK || isRun(path, name))) {
				named.add(new NamedFile(file, name));
			}
		});
		takeOutOthers(named);
		return named;
	}

	/**
	 * Names that mean something to one tool alone mean nothing among those of another.
	 */
	private void takeOutOthers(List<NamedFile> named) {
		if (this.rules.layout() != null || layouts(named).filter((layout) -> layout != Layout.PLAIN).count() < 2) {
			return;
		}
		named.removeIf((file) -> {
			boolean alone = Layouts.has(Layouts.told(file.name().shape()), Trait.ALONE);
			if (alone) {
				this.strays.add(file.found());
			}
			return alone;
		});
	}

	private static Stream<Layout> layouts(List<NamedFile> named) {
		return named.stream()
			.map((file) -> Layouts.told(file.name().shape()))
			.map((told) -> (told != null) ? told : Layout.PLAIN)
			.distinct();
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
	private void addUndo(FoundFile file, @Nullable MigrationName name, List<NamedFile> named) {
		if (name != null && (name.role() == Role.VERSIONED || name.role() == Role.UNDO)) {
			named.add(new NamedFile(file, name.asUndo()));
		}
		else {
			this.leftAlone.add(file);
		}
	}

	/** A file that stands in a script is not missing anywhere. */
	private void takeOutIncluded(List<ReadFile> files) {
		this.search.all().forEach((file) -> this.real.put(file.resource(), file.real()));
		Set<String> included = files.stream()
			.flatMap((file) -> file.script().files().stream())
			.map(this::real)
			.collect(Collectors.toSet());
		this.strays.removeIf((file) -> included.contains(file.real()));
		this.leftAlone.stream()
			.filter((file) -> !included.contains(file.real()))
			.forEach((file) -> this.warnings.add(file.path() + " is left alone: its folder is one of undo files"));
	}

	/** Links may lead to one file by two paths. */
	private String real(Resource file) {
		return this.real.getOrDefault(file, "");
	}

	/** What is a migration and stands in another one would run twice. */
	private void refuseTwice(ReadFile file, List<ReadFile> files) {
		String self = real(file.script().resource());
		files.stream()
			.filter((other) -> other != file && other.name().role() != Role.UNDO && file.name().role() != Role.UNDO
					&& other.script().included().stream().map(this::real).anyMatch(self::equals))
			.findFirst()
			.ifPresent((other) -> this.problems.add(new FileProblem(Kind.UNSUPPORTED,
					file.script().path() + " is a migration by its name, and its text stands in "
							+ other.script().path() + " too: it would run twice. If it is none, rename it, or exclude: "
							+ file.name().fileName() + ".")));
	}

	/** What is accepted is said once. */
	private List<FileProblem> strays(List<NamedFile> named) {
		List<FileProblem> refused = new ArrayList<>();
		for (FoundFile file : this.strays) {
			String path = file.path();
			StringBuilder text = new StringBuilder(path).append(" is no migration.");
			Optional<Layout> other = other(path);
			MigrationName.nearest(path, this.rules.layout())
				.filter((name) -> other.isEmpty() || isOfOneOf(name, named))
				.ifPresent((name) -> text.append(" It would be one as ").append(name).append("."));
			other.ifPresent((layout) -> text.append(" Its name is ")
				.append(layout.property())
				.append("'s, and others are another tool's: layout: ")
				.append(layout.property())
				.append(" reads all files as that tool does."));
			if (file == this.strays.get(0)) {
				text.append(" ").append(MigrationName.accepted(this.rules.layout())).append(".");
				layoutThatLeavesStrays(named).ifPresent((layout) -> text.append(" With layout: ")
					.append(layout.property())
					.append(" such files are left alone, as by that tool."));
				text.append(" To leave one out: exclude: ").append(NameShape.last(path, 1)).append(".");
			}
			refused.add(new FileProblem(Kind.NO_MIGRATION, text.toString()));
		}
		return refused;
	}

	/** The layout that has a name which means nothing among the others. */
	private Optional<Layout> other(String path) {
		return (this.rules.layout() != null) ? Optional.empty()
				: MigrationName.of(path, null)
					.map((name) -> Layouts.told(name.shape()))
					.filter((layout) -> Layouts.has(layout, Trait.ALONE));
	}

	private static boolean isOfOneOf(String name, List<NamedFile> named) {
		return MigrationName.of(name, null)
			.map((read) -> Layouts.told(read.shape()))
			.filter((told) -> layouts(named).anyMatch(told::equals))
			.isPresent();
	}

	/** The layout of all other files, if its tool ignores what is not its own. */
	private Optional<Layout> layoutThatLeavesStrays(List<NamedFile> named) {
		List<Layout> layouts = layouts(named).toList();
		return (this.rules.layout() == null && layouts.size() == 1)
				? layouts.stream().filter((layout) -> Layouts.of(layout).has(Trait.FOLDERS_ONLY)).findFirst()
				: Optional.empty();
	}

	/**
	 * diesel and Prisma look at nothing that is not in the folder of a migration, which
	 * counts where one of them is all that there is.
	 */
	private boolean isBesideFolders(String path) {
		return Layouts.has(this.rules.layout(), Trait.FOLDERS_ONLY) && !MigrationName.isInFolder(path);
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
			Script script = Script
				.read(this.companions.complete(new ScriptFile(file.path(), file.found().resource(), layout,
						file.name().autocommit(), this.rules, this.includable.of(file.found())), file.found().url()));
			if (file.name().role() != Role.UNDO) {
				this.problems.addAll(script.includeProblems());
			}
			if (file.name().role() == Role.REPEATABLE) {
				script.readAsRun().ifPresent(this.problems::add);
			}
			return Optional.of(new ReadFile(asItsTool(file, layout, script), script));
		}
		catch (IOException | SecurityException | IllegalArgumentException ex) {
			// A signed archive that was changed is a matter of security, and a percent
			// sign in the name of an archive's entry is no valid URL.
			this.problems.add(FolderWalk.unreadable(file.path(), ReadFailure.reason(ex)));
			return Optional.empty();
		}
	}

	private ReadFile readAgain(ReadFile file, FilesBeside beside) {
		Layout layout = beside.layout(file).orElse(null);
		try {
			return (layout != null) ? new ReadFile(file.name(), file.script().readAs(layout)) : file;
		}
		catch (IOException ex) {
			this.problems.add(FolderWalk.unreadable(file.script().path(), ReadFailure.reason(ex)));
			return file;
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
	 * @param found the file
	 * @param name what its name says
	 */
	private record NamedFile(FoundFile found, MigrationName name) {

		String path() {
			return this.found.path();
		}

	}

}
