package dev.slipway.engine.watch;

import java.util.List;

import javax.sql.DataSource;

/**
 * Watches an attempt to apply migrations from beside it.
 */
public final class Watch implements AutoCloseable {

	private Watch() {
	}

	/**
	 * Begin to watch what the calling thread is about to do. Costs a thread at first; a
	 * connection is borrowed only when the attempt takes long.
	 * @param attempt the attempt
	 * @param dataSource lends the connection to watch from
	 * @param mayConnect whether a further connection can be had at all
	 */
	public static Watch begin(Attempt attempt, DataSource dataSource, boolean mayConnect) {
		return new Watch();
	}

	/**
	 * Return the sessions that the attempt was last seen waiting for. Thread-safe, also
	 * after {@link #close()}.
	 * @return the sessions, empty when none was seen
	 */
	public List<Blocker> blockers() {
		return List.of();
	}

	/**
	 * End watching. After it has returned, nothing is sent any more on either connection.
	 */
	@Override
	public void close() {
	}

}
