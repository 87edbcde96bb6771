package dev.slipway.engine.watch;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

import dev.slipway.engine.postgres.OwnTransaction;
import dev.slipway.engine.postgres.Quote;
import dev.slipway.engine.postgres.RunTag;
import dev.slipway.engine.postgres.ServerQuery;
import dev.slipway.engine.postgres.ServerSession;
import org.jspecify.annotations.Nullable;

/**
 * What the server does for an attempt at this moment.
 *
 * @param pid the process id of the session that works
 * @param application the name that the session has at present
 * @param query the statement
 * @param begin when the statement began, which tells it from others
 * @param age how long it runs
 * @param waitEvent what it waits for, as the server calls it
 * @param waitsFor the sessions in the way of the lock that it waits for, the oldest
 * transaction first
 */
record ServerActivity(int pid, @Nullable String application, String query, String begin, Duration age,
		@Nullable String waitEvent, List<ServerSession> waitsFor) {

	/**
	 * The session is the one that holds the lock and works, or one that works under the
	 * run's tag while another one holds the lock. The process id that the driver knows is
	 * that of a pooler, where there is one. Other users may write such a tag too.
	 * <p>
	 * All in one query: within it, {@code pg_stat_activity} does not change (manual,
	 * section 27.2.2) while locks do, so that a session that is in the way after it was
	 * read was seen before it gave way. A concurrent build waits for this query too,
	 * which is soon over.
	 */
	private static final String QUERY = """
			select w.pid as work_pid, w.application_name as work_application, w.query as work_query,
				w.query_start::pg_catalog.text as work_begin, %3$s as work_age, w.wait_event_type, w.wait_event,
				a.blocker as pid, %4$s
			from (select * from pg_catalog.pg_stat_activity
				where state operator(pg_catalog.=) 'active' and leader_pid is null
					and pid operator(pg_catalog.<>) pg_catalog.pg_backend_pid()
					and datname operator(pg_catalog.=) pg_catalog.current_database()
					and usename operator(pg_catalog.=) session_user
					and (pg_catalog.starts_with(query, %1$s) or pid operator(pg_catalog.=) any (array(%2$s)))
				limit 1) w
			left join lateral (select b.pid as blocker, a.*
				from pg_catalog.unnest(case when w.wait_event_type operator(pg_catalog.=) 'Lock'
					then pg_catalog.pg_blocking_pids(w.pid) end) b(pid)
				left join pg_catalog.pg_stat_activity a on a.pid operator(pg_catalog.=) b.pid
				where b.pid operator(pg_catalog.<>) pg_catalog.pg_backend_pid() and %5$s) a on true
			order by a.xact_start nulls last, a.blocker""";

	/**
	 * How far a statement is (manual, section 27.4): one row for each thing that it
	 * counts. Only what all supported versions have is asked for.
	 */
	private static final String PROGRESS = """
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

	/**
	 * Ask what an attempt does.
	 * @param connection another connection, in autocommit mode
	 * @param attempt the attempt
	 * @return empty when nothing of it runs at this moment
	 */
	static Optional<ServerActivity> of(Connection connection, WatchTarget attempt) throws SQLException {
		String sql = QUERY.formatted(Quote.literal(RunTag.of(attempt.runId())), attempt.lock().holders(),
				ServerQuery.secondsSince("w.query_start"), ServerSession.COLUMNS, ServerSession.MAY_BLOCK);
		// A session of several processes may be in the way several times.
		return ServerQuery.list(connection, sql, ServerActivity::read).stream().reduce(ServerActivity::and);
	}

	/**
	 * Return whether it only ends an attempt that has failed.
	 * @param runId the run
	 */
	boolean endsFailedAttempt(String runId) {
		return this.query.equals(OwnTransaction.ROLLBACK) || this.query.startsWith(RunTag.ofFailure(runId));
	}

	/**
	 * Ask how far the statement is.
	 * @param connection the connection that has seen it
	 * @return the answer for people, empty when the server does not count such statements
	 */
	String progress(Connection connection) throws SQLException {
		return String.join("", ServerQuery.list(connection, PROGRESS.formatted(this.pid), ServerActivity::counted));
	}

	private static String counted(ResultSet row) throws SQLException {
		long locker = row.getLong("locker");
		if (!row.isFirst()) {
			// While it waits for others, what it counts is of the phase before.
			return (locker > 0) ? "" : count(row, "");
		}
		String relation = String.valueOf(row.getString("relation"));
		String phase = row.getString("phase");
		return row.getString("command") + (relation.equals(NO_RELATION) ? "" : " " + relation)
				+ ((phase != null) ? ", " + phase : "") + count(row, (locker > 0) ? ", now pid " + locker : "");
	}

	private static String count(ResultSet row, String locker) throws SQLException {
		String unit = row.getString("unit");
		long done = row.getLong("done");
		long total = row.getLong("total");
		if (total > 0) {
			return ", " + unit + " " + done + " of " + total + " (" + (done * PERCENT / total) + " %)" + locker;
		}
		return (done > 0) ? ", " + unit + " " + done : "";
	}

	private ServerActivity and(ServerActivity other) {
		return new ServerActivity(this.pid, this.application, this.query, this.begin, this.age, this.waitEvent,
				Stream.concat(this.waitsFor.stream(), other.waitsFor.stream()).distinct().toList());
	}

	private static ServerActivity read(ResultSet row) throws SQLException {
		String type = row.getString("wait_event_type");
		return new ServerActivity(row.getInt("work_pid"), row.getString("work_application"),
				String.valueOf(row.getString("work_query")), String.valueOf(row.getString("work_begin")),
				Objects.requireNonNullElse(ServerQuery.age(row, "work_age"), Duration.ZERO),
				(type != null) ? type + "/" + row.getString("wait_event") : null,
				(row.getString("pid") != null) ? List.of(ServerSession.read(row)) : List.of());
	}

}
