package dev.slipway.engine.files;

import dev.slipway.engine.script.Script;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;

import dev.slipway.InvalidMigrationsException.FileProblem;
import dev.slipway.InvalidMigrationsException.Kind;
import dev.slipway.Layout;
import dev.slipway.engine.files.Callback.Event;
import dev.slipway.engine.files.FileShape.Role;
import dev.slipway.engine.script.ReadingRules;
import dev.slipway.engine.text.Listing;

/**
 * Puts files together: those of one version, a migration and what undoes it, the
 * callbacks of one event; and refuses those of which nothing says which one is meant.
 */
final class MigrationGrouping {

	private final ReadingRules rules;

	private final Consumer<FileProblem> problems;

	private final SortedMap<Version, List<ReadFile>> versioned = new TreeMap<>();

	private final SortedMap<Version, List<ReadFile>> undos = new TreeMap<>();

	private final SortedMap<Version, List<ReadFile>> baselines = new TreeMap<>();

	private final SortedMap<String, List<ReadFile>> repeatables = new TreeMap<>();

	private final SortedMap<Event, SortedMap<String, List<ReadFile>>> callbacks = new TreeMap<>();

	private final Set<Version> missed = new HashSet<>();

	/**
	 * Create an grouping without files.
	 * @param rules how the files are read
	 * @param problems takes what does not fit together
	 */
	MigrationGrouping(ReadingRules rules, Consumer<FileProblem> problems) {
		this.rules = rules;
		this.problems = problems;
	}

	void add(ReadFile file) {
		MigrationName name = file.name();
		if (name.role() == Role.CALLBACK) {
			FlywayEvent.moment(name.event())
				.ifPresent((event) -> put(this.callbacks.computeIfAbsent(event, (key) -> new TreeMap<>()),
						name.description(), file));
		}
		else if (name.role() == Role.REPEATABLE) {
			put(this.repeatables, name.description(), file);
		}
		else if (name.role() == Role.UNDO) {
			put(this.undos, name.requireVersion(), file);
		}
		else {
			put((name.role() == Role.BASELINE) ? this.baselines : this.versioned, name.requireVersion(), file);
		}
	}

	/**
	 * Note a migration that is there and could not be read: what undoes it is no orphan.
	 */
	void miss(MigrationName name) {
		if (name.version() != null) {
			this.missed.add(name.version());
		}
	}

	private static <K> void put(SortedMap<K, List<ReadFile>> files, K key, ReadFile file) {
		files.computeIfAbsent(key, (none) -> new ArrayList<>()).add(file);
	}

	MigrationSet finish(String service) {
		List<Migration> migrations = new ArrayList<>();
		this.versioned.forEach((version, files) -> migrations.addAll(ofOneVersion(version, files)));
		this.undos.keySet().removeAll(this.missed);
		this.undos.values().stream().flatMap(List::stream).forEach(this::refuseOrphan);
		List<Callback> hooks = new ArrayList<>();
		this.callbacks.forEach((event, files) -> singles(files)
			.forEach((file) -> hooks.add(new Callback(event, file.name().fileName(), file.script()))));
		return new MigrationSet(service, migrations, others(Migration.Kind.BASELINE, this.baselines),
				others(Migration.Kind.REPEATABLE, this.repeatables), hooks);
	}

	/** Files of one version run in the order of their names. */
	private List<Migration> ofOneVersion(Version version, List<ReadFile> files) {
		files.sort(Comparator.comparing((file) -> file.name().fileName()));
		boolean byName = isByName(files);
		refuseTwins(version, files, byName);
		List<ReadFile> undos = this.undos.getOrDefault(version, List.of());
		this.undos.remove(version);
		List<Migration> migrations = new ArrayList<>();
		for (ReadFile file : files) {
			Optional<ReadFile> undo = undoOf(file, undos, files.size() == 1);
			undo.ifPresent(undos::remove);
			migrations.add(migration(Migration.Kind.VERSIONED, file, byName, undo));
		}
		undos.forEach((undo) -> refuseSecondUndo(undo, files));
		return migrations;
	}

