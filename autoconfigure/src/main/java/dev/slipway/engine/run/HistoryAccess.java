package dev.slipway.engine.run;

import java.sql.SQLException;
import java.time.Duration;

import dev.slipway.DatabaseException;
import dev.slipway.DatabaseException.Reason;
import dev.slipway.SlipwayException;
import dev.slipway.engine.execute.Outcome;
import dev.slipway.engine.history.History;
import dev.slipway.engine.history.HistoryReader;
import dev.slipway.engine.postgres.BorrowedConnection;
import dev.slipway.engine.report.FailureReport;
import dev.slipway.engine.text.LineLog;
import org.jspecify.annotations.Nullable;

/**
 * Reads the history again after each batch, on another connection where this one was
 * lost: nothing else tells what became of a COMMIT that was not answered.
 *
 * @param service the name of the service, empty for the unnamed one
 * @param reader reads the history
 * @param work the connection for the work
 * @param failures says what stopped a run
 */
record HistoryAccess(String service, HistoryReader reader, BorrowedConnection work, FailureReport failures) {

	private static final LineLog logger = LineLog.ofRuns();

	/** How long a server may take to restart, or a standby to be promoted. */
	private static final Duration RECONNECTING = Duration.ofSeconds(30);

	/**
	 * Read the history.
	 * @param outcome what came before
	 * @throws DatabaseException if it cannot be read, and not within some seconds on
	 * another connection either
	 * @throws InterruptedException if the thread is interrupted while it connects again
	 */
	Reading readAfter(Outcome outcome) throws InterruptedException {
		Reading reading = read(outcome);
		// A trigger may be what has moved it: the next try looks at the table in full.
		return (outcome instanceof Outcome.HistoryMoved) ? new Reading(reading.history().withTriggers(), reading.lost())
				: reading;
	}

	private Reading read(Outcome outcome) throws InterruptedException {
		if (outcome instanceof Outcome.ConnectionLost lost) {
			return new Reading(reconnect(lost), lost);
		}
		try {
			return new Reading(this.reader.read(this.work), null);
		}
		catch (DatabaseException ex) {
			if (ex.getReason() != Reason.UNREACHABLE) {
				throw ex;
			}
			Outcome.ConnectionLost lost = new Outcome.ConnectionLost(null,
					(ex.getCause() instanceof SQLException cause) ? cause : new SQLException(ex.getMessage(), ex));
			return new Reading(reconnect(lost), lost);
		}
	}

	private History reconnect(Outcome.ConnectionLost lost) throws InterruptedException {
		String subject = SlipwayException.subject(this.service);
		logger.warn(subject + " lost the connection to the database" + FailureReport.near(lost) + ": "
				+ FailureReport.onOneLine(this.failures.error(lost.cause())) + ". It connects again, for at most "
				+ RECONNECTING.toSeconds() + " s");
		long deadline = System.nanoTime() + RECONNECTING.toNanos();
		while (true) {
			this.work.drop();
			try {
				History history = this.reader.read(this.work);
				logger.info(subject + " is connected again, and goes on with what is not recorded");
				return history;
			}
			catch (DatabaseException ex) {
				if (ex.getReason() != Reason.UNREACHABLE) {
					throw ex;
				}
				if (System.nanoTime() - deadline >= 0) {
					lost.cause().addSuppressed(ex);
					throw this.failures.connectionLost(lost, null);
				}
			}
			Thread.sleep(RetryPause.first().toMillis());
		}
	}

	/**
	 * What was read.
	 *
	 * @param history the history
	 * @param lost the connection that was lost before, {@code null} when none was
	 */
	record Reading(History history, Outcome.@Nullable ConnectionLost lost) {

	}

}
