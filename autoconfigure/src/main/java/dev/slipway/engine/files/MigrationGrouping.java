package dev.slipway.engine.files;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;

import dev.slipway.InvalidMigrationsException.FileProblem;
import dev.slipway.InvalidMigrationsException.Kind;
import dev.slipway.Layout;
import dev.slipway.engine.files.Callback.Event;
import dev.slipway.engine.layout.Layouts;
import dev.slipway.engine.layout.NameShape;
import dev.slipway.engine.layout.Role;
import dev.slipway.engine.layout.Trait;
import dev.slipway.engine.layout.Version;
import dev.slipway.engine.layout.VersionFolders;
import dev.slipway.engine.script.ReadingRules;
import dev.slipway.engine.text.Expression;
import dev.slipway.engine.text.Listing;
import org.jspecify.annotations.Nullable;

/**
 * Puts files together: those of one version, a migration and what undoes it, the
 * callbacks of one event; and refuses those of which nothing says which one is meant.
 */
final class MigrationGrouping {

	private static final Expression VERSION_FOLDER = new Expression("(?:^|/)v?\\d+(?:\\.\\d+)*/[^/]*$");

	private final ReadingRules rules;

	private final Consumer<FileProblem> problems;

	private final List<String> warnings;

	private final SortedMap<Version, List<ReadFile>> versioned = new TreeMap<>();

	private final SortedMap<Version, List<ReadFile>> undos = new TreeMap<>();

	private final SortedMap<Version, List<ReadFile>> baselines = new TreeMap<>();

	private final SortedMap<String, List<ReadFile>> repeatables = new TreeMap<>();

	private final SortedMap<Event, SortedMap<String, List<ReadFile>>> callbacks = new TreeMap<>();

	private final Set<Version> missed = new HashSet<>();

	/**
	 * Create a grouping without files.
	 * @param rules how the files are read
	 * @param problems takes what does not fit together
	 * @param warnings takes what is left alone
	 */
	MigrationGrouping(ReadingRules rules, Consumer<FileProblem> problems, List<String> warnings) {
		this.rules = rules;
		this.problems = problems;
		this.warnings = warnings;
	}

