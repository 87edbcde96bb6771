package dev.slipway.engine.files;

import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;

import dev.slipway.CodeMigration;
import dev.slipway.InvalidMigrationsException;
import dev.slipway.InvalidMigrationsException.FileProblem;
import dev.slipway.InvalidMigrationsException.Kind;
import dev.slipway.Layout;
import dev.slipway.MigratorOptions;
import dev.slipway.engine.layout.FlywayEvent;
import dev.slipway.engine.layout.Layouts;
import dev.slipway.engine.layout.NameShape;
import dev.slipway.engine.layout.Role;
import dev.slipway.engine.layout.Trait;
import dev.slipway.engine.layout.Version;
import dev.slipway.engine.layout.VersionFolders;
import dev.slipway.engine.script.KnownText;
import dev.slipway.engine.script.ReadBuffer;
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

	private final List<CodeMigration> code;

	private final List<FileProblem> problems = new ArrayList<>();

	/** No lambda, and none on the way of a start: linking one costs more than a class. */
	private final Consumer<FileProblem> noted = new Consumer<>() {

		@Override
		public void accept(FileProblem problem) {
			MigrationReader.this.problems.add(problem);
		}

	};

	private final List<String> warnings = new ArrayList<>();

	/** The patterns by which a file was left out. */
	private final Set<String> excluded = new HashSet<>();

	/** The names of programs that are left out. */
	private final List<String> programs = new ArrayList<>();

	/** The files with a name of no migration, until those beside them are known. */
	private final List<FoundFile> strays = new ArrayList<>();

	/** The files in folders of undo files that undo nothing by their names. */
	private final List<FoundFile> leftAlone = new ArrayList<>();

	private final ClassPath classPath;

	private final FileSearch search;

	private final SidecarFiles companions;

	private final IncludableFiles includable;

	private final ReadBuffer buffer = new ReadBuffer();

	/**
	 * Create a reader.
	 * @param others the locations of other services
	 * @param rules how the files are read
	 * @param code the migrations that are no files
	 */
	private MigrationReader(String service, List<String> others, ResourcePatternResolver resources, ClassPath classPath,
			ReadingRules rules, List<CodeMigration> code) {
		this.service = service;
		this.rules = rules;
		this.code = code;
		this.classPath = classPath;
		this.search = new FileSearch(others, resources, classPath, rules.layout(), this.noted);
		this.companions = new SidecarFiles(this.search.companions(), this.noted);
		this.includable = new IncludableFiles(this.search.all(), rules);
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
		return read(service, locations, others, resources, ClassPath.of(resources), rules, List.of());
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
	 * @param code the migrations of the service that are no files
	 * @return the migrations
	 * @throws InvalidMigrationsException with all problems of all files
	 */
	public static MigrationSet read(String service, List<String> locations, List<String> others,
			ResourcePatternResolver resources, ClassPath classPath, ReadingRules rules, List<CodeMigration> code) {
		classPath.keepOpen();
		try {
			return new MigrationReader(service, others, resources, classPath, rules, code).read(locations);
		}
		finally {
			classPath.release();
		}
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
		// Nobody has chosen the location, and so nobody has mistyped it.
		boolean maybeEmpty = !this.code.isEmpty() && locations.equals(MigratorOptions.of(this.service).locations());
		if (maybeEmpty) {
			this.problems.removeIf((problem) -> problem.kind() == Kind.EMPTY_LOCATION);
		}
		for (String path : this.search.notInIndex()) {
			this.warnings.add(path + " is not in the index that the build has written (" + FileIndex.PATH
					+ "): a native image would not have it. Build again");
		}
		FileIndex index = this.classPath.index();
		if (index != null && this.classPath.canBeListed() && !index.doubt().isEmpty()) {
			this.warnings.add("the index that the build has written (" + FileIndex.PATH + ") is not used: "
					+ index.doubt() + ". Build again");
		}
		MigrationGrouping grouping = new MigrationGrouping(this.rules, this.noted, this.warnings);
		List<NamedFile> named = name(this.search.scripts());
		if (this.search.scripts().isEmpty() && this.problems.isEmpty() && !maybeEmpty) {
			this.search.ofOthersOnly()
				.forEach((location) -> this.problems.add(new FileProblem(Kind.EMPTY_LOCATION, "The location " + location
						+ " holds no SQL file but those in the locations of other services.")));
		}
		if (named.isEmpty() && this.problems.isEmpty() && this.strays.isEmpty() && !maybeEmpty) {
			this.problems.add(new FileProblem(Kind.EMPTY_LOCATION, "No file in " + String.join(", ", locations)
					+ " is a migration. " + MigrationName.accepted(this.rules.layout()) + "."));
		}
		int before = this.problems.size();
		List<ReadFile> read = new ArrayList<>();
		List<NamedFile> ours = ours(named);
		warnOfForeign(named, ours);
		for (NamedFile file : ours) {
			ReadFile with = read(file);
			if (with != null) {
				read.add(with);
			}
			else {
				grouping.miss(file.name());
			}
		}
		FilesBeside beside = new FilesBeside(read);
		for (int i = 0; i < read.size(); i++) {
			read.set(i, readAgain(read.get(i), beside));
		}
		takeOutIncluded(read, beside);
		this.problems.addAll(before, strays(named));
		if (this.problems.isEmpty()) {
			beside.check(this.noted);
			NameOrder.check(read, this.rules.layout(), this.noted);
		}
		for (ReadFile file : read) {
			grouping.add(file);
		}
		for (String pattern : this.rules.exclude()) {
			if (!this.excluded.contains(pattern)) {
				this.warnings.add("no file is left out by exclude: " + pattern);
			}
		}
		MigrationSet set = grouping.finish(this.service);
		if (!this.code.isEmpty()) {
			set = new CodeMigrations(this.code, this.noted).among(set);
		}
		if (!this.problems.isEmpty()) {
			throw new InvalidMigrationsException(this.service, this.problems);
		}
		return this.programs.isEmpty() ? set : set.withPrograms(this.programs);
	}

	/**
	 * Name the files. Two paths to one file through links are one file, unless it has
	 * another name by the other path.
	 */
	private List<NamedFile> name(Map<String, FoundFile> files) {
		List<NamedFile> named = new ArrayList<>();
		Set<String> seen = new HashSet<>();
		Predicate<String> isExcluded = new Predicate<>() {

			@Override
			public boolean test(String path) {
				return isExcluded(path);
			}

		};
		Programs programs = new Programs(files, this.rules.layout(), isExcluded);
		PlannedFiles planned = PlannedFiles.of(this.search, this.rules.layout(), isExcluded, this.noted);
		for (Map.Entry<String, FoundFile> entry : files.entrySet()) {
			String url = entry.getKey();
			FoundFile file = entry.getValue();
			String path = Location.display(url);
			MigrationName name = (planned.isEmpty() ? programs.name(url, hasVersionFolders() ? file.relative() : path)
					: planned.name(url))
				.orElse(null);
			boolean leftOut = isExcluded(path);
			if (leftOut && MigrationName.isLost(path)) {
				this.programs.add(MigrationName.ofProgram(path));
			}
			if (leftOut || (name == null && isBesideFolders(path))) {
				continue;
			}
			Optional<FileProblem> refusal = hasVersionFolders() ? refusal(path, file.relative()) : Optional.empty();
			if (refusal.isPresent()) {
				this.problems.add(refusal.get());
				continue;
			}
			if (planned.isEmpty() && MigrationName.isInUndoFolder(file.relative())) {
				addUndo(file, MigrationName.isInEraseFolder(file.relative()) ? null : name, named);
				continue;
			}
			programs.problem(url, path, Optional.ofNullable(name)).ifPresent(this.noted);
			if (MigrationName.isLost(path)) {
				continue;
			}
			if (name == null && !planned.isEmpty()) {
				planned.takeOther(url, path, this.warnings::add);
			}
			else if (name == null) {
				this.strays.add(file);
			}
			else if (seen.add(name.fileName() + " " + file.real())
					&& (name.role() != Role.CALLBACK || isRun(path, name))) {
				named.add(new NamedFile(file, name));
			}
		}
		takeOutOthers(named);
		refusePrograms(named);
		return named;
	}

	private boolean hasVersionFolders() {
		return Layouts.has(this.rules.layout(), Trait.VERSION_FOLDERS);
	}

	/** Files in a folder that means something else to the tool. */
	private static Optional<FileProblem> refusal(String path, String relative) {
		boolean undo = MigrationName.isInUndoFolder(relative) && !MigrationName.isInEraseFolder(relative);
		return VersionFolders.refusal(relative)
			.or(() -> undo
					? Optional.of("is in a folder whose name is one of undo files, and would run. Rename the folder")
					: Optional.empty())
			.map((reason) -> new FileProblem(Kind.UNSUPPORTED,
					path + " " + reason + ", or leave it out with exclude: '" + NameShape.last(path, 2) + "'."));
	}

	/**
	 * Names that mean something to one tool alone mean nothing among those of another.
	 */
	private void takeOutOthers(List<NamedFile> named) {
		if (this.rules.layout() != null) {
			return;
		}
		Set<Layout> layouts = layouts(named);
		layouts.remove(Layout.PLAIN);
		boolean several = layouts.size() > 1;
		List<NamedFile> others = new ArrayList<>();
		for (NamedFile file : named) {
			Layout told = Layouts.told(file.name().shape());
			if (Layouts.has(told, Trait.ALONE)
					&& (several || (file.name().role() == Role.CALLBACK && !hasVersioned(told, named)))) {
				others.add(file);
				this.strays.add(file.found());
			}
		}
		if (!others.isEmpty()) {
			named.removeAll(others);
		}
	}

	private static boolean hasVersioned(@Nullable Layout layout, List<NamedFile> named) {
		return named.stream()
			.anyMatch((file) -> file.name().role() == Role.VERSIONED && Layouts.told(file.name().shape()) == layout);
	}

	private static Set<Layout> layouts(List<NamedFile> named) {
		Set<Layout> layouts = EnumSet.noneOf(Layout.class);
		for (NamedFile file : named) {
			Layout told = Layouts.told(file.name().shape());
			layouts.add((told != null) ? told : Layout.PLAIN);
		}
		return layouts;
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

	/** What stands in a migration is none of its own. */
	private void takeOutIncluded(List<ReadFile> read, FilesBeside beside) {
		Map<Resource, String> real = new HashMap<>();
		Set<String> included = new HashSet<>();
		for (ReadFile file : read) {
			if (!file.script().files().isEmpty() && real.isEmpty()) {
				this.search.all().forEach((found) -> real.put(found.resource(), found.real()));
			}
			for (Resource part : file.script().files()) {
				included.add(real.getOrDefault(part, ""));
			}
		}
		if (!this.strays.isEmpty()) {
			this.strays.removeIf((file) -> included.contains(file.real()) || beside.isLeftAlone(file.path()));
		}
		for (FoundFile file : this.leftAlone) {
			if (!included.contains(file.real())) {
				this.warnings.add(file.path() + " is left alone: its folder is one of undo files");
			}
		}
		for (Iterator<ReadFile> files = read.iterator(); files.hasNext();) {
			if (beside.isLeftAlone(files.next().script().path())) {
				files.remove();
			}
		}
		if (!included.isEmpty()) {
			read.forEach((file) -> refuseTwice(file, read, real));
		}
	}

	/** What is a migration and stands in another one would run twice. */
	private void refuseTwice(ReadFile file, List<ReadFile> files, Map<Resource, String> real) {
		if (file.name().role() == Role.UNDO) {
			return;
		}
		String self = real.getOrDefault(file.script().resource(), "");
		files.stream()
			.filter((other) -> other != file && other.name().role() != Role.UNDO
					&& other.script().included().stream().anyMatch((part) -> self.equals(real.get(part))))
			.findFirst()
			.ifPresent((other) -> this.problems.add(new FileProblem(Kind.UNSUPPORTED,
					file.script().path() + " is a migration by its name, and its text stands in "
							+ other.script().path() + " too: it would run twice. If it is none, rename it, or exclude: "
							+ file.name().fileName() + ".")));
	}

	/** What a tool runs besides its scripts would be missing. */
	private void refusePrograms(List<NamedFile> named) {
		Map<String, Layout> folders = new HashMap<>();
		for (NamedFile file : named) {
			Layout layout = (this.rules.layout() != null) ? this.rules.layout() : Layouts.told(file.name().shape());
			if (layout != null && !Layouts.of(layout).programs().isEmpty()) {
				folders.put(NameShape.folder(file.path(), 1), layout);
			}
		}
		if (folders.isEmpty() && !hasVersionFolders()) {
			return;
		}
		this.search.companions().keySet().stream().map(Location::display).sorted().forEach((path) -> {
			Layout layout = hasVersionFolders() ? this.rules.layout() : folders.get(NameShape.folder(path, 1));
			if (layout != null && Layouts.of(layout).isProgram(path) && !isExcluded(path)
					&& !MigrationName.isInEraseFolder(path)) {
				this.problems.add(Programs.refused(path));
			}
		});
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
			.filter((told) -> layouts(named).contains(told))
			.isPresent();
	}

	/** The layout of all other files, if its tool ignores what is not its own. */
	private Optional<Layout> layoutThatLeavesStrays(List<NamedFile> named) {
		Set<Layout> layouts = layouts(named);
		return (this.rules.layout() == null && layouts.size() == 1)
				? layouts.stream().filter((layout) -> Layouts.of(layout).has(Trait.FOLDERS_ONLY)).findFirst()
				: Optional.empty();
	}

	/**
	 * diesel and Prisma look at nothing that is not in the folder of a migration, which
	 * counts where one of them is all that there is. To them a folder needs no number.
	 */
	private boolean isBesideFolders(String path) {
		return Layouts.has(this.rules.layout(), Trait.FOLDERS_ONLY) && !MigrationName.isInFolder(path)
				&& Layouts.shapes(this.rules.layout())
					.stream()
					.noneMatch((shape) -> shape.role() == Role.VERSIONED
							&& shape.example().endsWith("/" + NameShape.last(path, 1)));
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
			boolean general = file.name().database() == null && special.contains(file.name().identity())
					&& !Layouts.has(Layouts.told(file.name().shape()), Trait.DATABASES_BESIDE);
			if (!file.name().isForeign() && !general) {
				ours.add(file);
			}
		}
		return ours;
	}

	/** Only pop and Authelia mean a database by such a name. */
	private void warnOfForeign(List<NamedFile> named, List<NamedFile> ours) {
		if (named.size() == ours.size()) {
			return;
		}
		Set<Version> versions = new HashSet<>();
		for (NamedFile file : ours) {
			if (file.name().version() != null) {
				versions.add(file.name().version());
			}
		}
		for (NamedFile file : named) {
			if (file.name().isForeign() && file.name().role() == Role.VERSIONED
					&& !versions.contains(file.name().requireVersion())) {
				this.warnings.add(file.path() + " is left alone: its name says that it is for another database, and its"
						+ " version has no other file");
			}
		}
	}

	/** Return the file with its script, {@code null} when it cannot be read. */
	private @Nullable ReadFile read(NamedFile file) {
		try {
			Layout layout = (this.rules.layout() != null) ? this.rules.layout() : Layouts.told(file.name().shape());
			ScriptFile described = this.companions.complete(new ScriptFile(file.path(), file.found().resource(), layout,
					file.name().autocommit(), this.rules, this.includable.of(file.found())), file.found().url());
			// Lines on which a file names others may stand anywhere in it.
			KnownText known = Layouts.has(layout, Trait.DEPENDENCIES) ? null : this.search.known(file.found());
			Script script = (known != null) ? Script.of(described, known) : Script.read(described, this.buffer);
			if (file.name().role() != Role.UNDO) {
				this.problems.addAll(script.includeProblems());
			}
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