	/**
	 * Whether names tell the files of one version apart. The text of a file is asked only
	 * when there are several, since it would have to be read for that.
	 */
	private boolean isByName(List<ReadFile> files) {
		return this.rules.duplicatesByName() || this.rules.layout() == Layout.SQL_MIGRATE
				|| files.stream().allMatch((file) -> file.name().shape() == FileShape.FOLDER_MIGRATION)
				|| (files.size() > 1
						&& files.stream().allMatch((file) -> file.script().layout() == Layout.SQL_MIGRATE));
	}

	private void refuseTwins(Version version, List<ReadFile> files, boolean byName) {
		long names = files.stream().map((file) -> file.name().name()).distinct().count();
		if (names < files.size() || (files.size() > 1 && !byName)) {
			boolean named = names == files.size();
			this.problems
				.accept(new FileProblem(named ? Kind.DUPLICATE_VERSION : Kind.DUPLICATE_FILE,
						"Version " + version + " occurs " + times(files) + (named
								? ". If their names tell them apart, duplicate-versions: by-name runs them all."
								: byName ? ", under one name." : ".")));
		}
	}

	/**
	 * Where a version has one migration, another name of the undo file does not matter.
	 */
	private static Optional<ReadFile> undoOf(ReadFile file, List<ReadFile> undos, boolean single) {
		Optional<ReadFile> namesake = undos.stream()
			.filter((undo) -> undo.name().name().equals(file.name().name()))
			.findFirst();
		return namesake.or(() -> single ? undos.stream().findFirst() : Optional.empty());
	}

	private void refuseSecondUndo(ReadFile undo, List<ReadFile> files) {
		if (files.size() > 1) {
			refuseOrphan(undo);
		}
		else {
			this.problems.accept(new FileProblem(Kind.DUPLICATE_FILE, files.get(0).script().path()
					+ " is undone by several files; one of them is " + undo.script().path() + "."));
		}
	}

	private void refuseOrphan(ReadFile undo) {
		this.problems.accept(
				new FileProblem(Kind.ORPHANED_UNDO, undo.script().path() + " undoes a migration that is not there."));
	}

	private <K> List<Migration> others(Migration.Kind kind, SortedMap<K, List<ReadFile>> files) {
		return singles(files).stream().map((file) -> migration(kind, file, false, Optional.empty())).toList();
	}

	private <K> List<ReadFile> singles(SortedMap<K, List<ReadFile>> files) {
		files.values().stream().filter((same) -> same.size() > 1).forEach(this::refuseSame);
		return files.values().stream().map((same) -> same.get(0)).toList();
	}

	private void refuseSame(List<ReadFile> files) {
		this.problems.accept(
				new FileProblem(Kind.DUPLICATE_FILE, files.get(0).name().fileName() + " occurs " + times(files) + "."));
	}

	private static String times(List<ReadFile> files) {
		List<String> paths = files.stream().map((file) -> file.script().path()).toList();
		int last = paths.size() - 1;
		return ((paths.size() == 2) ? "twice" : paths.size() + " times") + ": " + ((last > Listing.MOST)
				? Listing.of(paths) : Listing.of(paths.subList(0, last)) + " and " + paths.get(last));
	}

	private static Migration migration(Migration.Kind kind, ReadFile file, boolean byName, Optional<ReadFile> undo) {
		MigrationName name = file.name();
		return new Migration(kind, name.version(), name.name(), byName, name.fileName(), file.script(),
				undo.map(ReadFile::script).orElse(null));
	}

	/**
	 * A file that was read.
	 *
	 * @param name what its name says
	 * @param script its text
	 */
	record ReadFile(MigrationName name, Script script) {

	}

}
