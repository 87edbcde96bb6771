package dev.slipway.engine.run;

import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;

import javax.sql.DataSource;

import dev.slipway.DatabaseException;
import dev.slipway.DatabaseException.Reason;
import dev.slipway.MigratorOptions;
import dev.slipway.SlipwayException;
import dev.slipway.engine.execute.PoolerCheck;
import dev.slipway.engine.files.Migration;
import dev.slipway.engine.history.History;
import dev.slipway.engine.history.HistoryRow;
import dev.slipway.engine.plan.BatchOrder;
import dev.slipway.engine.postgres.ConnectionPool;
import dev.slipway.engine.postgres.ServerInfo;
import dev.slipway.engine.text.LineLog;
import dev.slipway.engine.text.Printable;

/**
 * What a database and a pool must be able to do for what is pending. Asked before any
 * service is changed.
 *
 * @param options how the migrations are recorded
 * @param dataSource the pool
 * @param history the history and what the server said with it
 */
record Requirements(MigratorOptions options, DataSource dataSource, History history) {

	private static final LineLog logger = LineLog.ofRuns();

	private static final int OLDEST_TESTED = 140000;

	/**
	 * Refuse what could never be applied.
	 * @param pending the migrations to apply
	 * @param callbacks the callbacks to run
	 */
	void check(List<Migration> pending, List<Migration> callbacks) {
		ServerInfo server = this.history.server();
		if (server.version() < OLDEST_TESTED) {
			logger.warn(SlipwayException.subject(this.options.service())
					+ " runs on a PostgreSQL older than 14, the oldest that Slipway is tested with (" + server.version()
					+ ")");
		}
		if (!pending.isEmpty() && !server.isWritable()) {
			throw refusal(Reason.READ_ONLY,
					"migrations are pending, from '" + pending.get(0).label() + "' on (" + pending.size()
							+ " in all), and the database is "
							+ (server.replica() ? "a read-only replica" : "read-only for this role"));
		}
		List<Migration> stepwise = Stream.concat(pending.stream(), callbacks.stream())
			.filter((migration) -> !BatchOrder.isTransactional(migration, this.history))
			.toList();
		if (!stepwise.isEmpty()) {
			requireSecondConnection(stepwise.get(0));
		}
		if (server.pooled()) {
			stepwise.forEach(this::requireNoSettings);
		}
	}

	private void requireSecondConnection(Migration migration) {
		ConnectionPool.limit(this.dataSource, 1).ifPresent((limit) -> {
			throw refusal(Reason.SECOND_CONNECTION, why(migration) + ", and the pool lends one only (" + limit + ")");
		});
	}

	/**
	 * The pool did not say that it could not, and could not all the same.
	 * @param applied says what the run had applied before
	 */
	DatabaseException secondConnectionMissing(Migration migration, DatabaseException cause, String applied) {
		Throwable thrown = (cause.getCause() != null) ? cause.getCause() : cause;
		return new DatabaseException(this.options.service(), Reason.SECOND_CONNECTION,
				Printable.line(why(migration)) + ", and it cannot be had.\n\nERROR: "
						+ Printable.block(String.valueOf(thrown.getMessage())) + "\n\n" + applied,
				cause);
	}

	private static String why(Migration migration) {
		return "'" + migration.label() + "' does not run in one transaction (" + migration.script().outline().reason()
				+ "), so that a second connection must hold the lock meanwhile";
	}

	private void requireNoSettings(Migration migration) {
		int finished = this.history.unfinished(migration).map(HistoryRow::statements).orElse(0);
		try {
			PoolerCheck.refusal(migration.script(), finished, !this.options.searchPath().isEmpty())
				.ifPresent((what) -> {
					throw refusal(Reason.POOLED_SETTINGS, what);
				});
		}
		catch (IOException ex) {
			throw refusal(Reason.OTHER, migration.script().file() + " cannot be read: " + ex.getMessage());
		}
	}

	private DatabaseException refusal(Reason reason, String what) {
		return new DatabaseException(this.options.service(), reason, Printable.line(what) + ".\n\nNothing was applied.",
				null);
	}

}
