package dev.slipway.testing;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A proxy on the loopback interface in front of PostgreSQL or of a pooler. What it does
 * with the bytes of a connection is up to its user.
 */
public final class TcpProxy implements AutoCloseable {

	private static final Logger logger = LoggerFactory.getLogger(TcpProxy.class);

	private final ServerSocket listener;

	private final TestDatabase target;

	private final Connector connector;

	/**
	 * Start a proxy.
	 * @param target the database to lead to
	 * @param connector says how bytes are passed on
	 */
	public TcpProxy(TestDatabase target, Connector connector) throws IOException {
		this.target = target;
		this.connector = connector;
		this.listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
		start(this::accept);
	}

	/**
	 * Return the database as it is reached through this proxy.
	 */
	public TestDatabase database() {
		return this.target.through("127.0.0.1", this.listener.getLocalPort());
	}

	/**
	 * Take no more connections. Those that are open stay open.
	 */
	@Override
	public void close() throws IOException {
		this.listener.close();
	}

	private void accept() {
		try {
			while (true) {
				Socket client = this.listener.accept();
				Socket server = new Socket(this.target.host(), this.target.port());
				client.setTcpNoDelay(true);
				server.setTcpNoDelay(true);
				Directions directions = this.connector.connect(client, server);
				start(directions.toServer());
				start(directions.toClient());
			}
		}
		catch (IOException ex) {
			if (this.listener.isClosed()) {
				logger.debug("The proxy was closed");
			}
			else {
				logger.error("The proxy failed", ex);
			}
		}
	}

	private static void start(Runnable work) {
		Thread thread = new Thread(work, "tcp-proxy");
		thread.setDaemon(true);
		thread.start();
	}

	/**
	 * Says how the bytes of a new connection are passed on.
	 */
	@FunctionalInterface
	public interface Connector {

		Directions connect(Socket client, Socket server) throws IOException;

	}

	/**
	 * Two pieces of work, each on a thread of its own until its connection ends.
	 *
	 * @param toServer passes on what the client sends
	 * @param toClient passes on what the server sends
	 */
	public record Directions(Runnable toServer, Runnable toClient) {
	}

}
