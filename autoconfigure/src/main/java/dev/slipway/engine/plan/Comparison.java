package dev.slipway.engine.plan;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

import dev.slipway.HistoryConflictException.Conflict;
import dev.slipway.engine.files.Migration;
import dev.slipway.engine.files.MigrationSet;
import dev.slipway.engine.history.HistoryRow;
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

	private final List<Conflict> conflicts = new ArrayList<>();

	private final List<Migration> pending = new ArrayList<>();

	private final List<Migration> keptRepeatables = new ArrayList<>();

	private List<Version> ahead = List.of();

	/** All versions up to this one are there without rows of their own. */
	private final @Nullable Version covered;

	private final @Nullable Version newestApplied;

	private Comparison(MigrationSet set, List<HistoryRow> history, boolean outOfOrder) {
		this.set = set;
		this.history = history;
		for (HistoryRow row : history) {
			this.rows.computeIfAbsent(key(row.version(), row.name()), (key) -> new ArrayList<>()).add(row);
		}
		this.outOfOrder = outOfOrder;
		List<HistoryRow> effective = history.stream().filter(HistoryRow::hasEffects).toList();
		Migration baseline = baseline(effective);
		if (baseline != null) {
			this.pending.add(baseline);
		}
		this.covered = newest((baseline != null) ? baseline.version() : null,
				newest(effective.stream().filter((row) -> row.kind() == Migration.Kind.BASELINE).toList()));
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
		Comparison comparison = new Comparison(set, history, outOfOrder);
		comparison.compare();
		return comparison;
	}

	/** All that does not fit, in the order of versions. */
	List<Conflict> conflicts() {
		return this.conflicts.stream()
			.sorted(Comparator.comparing((one) -> Version.of(one.version()), this.set.order()))
			.toList();
	}

	List<Migration> pending() {
		return this.pending;
	}

	List<Version> ahead() {
		return this.ahead;
	}

	List<Migration> keptRepeatables() {
		return this.keptRepeatables;
	}

	private void compare() {
		this.set.baselines().forEach(this::compareBaseline);
		this.set.versioned().forEach(this::compare);
		this.ahead = unknown();
		boolean newerReleaseWasHere = this.ahead.stream().anyMatch((version) -> isAbove(version, this.set.newest()));
		this.set.repeatables().forEach((repeatable) -> compareRepeatable(repeatable, newerReleaseWasHere));
	}

	/**
	 * A baseline is for a database without a history. One that was begun there goes on.
	 */
	private @Nullable Migration baseline(List<HistoryRow> effective) {
		List<Migration> all = this.set.baselines();
		if (effective.isEmpty()) {
			return all.isEmpty() ? null : all.get(all.size() - 1);
		}
		return all.stream()
			.filter((file) -> rowOf(file).map((row) -> !row.isApplied()).orElse(false))
			.findFirst()
			.orElse(null);
	}

	private void compareBaseline(Migration baseline) {
		rowOf(baseline).filter((row) -> row.isApplied() && !row.checksum().equals(baseline.checksum()))
			.ifPresent((row) -> this.conflicts.add(ConflictText.changed(baseline, row)));
	}

	private void compare(Migration migration) {
		// One that the server refused at once is as if it had never been tried.
		HistoryRow row = rowOf(migration).filter(HistoryRow::hasEffects).orElse(null);
		Version version = migration.requireVersion();
		if (row == null && isUpTo(version, this.covered)) {
			return;
		}
		if (row == null || !row.isApplied()) {
			if (row == null && !this.outOfOrder && isAbove(this.newestApplied, version)) {
				this.conflicts.add(ConflictText.outOfOrder(migration, Objects.requireNonNull(this.newestApplied)));
			}
			this.pending.add(migration);
		}
		else if (!row.checksum().equals(migration.checksum())) {
			this.conflicts.add(ConflictText.changed(migration, row));
		}
	}

	/** Rows without a file: of a newer release, or in conflict. */
	private List<Version> unknown() {
		List<Version> ahead = new ArrayList<>();
		for (HistoryRow row : rowsWithoutFile()) {
			Version version = Objects.requireNonNull(row.version());
			if (this.outOfOrder || isAbove(version, this.set.newest()) || isNewestsTwin(version)) {
				ahead.add(version);
			}
			else if (!isReplaced(version)) {
				this.conflicts.add(ConflictText.missing(row));
			}
		}
		return ahead.stream().distinct().sorted(this.set.order()).toList();
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
		HistoryRow newest = rowOf(repeatable).orElse(null);
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

	private boolean isUpTo(Version version, @Nullable Version other) {
		return other != null && this.set.order().compare(version, other) <= 0;
	}

	/** The row of a file: of several, which only repeatables have, the newest. */
	private Optional<HistoryRow> rowOf(Migration migration) {
		List<HistoryRow> candidates = this.rows.getOrDefault(key(migration.version(), migration.name()), List.of());
		return candidates.stream().filter((row) -> row.isOf(migration)).reduce((first, second) -> second);
	}

	/**
	 * Rows with a version that are those of no file, except where nothing came of them.
	 */
	private List<HistoryRow> rowsWithoutFile() {
		Set<HistoryRow> known = new HashSet<>();
		Set<Version> files = new HashSet<>();
		Stream.concat(this.set.versioned().stream(), this.set.baselines().stream()).forEach((migration) -> {
			rowOf(migration).ifPresent(known::add);
			files.add(migration.requireVersion());
		});
		return this.history.stream()
			.filter((row) -> row.version() != null && row.hasEffects() && !known.contains(row))
			// A baseline row is not missing if the files contain its version.
			.filter((row) -> row.kind() != Migration.Kind.BASELINE
					|| !files.contains(Objects.requireNonNull(row.version())))
			.toList();
	}

	private static Object key(@Nullable Version version, String name) {
		return (version != null) ? version : name;
	}

}
