package dev.slipway.engine.plan;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

import dev.slipway.HistoryConflictException.Conflict;
import dev.slipway.engine.files.Migration;
import dev.slipway.engine.files.MigrationSet;
import dev.slipway.engine.history.HistoryRow;
import dev.slipway.engine.history.RenumberedRow;
import dev.slipway.engine.layout.Version;
import org.jspecify.annotations.Nullable;

/**
 * What files and history come to when they are compared. A pure function of both: no
 * database, no clock.
 */
final class Comparison {

	private final MigrationSet set;

	private final List<HistoryRow> history;

	/** By version, or by name where there is none. */
	private final Map<Object, List<HistoryRow>> rows = new HashMap<>();

	private final boolean outOfOrder;

	private final @Nullable Renumbering renumbering;

	private final List<Conflict> conflicts = new ArrayList<>();

	/** Those of them where nothing tells which file is that of a row. */
	private final List<Conflict> unclear = new ArrayList<>();

	private boolean mayBecomeFree;

	private final List<Migration> pending = new ArrayList<>();

	private final List<Migration> keptRepeatables = new ArrayList<>();

	private final List<Migration> aboveTarget = new ArrayList<>();

	/** Nothing above it is pending; {@code null} for no such version. */
	private final @Nullable Version target;

	/** Migrations without a row. */
	private final List<Migration> unrecorded = new ArrayList<>();

	private List<HistoryRow> withoutFile = List.of();

	/** Those of them that are in conflict, since later files are there. */
	private final List<HistoryRow> missing = new ArrayList<>();

	private List<Version> ahead = List.of();

	/** All versions up to this one are there without rows of their own. */
	private final @Nullable Version covered;

	private final @Nullable Version newestApplied;

	private Comparison(MigrationSet set, List<HistoryRow> history, boolean outOfOrder, @Nullable Version target,
			@Nullable Renumbering renumbering) {
		this.set = set;
		this.renumbering = renumbering;
		this.target = target;
		this.history = history;
		for (HistoryRow row : history) {
			this.rows.computeIfAbsent(key(row.version(), row.name()), (key) -> new ArrayList<>()).add(row);
		}
		this.outOfOrder = outOfOrder;
		List<HistoryRow> effective = new ArrayList<>();
		List<HistoryRow> baselines = new ArrayList<>();
		for (HistoryRow row : history) {
			if (row.hasEffects()) {
				effective.add(row);
				if (row.kind() == Migration.Kind.BASELINE) {
					baselines.add(row);
				}
			}
		}
		Migration baseline = baseline(effective);
		if (baseline != null) {
			(isAboveTarget(baseline) ? this.aboveTarget : this.pending).add(baseline);
		}
		this.covered = newest((baseline != null) ? baseline.version() : null, newest(baselines));
		this.newestApplied = newest(effective);
	}

	/**
	 * Compare.
	 * @param set the migrations of the service
	 * @param history the rows of its history
	 * @param outOfOrder whether a migration may be applied after a later one, and, by the
	 * same token, whether a history may hold one in the middle that the files lack
	 */
	static Comparison of(MigrationSet set, List<HistoryRow> history, boolean outOfOrder) {
		return of(set, history, outOfOrder, null);
	}

	/**
	 * Compare up to a version. What is applied is compared as a whole.
	 * @param set the migrations of the service
	 * @param history the rows of its history
	 * @param outOfOrder whether a migration may be applied after a later one
	 * @param target the version above which no version is pending; {@code null} for none
	 */
	static Comparison of(MigrationSet set, List<HistoryRow> history, boolean outOfOrder, @Nullable Version target) {
		Comparison comparison = new Comparison(set, history, outOfOrder, target, null);
		comparison.compare();
		if (comparison.unrecorded.isEmpty() || comparison.withoutFile.isEmpty()) {
			return comparison;
		}
		Renumbering renumbering = Renumbering.of(comparison.withoutFile, comparison.unrecorded);
		if (!renumbering.rows().isEmpty()) {
			comparison = new Comparison(set, renumbering.in(history), outOfOrder, target, renumbering);
			comparison.compare();
		}
		comparison.conflicts.addAll(renumbering.conflicts());
		comparison.unclear.addAll(renumbering.conflicts());
		comparison.mayBecomeFree = renumbering.mayBeRunning()
				&& of(set, renumbering.finishedIn(history), outOfOrder, target).conflicts.isEmpty();
		return comparison;
	}

	/** All that does not fit, in the order of versions. */
	List<Conflict> conflicts() {
		if (this.conflicts.isEmpty()) {
			return List.of();
		}
		return this.conflicts.stream()
			.sorted(Comparator.comparing((one) -> Version.of(one.version()), this.set.order()))
			.toList();
	}

