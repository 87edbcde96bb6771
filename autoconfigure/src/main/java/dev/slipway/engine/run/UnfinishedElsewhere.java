package dev.slipway.engine.run;

import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;

import dev.slipway.DatabaseException;
import dev.slipway.HistoryConflictException;
import dev.slipway.engine.execute.Outcome;
import dev.slipway.engine.history.History;
import dev.slipway.engine.history.HistoryReader;
import dev.slipway.engine.lock.AdvisoryLock;
import dev.slipway.engine.plan.Plan;
import dev.slipway.engine.plan.Planner;
import dev.slipway.engine.postgres.BorrowedConnection;
import dev.slipway.engine.report.FailureReport;
import dev.slipway.engine.text.ServiceName;

/**
 * Plans beside a process of an older release, which runs a file statement by statement
 * under the timestamp that it had there. The row cannot follow before it is finished, and
 * so is waited for as long as that process holds the lock.
 *
 * @param planner plans
 * @param reader reads the history again
 * @param failures say what has failed
 * @param listeners hear what is waited for
 * @param stop ends the wait when another service has failed
 */
record UnfinishedElsewhere(Planner planner, HistoryReader reader, FailureReport failures, Listeners listeners,
		StopSignal stop) {

	/** The process that works gives the lock back for a moment when others need that. */
	private static final int MOST_LOOKS_WITHOUT_HOLDER = 3;

	/**
	 * Plan.
	 * @param history the history as it was read last
	 * @param connection a connection in autocommit mode
	 * @return the plan, perhaps with a later history
	 * @throws HistoryConflictException if files and history do not fit together, and
	 * nobody is about to change that
	 * @throws DatabaseException if it was waited for too long, or the database refuses
	 * @throws InterruptedException if the thread is interrupted while it waits
	 */
	Plan plan(History history, BorrowedConnection connection) throws InterruptedException {
		Duration limit = this.planner.options().timeouts().migrationLockWait();
		long deadline = System.nanoTime() + limit.toNanos();
		History now = history;
		int looks = 0;
		while (true) {
			try {
				return this.planner.plan(now);
			}
			catch (HistoryConflictException ex) {
				if (looks >= MOST_LOOKS_WITHOUT_HOLDER || !this.planner.isBegunElsewhere(now)) {
					throw ex;
				}
			}
			looks = awaitHolder(now, connection, limit, deadline) ? 0 : looks + 1;
			now = this.reader.read(connection);
		}
	}

	/**
	 * Wait until nobody holds the lock.
	 * @return whether somebody has held it
	 */
	private boolean awaitHolder(History history, BorrowedConnection connection, Duration limit, long deadline)
			throws InterruptedException {
		AdvisoryLock lock = AdvisoryLock.of(this.reader.table(history));
		String service = this.planner.options().service();
		AtomicBoolean held = new AtomicBoolean();
		this.stop.beginWait();
		try {
			boolean released = lock.awaitRelease(connection.connection(), new ServiceName(service).toString(),
					this.failures.secrets(), deadline, (holder) -> {
						held.set(true);
						this.listeners.waiting(service, holder);
					});
			if (!released) {
				throw this.failures.waitTimeout(limit,
						lock.describeHolder(connection.connection(), this.failures.secrets()), history);
			}
			if (!held.get()) {
				Thread.sleep(LockRetries.pauseAfter(1).toMillis());
			}
		}
		catch (SQLException ex) {
			throw this.failures.of(
					new Outcome.Refused(DatabaseException.reason(ex), "a query of Slipway's own was refused", ex),
					history, null);
		}
		finally {
			this.stop.endWait();
		}
		return held.get();
	}

}
