package dev.slipway.testing;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A proxy in front of PostgreSQL that counts flights: bytes from the client after bytes
 * from the server.
 */
public final class FlightCounter implements AutoCloseable {

	private static final Logger logger = LoggerFactory.getLogger(FlightCounter.class);

	private final ServerSocket listener;

	private final TestDatabase target;

	private int flights;

	private int connections;

	/**
	 * Start a proxy on the loopback interface.
	 * @param target the database to lead to
	 */
	public FlightCounter(TestDatabase target) throws IOException {
		this.target = target;
		this.listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
		daemon(this::accept);
	}

	/**
	 * Return the database as it is reached through this proxy.
	 */
	public TestDatabase database() {
		return this.target.through("127.0.0.1", this.listener.getLocalPort());
	}

	/**
	 * Return the flights since the last reset.
	 */
	public synchronized int flights() {
		return this.flights;
	}

	/**
	 * Return the connections since the last reset.
	 */
	public synchronized int connections() {
		return this.connections;
	}

	/**
	 * Begin to count anew.
	 */
	public synchronized void reset() {
		this.flights = 0;
		this.connections = 0;
	}

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
				Conversation conversation = new Conversation();
				synchronized (this) {
					this.connections++;
				}
				daemon(() -> copy(client, server, conversation, true));
				daemon(() -> copy(server, client, conversation, false));
			}
		}
		catch (SocketException ex) {
			logger.debug("The proxy was closed");
		}
		catch (IOException ex) {
			logger.error("The proxy failed", ex);
		}
	}

	private void copy(Socket from, Socket to, Conversation conversation, boolean client) {
		byte[] buffer = new byte[1 << 16];
		try (from; to) {
			InputStream in = from.getInputStream();
			OutputStream out = to.getOutputStream();
			for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
				count(conversation, client);
				out.write(buffer, 0, read);
			}
		}
		catch (IOException ex) {
			logger.debug("A connection ended: {}", ex.getMessage());
		}
	}

	private synchronized void count(Conversation conversation, boolean client) {
		if (client && conversation.serverSpoke) {
			this.flights++;
		}
		conversation.serverSpoke = !client;
	}

	private static void daemon(Runnable work) {
		Thread thread = new Thread(work, "flight-counter");
		thread.setDaemon(true);
		thread.start();
	}

	private static final class Conversation {

		private boolean serverSpoke = true;

	}

}
