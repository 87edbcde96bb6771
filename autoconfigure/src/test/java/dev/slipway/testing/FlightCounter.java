package dev.slipway.testing;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.util.Arrays;

import com.zaxxer.hikari.HikariDataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A proxy in front of PostgreSQL that counts flights: bytes from the client after an
 * answer of the server that a client waits for. Others are none: the server sends a
 * notice at once, while the rest of what it was sent still arrives.
 */
public final class FlightCounter implements AutoCloseable {

	private static final Logger logger = LoggerFactory.getLogger(FlightCounter.class);

	private static final String HIKARI_TRUSTS_IDLE_MILLISECONDS = "com.zaxxer.hikari.aliveBypassWindowMs";

	/** The message, without the state of the transaction at its end. */
	private static final byte[] READY = { 'Z', 0, 0, 0, 5 };

	private final TcpProxy proxy;

	private int flights;

	private int connections;

	private long bytesFromServer;

	private long bytesFromClient;

	/**
	 * Start a proxy on the loopback interface.
	 * @param target the database to lead to
	 */
	public FlightCounter(TestDatabase target) throws IOException {
		this.proxy = new TcpProxy(target, this::connect);
	}

	/**
	 * Return the database as it is reached through this proxy.
	 */
	public TestDatabase database() {
		return this.proxy.database();
	}

	/**
	 * Return a pool of one connection through this proxy, for the caller to close. It
	 * does not ask an idle connection whether it lives, as Hikari does after half a
	 * second: that is a flight that no migrator makes.
	 */
	public HikariDataSource pool() {
		System.setProperty(HIKARI_TRUSTS_IDLE_MILLISECONDS, "600000");
		try {
			return database().pool();
		}
		finally {
			System.clearProperty(HIKARI_TRUSTS_IDLE_MILLISECONDS);
		}
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
	 * Return the bytes that the server has sent since the last reset.
	 */
	public synchronized long bytesFromServer() {
		return this.bytesFromServer;
	}

	/**
	 * Return the bytes that the clients have sent since the last reset.
	 */
	public synchronized long bytesFromClient() {
		return this.bytesFromClient;
	}

	/**
	 * Begin to count anew.
	 */
	public synchronized void reset() {
		this.flights = 0;
		this.connections = 0;
		this.bytesFromServer = 0;
		this.bytesFromClient = 0;
	}

	@Override
	public void close() throws IOException {
		this.proxy.close();
	}

	private TcpProxy.Directions connect(Socket client, Socket server) {
		Conversation conversation = new Conversation();
		synchronized (this) {
			this.connections++;
		}
		return new TcpProxy.Directions(() -> copy(client, server, conversation, true),
				() -> copy(server, client, conversation, false));
	}

	private void copy(Socket from, Socket to, Conversation conversation, boolean client) {
		byte[] buffer = new byte[1 << 16];
		try (from; to) {
			InputStream in = from.getInputStream();
			OutputStream out = to.getOutputStream();
			for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
				countBytes(client, read);
				if (client || isAwaited(buffer, read)) {
					count(conversation, client);
				}
				out.write(buffer, 0, read);
			}
		}
		catch (IOException ex) {
			logger.debug("A connection ended: {}", ex.getMessage());
		}
	}

	/**
	 * Whether the server is ready for the next query, or asks for a password or for data
	 * (manual, section 54.7).
	 */
	private static boolean isAwaited(byte[] buffer, int length) {
		boolean ready = length >= READY.length + 1
				&& Arrays.equals(READY, Arrays.copyOfRange(buffer, length - READY.length - 1, length - 1));
		char first = (char) buffer[0];
		return ready || length == 1 || first == 'R' || first == 'G';
	}

	private synchronized void countBytes(boolean client, int bytes) {
		if (client) {
			this.bytesFromClient += bytes;
		}
		else {
			this.bytesFromServer += bytes;
		}
	}

	private synchronized void count(Conversation conversation, boolean client) {
		if (client && conversation.serverSpoke) {
			this.flights++;
		}
		conversation.serverSpoke = !client;
	}

	private static final class Conversation {

		private boolean serverSpoke = true;

	}

}