	/**
	 * Whether nothing is in conflict but files that were begun under another version, and
	 * perhaps still run. They are pending too.
	 */
	boolean mayBecomeFree() {
		return this.mayBecomeFree;
	}

	/**
	 * Why rows that seem to have no file must stay: a file that would run may be theirs.
	 */
	List<Conflict> unclear() {
		List<Conflict> all = new ArrayList<>(this.unclear);
		for (HistoryRow row : this.missing) {
			for (Migration file : this.unrecorded) {
				boolean alike = row.name().equals(file.name()) || isSameText(row, file);
				if (alike && this.unclear.stream().noneMatch((one) -> isOf(one, file))) {
					all.add(ConflictText.moved(file, row));
				}
			}
		}
		return all;
	}

	/** A file that would run what the row tells once more; {@code null} for none. */
	private @Nullable Migration sameText(HistoryRow row) {
		for (Migration file : this.unrecorded) {
			if (isSameText(row, file)) {
				return file;
			}
		}
		return null;
	}

	private static boolean isSameText(HistoryRow row, Migration file) {
		return !row.isWithoutFile() && row.checksum().equals(file.checksum());
	}

	private static boolean isOf(Conflict conflict, Migration file) {
		return conflict.version().equals(file.requireVersion().canonical());
	}

	/**
	 * The rows that are in conflict, because their files are gone and later ones there.
	 */
	List<HistoryRow> missing() {
		return this.missing;
	}

	List<Migration> pending() {
		return this.pending;
	}

	/** What would be pending without a target. */
	List<Migration> aboveTarget() {
		return this.aboveTarget;
	}

	List<Version> ahead() {
		return this.ahead;
	}

	List<Migration> keptRepeatables() {
		return this.keptRepeatables;
	}

	/** Rows whose files have other versions now; in all else they count as those. */
	List<RenumberedRow> renumbered() {
		return (this.renumbering != null) ? this.renumbering.rows() : List.of();
	}

	/** The rows, with the versions that their files have now. */
	List<HistoryRow> rows() {
		return this.history;
	}

	private void compare() {
		for (HistoryRow row : this.history) {
			if (row.isBeingUndone() && row.version() != null) {
				this.conflicts.add(ConflictText.undoneInPart(row));
			}
		}
		for (Migration baseline : this.set.baselines()) {
			compareBaseline(baseline);
		}
		for (Migration migration : this.set.versioned()) {
			compare(migration);
		}
		this.ahead = unknown();
		// They are sorted.
		boolean newerReleaseWasHere = !this.ahead.isEmpty() && isNewer(this.ahead.get(this.ahead.size() - 1));
		for (Migration repeatable : this.set.repeatables()) {
			compareRepeatable(repeatable, newerReleaseWasHere);
		}
	}

	/**
	 * A baseline is for a database without a history. One that was begun there goes on.
	 */
	private @Nullable Migration baseline(List<HistoryRow> effective) {
		List<Migration> all = this.set.baselines();
		if (effective.isEmpty()) {
			Migration newest = null;
			for (Migration file : all) {
				newest = isAboveTarget(file) ? newest : file;
			}
			return newest;
		}
		for (Migration file : all) {
			HistoryRow row = rowOf(file);
			if (row != null && !row.isApplied()) {
				return file;
			}
		}
		return null;
	}

	private void compareBaseline(Migration baseline) {
		HistoryRow row = rowOf(baseline);
		if (row != null && row.isApplied() && !row.isWithoutFile() && !row.checksum().equals(baseline.checksum())) {
			this.conflicts.add(ConflictText.changed(baseline, row));
		}
	}

	private void compare(Migration migration) {
		HistoryRow row = rowOf(migration);
		if (row != null && !row.hasEffects()) {
			// One that the server refused at once is as if it had never been tried.
			row = null;
		}
		Version version = migration.requireVersion();
		if (row == null && isUpTo(version, this.covered)) {
			return;
		}
		if ((row == null || !row.isApplied()) && isAboveTarget(migration)) {
			this.aboveTarget.add(migration);
		}
		else if (row == null || !row.isApplied()) {
			if (row == null && !this.outOfOrder && isAbove(this.newestApplied, version)) {
				this.conflicts.add(ConflictText.outOfOrder(migration, Objects.requireNonNull(this.newestApplied)));
			}
			this.pending.add(migration);
			if (rowOf(migration) == null) {
				this.unrecorded.add(migration);
			}
		}
		else if (!row.isWithoutFile() && !row.checksum().equals(migration.checksum())) {
			HistoryRow recorded = (this.renumbering != null) ? this.renumbering.original(row) : row;
			this.conflicts.add(version.equals(recorded.version()) ? ConflictText.changed(migration, row)
					: ConflictText.renumberedAndChanged(migration, recorded));
		}
	}

