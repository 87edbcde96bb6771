package dev.slipway.engine.run;

import java.sql.SQLException;
import java.time.Duration;

import dev.slipway.DatabaseException;
import dev.slipway.engine.execute.Outcome;
import dev.slipway.engine.history.History;
import dev.slipway.engine.history.HistoryReader;
import dev.slipway.engine.postgres.BorrowedConnection;
import dev.slipway.engine.postgres.ConnectionFailure;
import dev.slipway.engine.report.FailureReport;
import dev.slipway.engine.text.LineLog;
import dev.slipway.engine.text.ServiceName;
import org.jspecify.annotations.Nullable;

/**
 * Reads the history again after each batch, on another connection where this one was
 * lost: nothing else tells what became of a COMMIT that was not answered.
 */
final class ReconnectingReader {

	private static final LineLog logger = LineLog.ofRuns();

	/** How long a server may take to restart, or a standby to be promoted. */
	private static final Duration RECONNECTING = Duration.ofSeconds(30);

	private final String service;

	private final HistoryReader reader;

	private final BorrowedConnection work;

	private final FailureReport failures;

	private Outcome.@Nullable ConnectionLost lost;

	/**
	 * Create a reader.
	 * @param service the name of the service, empty for the unnamed one
	 * @param reader reads the history
	 * @param work the connection for the work
	 * @param failures says what stopped a run
	 */
	ReconnectingReader(String service, HistoryReader reader, BorrowedConnection work, FailureReport failures) {
		this.service = service;
		this.reader = reader;
		this.work = work;
		this.failures = failures;
	}

	/**
	 * Read the history.
	 * @param outcome what came before
	 * @throws DatabaseException if it cannot be read, and not within some seconds on
	 * another connection either
	 * @throws InterruptedException if the thread is interrupted while it connects again
	 */
	History readAfter(Outcome outcome) throws InterruptedException {
		this.lost = (outcome instanceof Outcome.ConnectionLost broken) ? broken : null;
		History history = read();
		// A trigger may be what has moved it: the next try looks at the table in full.
		return (outcome instanceof Outcome.HistoryMoved) ? history.withTriggers() : history;
	}

	/**
	 * Return the connection that was lost with the last batch, or when the history was
	 * read after it; {@code null} when none was.
	 */
	Outcome.@Nullable ConnectionLost connectionLoss() {
		return this.lost;
	}

	private History read() throws InterruptedException {
		if (this.lost != null) {
			return reconnect(this.lost);
		}
		try {
			return this.reader.read(this.work);
		}
		catch (DatabaseException ex) {
			if (!ConnectionFailure.isPassing(ex.getReason())) {
				throw ex;
			}
			Outcome.ConnectionLost broken = Outcome.ConnectionLost.of(null,
					(ex.getCause() instanceof SQLException cause) ? cause : ex);
			this.lost = broken;
			return reconnect(broken);
		}
	}

	private History reconnect(Outcome.ConnectionLost lost) throws InterruptedException {
		ServiceName subject = new ServiceName(this.service);
		logger.warn(subject + " lost the connection to the database" + FailureReport.near(lost) + ": "
				+ FailureReport.onOneLine(this.failures.secrets().mask(lost.error()))
				+ ". It connects again, for at most " + RECONNECTING.toSeconds() + " s");
		long deadline = System.nanoTime() + RECONNECTING.toNanos();
		while (true) {
			this.work.drop();
			try {
				History history = this.reader.read(this.work);
				logger.info(subject + " is connected again, and goes on with what is not recorded");
				return history;
			}
			catch (DatabaseException ex) {
				if (Thread.interrupted()) {
					throw new InterruptedException();
				}
				if (!ConnectionFailure.isPassing(ex.getReason())) {
					throw ex;
				}
				if (System.nanoTime() - deadline >= 0) {
					if (lost.cause() != null) {
						lost.cause().addSuppressed(ex);
					}
					throw this.failures.connectionLost(lost, null);
				}
			}
			Thread.sleep(RetryPolicy.firstPause().toMillis());
		}
	}

}
