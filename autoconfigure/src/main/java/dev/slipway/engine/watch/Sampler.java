package dev.slipway.engine.watch;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

import javax.sql.DataSource;

import dev.slipway.engine.postgres.BorrowedConnection;
import dev.slipway.engine.postgres.ServerSession;
import dev.slipway.engine.postgres.SqlState;
import dev.slipway.engine.text.LineLog;
import dev.slipway.engine.text.ServiceName;

/**
 * Looks at an attempt again and again, on a connection and a thread of its own: borrowing
 * the one and asking on it may take long, for which nobody else waits.
 */
final class Sampler {

	private static final LineLog logger = LineLog.of(Sampler.class);

	private static final Duration LONGEST_JOIN = Duration.ofSeconds(1);

	private final WatchTarget attempt;

	private final DataSource dataSource;

	private final WatchIntervals pace;

	private final Thread thread = new Thread(this::run, "slipway-watch-sessions");

	private volatile List<ServerSession> blockers = List.of();

	/** When the statement began that was last seen to wait, or to come after one. */
	private String waiting = "";

	private boolean borrowing = true;

	private boolean closed;

	Sampler(WatchTarget attempt, DataSource dataSource, WatchIntervals pace) {
		this.attempt = attempt;
		this.dataSource = dataSource;
		this.pace = pace;
		this.thread.setDaemon(true);
	}

	void start() {
		this.thread.start();
	}

	/** The sessions that the attempt was last seen waiting for. */
	List<ServerSession> blockers() {
		return this.blockers;
	}

	/**
	 * End looking. Where the database does not answer, the thread gives its connection
	 * back when it does.
	 */
	void close() {
		synchronized (this) {
			this.closed = true;
			if (this.borrowing) {
				this.thread.interrupt();
			}
			notifyAll();
		}
		boolean interrupted = false;
		long deadline = System.nanoTime() + LONGEST_JOIN.toNanos();
		long left = LONGEST_JOIN.toMillis();
		while (this.thread.isAlive() && left > 0) {
			try {
				this.thread.join(left);
			}
			catch (InterruptedException ex) {
				// The caller of close may be ending because of just that.
				interrupted = true;
			}
			left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
		}
		if (interrupted) {
			Thread.currentThread().interrupt();
		}
	}

	private void run() {
		try (BorrowedConnection borrowed = new BorrowedConnection(this.attempt.service(), this.dataSource)) {
			Connection connection = borrowed.connection();
			endBorrowing();
			look(connection);
		}
		catch (SQLException | RuntimeException ex) {
			if (!isClosed()) {
				// Better none than those of a wait that may be long over.
				this.blockers = List.of();
				logger.info(new ServiceName(this.attempt.service())
						+ " has no monitoring connection; what long statements wait for is not logged");
			}
			logger.debug("Watching has ended: " + this.attempt.secrets().mask(String.valueOf(ex.getMessage())));
		}
	}

	/** No interrupt is to reach the pool or the driver with the connection. */
	private synchronized void endBorrowing() {
		this.borrowing = false;
		Thread.interrupted();
	}

	private void look(Connection connection) throws SQLException {
		StatementLog log = new StatementLog(this.attempt.service(), this.attempt.migration(), this.attempt.secrets(),
				this.pace.report());
		while (!isClosed()) {
			try {
				Optional<ServerActivity> activity = ServerActivity.of(connection, this.attempt);
				if (activity.isPresent()) {
					look(connection, activity.get(), log);
				}
			}
			catch (SQLException ex) {
				if (!SqlState.isBlocked(ex)) {
					throw ex;
				}
				logger.debug("The server does not tell what a statement does: "
						+ this.attempt.secrets().mask(String.valueOf(ex.getMessage())));
			}
			pause();
		}
	}

	private void look(Connection connection, ServerActivity activity, StatementLog log) throws SQLException {
		// A wait that failed may end between two looks. When the attempt goes on with
		// another statement, it has not failed.
		if (!activity.waitsFor().isEmpty()
				|| !(activity.begin().equals(this.waiting) || activity.endsFailedAttempt(this.attempt.runId()))) {
			this.blockers = activity.waitsFor();
			this.waiting = activity.begin();
		}
		boolean due = log.isDue(activity);
		if ((due || !activity.waitsFor().isEmpty()) && !isClosed()) {
			this.attempt.waits().accept(this.attempt.secrets().mask(waitOf(activity)));
		}
		if (due && !isClosed()) {
			log.write(activity, activity.progress(connection));
		}
	}

	/** The session that is in the way the longest, else the statement itself. */
	private static String waitOf(ServerActivity activity) {
		return activity.waitsFor().isEmpty() ? "its statement runs for " + activity.age().toSeconds() + " s"
				: activity.waitsFor().get(0).toString();
	}

	private synchronized boolean isClosed() {
		return this.closed;
	}

	private synchronized void pause() {
		long end = System.nanoTime() + this.pace.interval().toNanos();
		long left = this.pace.interval().toMillis();
		while (!this.closed && left > 0) {
			try {
				wait(left);
			}
			catch (InterruptedException ex) {
				this.closed = true;
			}
			left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
		}
	}

}
