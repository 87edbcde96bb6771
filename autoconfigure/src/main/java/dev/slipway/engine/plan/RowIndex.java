package dev.slipway.engine.plan;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

import dev.slipway.engine.files.Migration;
import dev.slipway.engine.files.MigrationSet;
import dev.slipway.engine.files.Version;
import dev.slipway.engine.history.HistoryRow;
import org.jspecify.annotations.Nullable;

/**
 * Finds the rows of files, and those that no file has. Of the rows of one file, which
 * only repeatables have several of, the newest counts.
 */
final class RowIndex {

	private final Map<Object, List<HistoryRow>> rows = new HashMap<>();

	private final List<HistoryRow> all;

	RowIndex(List<HistoryRow> all) {
		this.all = all;
		for (HistoryRow row : all) {
			this.rows.computeIfAbsent(key(row.version(), row.name()), (key) -> new ArrayList<>()).add(row);
		}
	}

	Optional<HistoryRow> of(Migration migration) {
		List<HistoryRow> candidates = this.rows.getOrDefault(key(migration.version(), migration.name()), List.of());
		return candidates.stream().filter((row) -> row.isOf(migration)).reduce((first, second) -> second);
	}

	/**
	 * Rows with a version that are those of no file, except where nothing came of them.
	 */
	List<HistoryRow> withoutFile(MigrationSet set) {
		Set<HistoryRow> known = new HashSet<>();
		Set<Version> files = new HashSet<>();
		Stream.concat(set.versioned().stream(), set.baselines().stream()).forEach((migration) -> {
			of(migration).ifPresent(known::add);
			files.add(migration.requireVersion());
		});
		return this.all.stream()
			.filter((row) -> row.version() != null && row.hasEffects() && !known.contains(row))
			// What stood for all versions up to its own is there when that version is.
			.filter((row) -> row.kind() != Migration.Kind.BASELINE
					|| !files.contains(Objects.requireNonNull(row.version())))
			.toList();
	}

	private static Object key(@Nullable Version version, String name) {
		return (version != null) ? version : name;
	}

}