	/** Rows without a file: of a newer release, or in conflict. */
	private List<Version> unknown() {
		List<Version> ahead = new ArrayList<>();
		this.withoutFile = rowsWithoutFile();
		for (HistoryRow row : this.withoutFile) {
			Version version = Objects.requireNonNull(row.version());
			if (this.outOfOrder || isNewer(version) || isNewestsTwin(version)) {
				ahead.add(version);
			}
			else if (!isReplaced(version)) {
				this.missing.add(row);
				this.conflicts.add(ConflictText.missing(row, sameText(row)));
			}
		}
		List<Version> sorted = new ArrayList<>(new LinkedHashSet<>(ahead));
		sorted.sort(this.set.order());
		return sorted;
	}

	/**
	 * Above all files, or above the number that a newer release has given to the newest
	 * of them.
	 */
	private boolean isNewer(Version version) {
		if (isAbove(version, this.set.newest())) {
			return true;
		}
		Version recorded = (this.renumbering != null) ? this.renumbering.recorded(this.set.newest()) : null;
		return recorded != null && version.compareNumbers(recorded) > 0;
	}

	/**
	 * Where names tell files of one version apart, a newer release may have one more of
	 * the newest version. When one of these is pending too, a file was renamed.
	 */
	private boolean isNewestsTwin(Version version) {
		return version.equals(this.set.newest())
				&& this.pending.stream().noneMatch((migration) -> version.equals(migration.version()));
	}

	/**
	 * Files up to a baseline's version may be deleted once every database is past it.
	 */
	private boolean isReplaced(Version version) {
		List<Migration> all = this.set.baselines();
		Version newest = all.isEmpty() ? null : all.get(all.size() - 1).version();
		return isUpTo(version, newest) && !isAbove(newest, this.newestApplied);
	}

	/**
	 * An older release does not put back what a newer one has replaced.
	 * @param newerReleaseWasHere whether a newer release was here
	 */
	private void compareRepeatable(Migration repeatable, boolean newerReleaseWasHere) {
		HistoryRow newest = rowOf(repeatable);
		if (newest != null && newest.isApplied() && newest.checksum().equals(repeatable.checksum())) {
			return;
		}
		(newerReleaseWasHere && newest != null && newest.hasEffects() ? this.keptRepeatables : this.pending)
			.add(repeatable);
	}

	private @Nullable Version newest(List<HistoryRow> rows) {
		Version newest = null;
		for (HistoryRow row : rows) {
			newest = newest(newest, row.version());
		}
		return newest;
	}

	private @Nullable Version newest(@Nullable Version first, @Nullable Version second) {
		return isAbove(second, first) ? second : first;
	}

	/** Every version is above none. */
	private boolean isAbove(@Nullable Version version, @Nullable Version other) {
		return version != null && (other == null || this.set.order().compare(version, other) > 0);
	}

	private boolean isAboveTarget(Migration migration) {
		return this.target != null && isAbove(migration.version(), this.target);
	}

	private boolean isUpTo(Version version, @Nullable Version other) {
		return other != null && this.set.order().compare(version, other) <= 0;
	}

	/** The row of a file: of several, which only repeatables have, the newest. */
	private @Nullable HistoryRow rowOf(Migration migration) {
		HistoryRow newest = null;
		for (HistoryRow row : this.rows.getOrDefault(key(migration.version(), migration.name()), List.of())) {
			if (row.isOf(migration)) {
				newest = row;
			}
		}
		return newest;
	}

	/**
	 * Rows with a version that are those of no file, except where nothing came of them.
	 */
	private List<HistoryRow> rowsWithoutFile() {
		Set<HistoryRow> known = Collections.newSetFromMap(new IdentityHashMap<>());
		Set<Version> files = new HashSet<>();
		List<Migration> migrations = new ArrayList<>(this.set.versioned());
		migrations.addAll(this.set.baselines());
		for (Migration migration : migrations) {
			HistoryRow row = rowOf(migration);
			if (row != null) {
				known.add(row);
			}
			files.add(migration.requireVersion());
		}
		List<HistoryRow> unknown = new ArrayList<>();
		for (HistoryRow row : this.history) {
			// A baseline row is not missing if the files contain its version.
			boolean stands = row.kind() == Migration.Kind.BASELINE && row.version() != null
					&& files.contains(row.version());
			if (row.version() != null && row.hasEffects() && !row.isWithoutFile() && !known.contains(row) && !stands) {
				unknown.add(row);
			}
		}
		return unknown;
	}

	private static Object key(@Nullable Version version, String name) {
		return (version != null) ? version : name;
	}

}
