package dev.slipway.faults;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.regex.Pattern;

import dev.slipway.testing.TcpProxy;
import dev.slipway.testing.TestDatabase;

/**
 * A proxy in front of PostgreSQL, or of a pooler, that reads along and cuts one
 * connection, once: around the COMMIT of the transaction in which it has seen a given
 * text. Before and afterwards it only passes on what it is given.
 */
final class CuttingProxy implements AutoCloseable {

	private static final Pattern COMMIT = Pattern.compile("(?:/\\*.*?\\*/ )?commit", Pattern.CASE_INSENSITIVE);

	private final AtomicBoolean cut = new AtomicBoolean();

	private final String text;

	private final Place place;

	private final Duration delay;

	private final TcpProxy proxy;

	/**
	 * Start a proxy on the loopback interface.
	 * @param target where it leads to
	 * @param text what the transaction sends
	 * @param place when to cut
	 * @param delay how long the cut comes after that
	 */
	CuttingProxy(TestDatabase target, String text, Place place, Duration delay) throws IOException {
		this.text = text;
		this.place = place;
		this.delay = delay;
		this.proxy = new TcpProxy(target, (client, server) -> {
			ProxiedConnection connection = new ProxiedConnection(this, client, server);
			return new TcpProxy.Directions(connection::passToServer, connection::passToClient);
		});
	}

	/** The target as it is reached through this proxy. */
	TestDatabase database() {
		return this.proxy.database();
	}

	Place place() {
		return this.place;
	}

	Duration delay() {
		return this.delay;
	}

	/** Whether the transaction of a statement is the one around whose COMMIT to cut. */
	boolean isMarked(String sql) {
		return sql.contains(this.text);
	}

	/** Whether a statement of that transaction is the COMMIT to cut around. */
	boolean takeCommit(String sql) {
		return COMMIT.matcher(sql).matches() && this.cut.compareAndSet(false, true);
	}

	/** Whether the connection was cut. */
	boolean hasCut() {
		return this.cut.get();
	}

	@Override
	public void close() throws IOException {
		this.proxy.close();
	}

	/**
	 * When a connection is cut.
	 */
	enum Place {

		/** All but COMMIT has been sent. */
		BEFORE_COMMIT,

		/** COMMIT has been sent, and the server may or may not get to it. */
		IN_COMMIT,

		/** The server has committed, but nobody is told. */
		AFTER_COMMIT,

		/** The client has been told. */
		AFTER_ANSWER,

		/**
		 * The network is silent for so long that the client gives up, and delivers COMMIT
		 * only then.
		 */
		BEFORE_LATE_COMMIT

	}

}
