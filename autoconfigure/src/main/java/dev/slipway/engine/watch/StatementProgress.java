package dev.slipway.engine.watch;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import dev.slipway.engine.postgres.ServerQuery;

/**
 * How far the server says that a statement is (manual, section 27.4).
 */
final class StatementProgress {

	/**
	 * One row for each thing that the statement counts. Only what all supported versions
	 * have is asked for.
	 */
	private static final String QUERY = """
			select command, relid::pg_catalog.regclass::pg_catalog.text as relation, phase, unit, done, total, locker
			from (
				select p.pid, p.command, p.relid, p.phase, m.*, p.current_locker_pid as locker
				from pg_catalog.pg_stat_progress_create_index p cross join lateral (values
					(1, 'lockers', p.lockers_done, p.lockers_total), (2, 'blocks', p.blocks_done, p.blocks_total),
					(3, 'tuples', p.tuples_done, p.tuples_total),
					(4, 'partitions', p.partitions_done, p.partitions_total)) m(n, unit, done, total)
				union all
				select p.pid, p.command, p.relid, p.phase, m.*, null::pg_catalog.int8
				from pg_catalog.pg_stat_progress_cluster p cross join lateral (values
					(1, 'blocks', p.heap_blks_scanned, p.heap_blks_total),
					(2, 'tuples written', p.heap_tuples_written, 0::pg_catalog.int8),
					(3, 'indexes rebuilt', p.index_rebuild_count, 0::pg_catalog.int8)) m(n, unit, done, total)
				union all
				select p.pid, 'VACUUM', p.relid, p.phase, m.*, null::pg_catalog.int8
				from pg_catalog.pg_stat_progress_vacuum p cross join lateral (values
					(1, 'blocks', p.heap_blks_scanned, p.heap_blks_total),
					(2, 'blocks vacuumed', p.heap_blks_vacuumed, p.heap_blks_total),
					(3, 'rounds over the indexes', p.index_vacuum_count, 0::pg_catalog.int8)) m(n, unit, done, total)
				union all
				select p.pid, 'ANALYZE', p.relid, p.phase, m.*, null::pg_catalog.int8
				from pg_catalog.pg_stat_progress_analyze p cross join lateral (values
					(1, 'blocks', p.sample_blks_scanned, p.sample_blks_total),
					(2, 'child tables', p.child_tables_done, p.child_tables_total)) m(n, unit, done, total)
				union all
				select p.pid, p.command, p.relid, null, m.*, null::pg_catalog.int8
				from pg_catalog.pg_stat_progress_copy p cross join lateral (values
					(1, 'bytes', p.bytes_processed, p.bytes_total),
					(2, 'tuples', p.tuples_processed, 0::pg_catalog.int8)) m(n, unit, done, total)
			) progress
			where pid operator(pg_catalog.=) %s order by n""";

	/** A COPY of a query has none. */
	private static final String NO_RELATION = "-";

	private static final long PERCENT = 100;

	private StatementProgress() {
	}

	/**
	 * Ask how far a session's statement is.
	 * @return the answer for people, empty when the server does not count such statements
	 */
	static String of(Connection connection, int pid) throws SQLException {
		List<Measure> measures = ServerQuery.list(connection, QUERY.formatted(pid), Measure::read);
		if (measures.isEmpty()) {
			return "";
		}
		Measure first = measures.get(0);
		// While it waits for others, what it counts is of the phase before.
		Stream<Measure> current = first.isWait() ? Stream.of(first) : measures.stream();
		return first.heading() + current.map(Measure::text).collect(Collectors.joining());
	}

	/**
	 * One thing that a statement counts.
	 *
	 * @param heading command, table and phase
	 * @param unit what is counted
	 * @param done how many are done
	 * @param total how many there are, zero when that is not known
	 * @param locker the session that is waited for among several, or zero
	 */
	private record Measure(String heading, String unit, long done, long total, long locker) {

		static Measure read(ResultSet row) throws SQLException {
			String relation = String.valueOf(row.getString("relation"));
			String phase = row.getString("phase");
			return new Measure(
					row.getString("command") + (relation.equals(NO_RELATION) ? "" : " " + relation)
							+ ((phase != null) ? ", " + phase : ""),
					Objects.requireNonNull(row.getString("unit")), row.getLong("done"), row.getLong("total"),
					row.getLong("locker"));
		}

		boolean isWait() {
			return this.locker > 0;
		}

		String text() {
			if (this.total > 0) {
				return ", " + this.unit + " " + this.done + " of " + this.total + " ("
						+ (this.done * PERCENT / this.total) + " %)" + (isWait() ? ", now pid " + this.locker : "");
			}
			return (this.done > 0) ? ", " + this.unit + " " + this.done : "";
		}

	}

}
