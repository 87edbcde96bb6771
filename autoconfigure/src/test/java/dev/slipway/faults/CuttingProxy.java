package dev.slipway.faults;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.regex.Pattern;

import dev.slipway.testing.TestDatabase;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A proxy in front of PostgreSQL, or of a pooler, that reads along and cuts one
 * connection, once: around the COMMIT of the transaction in which it has seen a given
 * text. Before and afterwards it only passes on what it is given.
 */
final class CuttingProxy implements AutoCloseable {

	private static final Logger logger = LoggerFactory.getLogger(CuttingProxy.class);

	private static final Pattern COMMIT = Pattern.compile("(?:/\\*.*?\\*/ )?commit", Pattern.CASE_INSENSITIVE);

	private final AtomicBoolean cut = new AtomicBoolean();

	private final TestDatabase target;

	private final String text;

	private final Place place;

	private final Duration delay;

	private final ServerSocket listener;

	/**
	 * Start a proxy on the loopback interface.
	 * @param target where it leads to
	 * @param text what the transaction sends
	 * @param place when to cut
	 * @param delay how long the cut comes after that
	 */
	CuttingProxy(TestDatabase target, String text, Place place, Duration delay) throws IOException {
		this.target = target;
		this.text = text;
		this.place = place;
		this.delay = delay;
		this.listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
		daemon(this::accept);
	}

	/** The target as it is reached through this proxy. */
	TestDatabase database() {
		return this.target.through("127.0.0.1", this.listener.getLocalPort());
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
		this.listener.close();
	}

	private void accept() {
		try {
			while (true) {
				Socket client = this.listener.accept();
				ProxiedConnection connection = new ProxiedConnection(this, client,
						new Socket(this.target.host(), this.target.port()));
				daemon(connection::passToServer);
				daemon(connection::passToClient);
			}
		}
		catch (IOException ex) {
			logger.debug("The proxy ended: {}", ex.getMessage());
		}
	}

	private static void daemon(Runnable work) {
		Thread thread = new Thread(work, "cutting-proxy");
		thread.setDaemon(true);
		thread.start();
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
