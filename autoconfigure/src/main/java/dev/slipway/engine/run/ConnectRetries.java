package dev.slipway.engine.run;

import java.time.Duration;

import dev.slipway.DatabaseException;
import dev.slipway.DatabaseException.Reason;
import dev.slipway.MigratorOptions;
import dev.slipway.engine.history.History;
import dev.slipway.engine.history.HistoryReader;
import dev.slipway.engine.postgres.BorrowedConnection;
import dev.slipway.engine.postgres.ConnectionFailure;
import dev.slipway.engine.report.FailureReport;
import dev.slipway.engine.text.LineLog;
import dev.slipway.engine.text.ServiceName;

/**
 * Reads the history for the first time, again and again while the server is not there
 * yet. A pooler in front of such a server lends a connection all the same, so that the
 * first query is what fails.
 */
final class ConnectRetries {

	private static final LineLog logger = LineLog.ofRuns();

	private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);

	/** A pause that was doubled more often is longer than any limit that makes sense. */
	private static final int MOST_DOUBLINGS = 20;

	private final String service;

	private final int retries;

	private final Duration longestPause;

	private ConnectRetries(MigratorOptions options) {
		this.service = options.service();
		this.retries = options.connectRetries();
		this.longestPause = options.connectRetriesInterval();
	}

	/**
	 * Read the history.
	 * @param options how often to try, and with which pauses
	 * @param reader reads it
	 * @param connection a connection that is not borrowed yet
	 * @throws DatabaseException if it cannot be read, after the last try where the server
	 * is not there, or if the thread is interrupted during a pause
	 */
	static History read(MigratorOptions options, HistoryReader reader, BorrowedConnection connection) {
		return new ConnectRetries(options).read(reader, connection);
	}

	private History read(HistoryReader reader, BorrowedConnection connection) {
		for (int tries = 1;; tries++) {
			try {
				return reader.read(connection);
			}
			catch (DatabaseException ex) {
				if (tries > this.retries || !ConnectionFailure.isServerAway(ex)) {
					throw ex;
				}
				connection.drop();
				pause(tries, ex);
			}
		}
	}

	private void pause(int tries, DatabaseException failure) {
		Duration doubled = FIRST_PAUSE.multipliedBy(1L << Math.min(tries - 1, MOST_DOUBLINGS));
		Duration pause = (doubled.compareTo(this.longestPause) < 0) ? doubled : this.longestPause;
		int left = this.retries - tries + 1;
		logger.warn(
				FailureReport.onOneLine(failure.getMessage()) + " " + new ServiceName(this.service) + " tries again in "
						+ pause.toMillis() + " ms, " + ((left == 1) ? "once more" : left + " times more") + " at most");
		try {
			Thread.sleep(pause.toMillis());
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new DatabaseException(this.service, Reason.INTERRUPTED,
					"the run was interrupted while it waited for the server.\n\nNothing was applied.", ex);
		}
	}

}
