package dev.slipway.engine.watch;

import java.sql.SQLException;
import java.time.Duration;
import java.util.List;

import javax.sql.DataSource;

import dev.slipway.engine.postgres.ServerSession;
import dev.slipway.engine.text.LineLog;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;

/**
 * Watches an attempt to apply migrations from beside it. The thread that sends a script
 * can do nothing while the server works: not see an interrupt, nor ask what the server
 * waits for.
 * <ul>
 * <li>When that thread is interrupted, what runs on its connection is cancelled, until
 * the attempt has ended.</li>
 * <li>When the attempt takes long, a second connection is borrowed, and from there is
 * seen which sessions the attempt waits for. The log says so every ten seconds of a
 * statement.</li>
 * </ul>
 */
public final class Watch implements AutoCloseable {

	private static final LineLog logger = LineLog.of(Watch.class);

	private static final Duration CHECK_EVERY = Duration.ofMillis(50);

	/**
	 * A cancel that arrives between two statements cancels neither. The next one leaves
	 * time for what comes after a statement that was cancelled, such as a rollback.
	 */
	private static final Duration CANCEL_EVERY = Duration.ofSeconds(1);

	private final WatchTarget attempt;

	private final Thread worker;

	private final long begin = System.nanoTime();

	private final Duration first;

	private final @Nullable Sampler sampler;

	private boolean sampling;

	private boolean closed;

	private Watch(WatchTarget attempt, @Nullable Sampler sampler, Duration first) {
		this.attempt = attempt;
		this.worker = Thread.currentThread();
		this.sampler = sampler;
		this.first = first;
	}

	/**
	 * Begin to watch what the calling thread is about to do. Costs a thread at first; a
	 * connection is borrowed only when the attempt takes long, and when that fails the
	 * attempt goes on without.
	 * @param attempt the attempt
	 * @param dataSource lends the connection to watch from
	 * @param mayConnect whether a further connection can be had at all
	 */
	public static Watch begin(WatchTarget attempt, DataSource dataSource, boolean mayConnect) {
		return begin(attempt, dataSource, mayConnect, WatchIntervals.of(attempt.lockTimeout()));
	}

	static Watch begin(WatchTarget attempt, DataSource dataSource, boolean mayConnect, WatchIntervals pace) {
		Watch watch = new Watch(attempt, mayConnect ? new Sampler(attempt, dataSource, pace) : null, pace.first());
		Thread thread = new Thread(watch::run, "slipway-watch");
		thread.setDaemon(true);
		thread.start();
		return watch;
	}

	/**
	 * Return the sessions that the attempt was last seen waiting for. Thread-safe, also
	 * after {@link #close()}.
	 * @return the sessions, the oldest transaction first; empty when none was seen
	 */
	public List<ServerSession> blockers() {
		return (this.sampler != null) ? this.sampler.blockers() : List.of();
	}

	/**
	 * End watching. After it has returned, nothing is sent any more on either connection,
	 * and none of what was sent before is still on its way to cancel something: a cancel
	 * that was begun is waited for, as long as the driver's {@code cancelSignalTimeout}
	 * at most.
	 */
	@Override
	public void close() {
		synchronized (this) {
			this.closed = true;
			notifyAll();
		}
		if (this.sampler != null) {
			this.sampler.close();
		}
	}

	/** A caller of close waits for the monitor, and with it for a cancel. */
	private synchronized void run() {
		try {
			while (!this.closed) {
				sampleWhenLong();
				if (this.worker.isInterrupted()) {
					cancel();
					wait(CANCEL_EVERY.toMillis());
				}
				else {
					wait(CHECK_EVERY.toMillis());
				}
			}
		}
		catch (InterruptedException ex) {
			// Only code that ends all threads there are has this one.
			logger.debug("Watching was interrupted");
		}
	}

	private void sampleWhenLong() {
		if (this.sampler != null && !this.sampling && System.nanoTime() - this.begin >= this.first.toNanos()) {
			this.sampling = true;
			this.sampler.start();
		}
	}

	private void cancel() {
		try {
			this.attempt.connection().unwrap(PGConnection.class).cancelQuery();
			logger.debug("The thread was interrupted: what runs on its connection is cancelled");
		}
		catch (SQLException | RuntimeException ex) {
			logger.debug("A cancel failed, and is tried again: " + ex.getMessage());
		}
	}

}