	void add(ReadFile file) {
		MigrationName name = file.name();
		if (name.role() == Role.CALLBACK) {
			put(this.callbacks.computeIfAbsent(Event.of(name.event()), (key) -> new TreeMap<>()), name.description(),
					file);
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
		List<ReadFile> same = files.get(key);
		if (same == null) {
			same = new ArrayList<>();
			files.put(key, same);
		}
		same.add(file);
	}

	MigrationSet finish(String service) {
		List<ReadFile> firsts = new ArrayList<>();
		List<ReadFile> every = new ArrayList<>();
		for (Map.Entry<Version, List<ReadFile>> entry : this.versioned.entrySet()) {
			takeOutUndos(entry.getKey(), entry.getValue());
			firsts.add(entry.getValue().get(0));
			every.addAll(entry.getValue());
		}
		refusePlainNames(every);
		VersionOrder order = VersionOrder.of(firsts, every, this.rules.layout());
		List<Version> versions = new ArrayList<>(this.versioned.keySet());
		versions.sort(order);
		List<Migration> migrations = new ArrayList<>();
		for (Version version : versions) {
			migrations.addAll(ofOneVersion(version, Objects.requireNonNull(this.versioned.get(version))));
		}
		this.undos.keySet().removeAll(this.missed);
		for (List<ReadFile> orphans : this.undos.values()) {
			for (ReadFile undo : orphans) {
				leaveAlone(undo);
			}
		}
		List<Callback> hooks = new ArrayList<>();
		for (Map.Entry<Event, SortedMap<String, List<ReadFile>>> entry : this.callbacks.entrySet()) {
			for (ReadFile file : singles(entry.getValue())) {
				hooks.add(new Callback(entry.getKey(), file.name().fileName(), file.script()));
			}
		}
		return new MigrationSet(service, order, migrations, others(Migration.Kind.BASELINE, this.baselines),
				others(Migration.Kind.REPEATABLE, this.repeatables), hooks, this.warnings, this.rules.ofFlyway());
	}

	/** Files of one version run in the order of their names. */
	private List<Migration> ofOneVersion(Version version, List<ReadFile> files) {
		if (files.size() > 1) {
			files.sort(Comparator.comparing((file) -> file.name().fileName(),
					hasVersionFolders() ? VersionFolders::compare : Comparator.naturalOrder()));
		}
		boolean byName = isByName(files);
		refuseTwins(version, files, byName);
		List<ReadFile> undos = this.undos.getOrDefault(version, List.of());
		this.undos.remove(version);
		List<Migration> migrations = new ArrayList<>();
		for (ReadFile file : files) {
			ReadFile undo = undoOf(file, undos, files.size() == 1);
			if (undo != null) {
				undos.remove(undo);
			}
			migrations.add(migration(Migration.Kind.VERSIONED, file, byName, undo));
		}
		for (ReadFile undo : undos) {
			refuseSecondUndo(undo, files);
		}
		return migrations;
	}

	/**
	 * Whether names tell the files of one version apart. The text of a file is asked only
	 * when there are several, since it would have to be read for that.
	 */
	private boolean isByName(List<ReadFile> files) {
		return this.rules.duplicatesByName() || isByName(this.rules.layout()) || haveShapesByName(files)
				|| (files.size() > 1 && files.stream().allMatch((file) -> isByName(file.script().layout())));
	}

	private static boolean haveShapesByName(List<ReadFile> files) {
		for (ReadFile file : files) {
			if (!isByName(Layouts.told(file.name().shape()))) {
				return false;
			}
		}
		return true;
	}

	private static boolean isByName(@Nullable Layout layout) {
		return Layouts.has(layout, Trait.NAMES_TELL_APART);
	}

	private void refuseTwins(Version version, List<ReadFile> files, boolean byName) {
		if (files.size() == 1) {
			return;
		}
		long names = files.stream().map((file) -> file.name().name()).distinct().count();
		boolean named = names == files.size();
		boolean inFolders = areInVersionFolders(files);
		if (named && byName && !inFolders) {
			return;
		}
		String advice = inFolders ? ". If their folders are part of the version, use layout: folders."
				: named ? ". If their names tell them apart, duplicate-versions: by-name runs them all."
						: byName ? ", under one name." : ".";
		this.problems.accept(new FileProblem(named ? Kind.DUPLICATE_VERSION : Kind.DUPLICATE_FILE,
				"Version " + version + " occurs " + times(files) + advice));
	}

	/** Folders that are part of the version give an order that names do not have. */
	private boolean areInVersionFolders(List<ReadFile> files) {
		return this.rules.layout() != Layout.FOLDERS && !hasVersionFolders()
				&& files.stream().anyMatch((file) -> VERSION_FOLDER.matcher(file.script().path()).find())
				&& files.stream().map((file) -> NameShape.folder(file.script().path(), 1)).distinct().count() > 1;
	}

	private boolean hasVersionFolders() {
		return Layouts.has(this.rules.layout(), Trait.VERSION_FOLDERS);
	}

	/**
	 * Where a version has one migration, another name of the undo file does not matter.
	 */
	private static @Nullable ReadFile undoOf(ReadFile file, List<ReadFile> undos, boolean single) {
		for (ReadFile undo : undos) {
			if (undo.name().name().equals(file.name().name())) {
				return undo;
			}
		}
		return (single && !undos.isEmpty()) ? undos.get(0) : null;
	}

	private void refuseSecondUndo(ReadFile undo, List<ReadFile> files) {
		if (files.size() > 1) {
			leaveAlone(undo);
		}
		else {
			this.problems.accept(new FileProblem(Kind.DUPLICATE_FILE, files.get(0).script().path()
					+ " is undone by several files; one of them is " + undo.script().path() + "."));
		}
	}

	/** Nobody needs it to migrate. */
	private void leaveAlone(ReadFile undo) {
		this.warnings.add(undo.script().path() + " undoes a migration that is not there, and is left alone");
	}

	/**
	 * Files whose names end as those of undo files do not run, also where no tool has
	 * such names. One that stands alone may be a migration, though.
	 */
	private void takeOutUndos(Version version, List<ReadFile> files) {
		List<ReadFile> undoing = new ArrayList<>();
		for (ReadFile file : files) {
			if (file.name().endsAsUndo() && !isMarked(file)) {
				undoing.add(file);
			}
		}
		if (undoing.isEmpty() || (undoing.size() == files.size() && this.rules.layout() != null)) {
			return;
		}
		if (undoing.size() == files.size()) {
			undoing.forEach(this::refuseLoneUndo);
			return;
		}
		files.removeAll(undoing);
		undoing.forEach((file) -> put(this.undos, version, new ReadFile(file.name().asUndo(), file.script())));
	}

	/** Whether the text says that the file is that of a tool with lines of its own. */
	private static boolean isMarked(ReadFile file) {
		return Layouts.has(file.layout(), Trait.TOLD_BY_TEXT);
	}

	private void refuseLoneUndo(ReadFile file) {
		Layout told = Layouts.told(file.name().shape());
		this.problems.accept(new FileProblem(Kind.ORPHANED_UNDO,
				file.script().path() + " seems to undo a migration, as its name ends, and version "
						+ file.name().version() + " has none. If it is a migration, rename it or set layout: "
						+ ((told != null) ? told : Layout.PLAIN).property() + "."));
	}

	/** A tool whose names tell it leaves plain names alone. */
	private void refusePlainNames(List<ReadFile> files) {
		if (this.rules.layout() != null || this.rules.mixedLayouts()) {
			return;
		}
		Layout told = toldByName(files);
		if (told == null) {
			return;
		}
		for (ReadFile file : files) {
			if (Layouts.told(file.name().shape()) != null || file.layout() != Layout.PLAIN) {
				continue;
			}
			if (Layouts.accepts(told, file.script().path())) {
				this.problems.accept(new FileProblem(Kind.NO_MIGRATION,
						file.script().path() + " has a plain name among files of " + told.property()
								+ "'s, which that tool runs in an order of its own. layout: " + told.property()
								+ " reads all files as that tool does."));
			}
			else {
				this.problems.accept(new FileProblem(Kind.NO_MIGRATION,
						file.script().path() + " has a plain name among files of " + told.property()
								+ "'s, where that tool leaves it alone. If it is a migration, set mixed-layouts: true;"
								+ " if it is none, exclude: " + file.name().fileName() + "."));
			}
		}
	}

	/** The layout of the first file whose name tells it. */
	private static @Nullable Layout toldByName(List<ReadFile> files) {
		for (ReadFile file : files) {
			Layout told = Layouts.told(file.name().shape());
			if (told != null && !Layouts.has(told, Trait.TOLD_BY_TEXT)) {
				return told;
			}
		}
		return null;
	}

	private <K> List<Migration> others(Migration.Kind kind, SortedMap<K, List<ReadFile>> files) {
		List<Migration> migrations = new ArrayList<>();
		for (ReadFile file : singles(files)) {
			migrations.add(migration(kind, file, false, null));
		}
		return migrations;
	}

	private <K> List<ReadFile> singles(SortedMap<K, List<ReadFile>> files) {
		List<ReadFile> singles = new ArrayList<>();
		for (List<ReadFile> same : files.values()) {
			if (same.size() > 1) {
				refuseSame(same);
			}
			singles.add(same.get(0));
		}
		return singles;
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

	private static Migration migration(Migration.Kind kind, ReadFile file, boolean byName, @Nullable ReadFile undo) {
		MigrationName name = file.name();
		return new Migration(kind, name.version(), name.name(), byName, name.fileName(), file.script(),
				(undo != null) ? undo.script() : null);
	}

}
