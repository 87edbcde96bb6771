package dev.slipway.faults;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Pattern;

import dev.slipway.testing.TestDatabase;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A proxy in front of PostgreSQL, or of a pooler, that reads along and cuts one
 * connection, once: around the COMMIT of the transaction in which it has seen a given
 * text. Before and afterwards it only passes on what it is given (manual, section 55.7).
 */
final class CuttingProxy implements AutoCloseable {

	private static final Logger logger = LoggerFactory.getLogger(CuttingProxy.class);

	private static final int SSL_REQUEST = 80877103;

	private static final int GSS_REQUEST = 80877104;

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
				Conversation conversation = new Conversation(client,
						new Socket(this.target.host(), this.target.port()));
				daemon(conversation::passToServer);
				daemon(conversation::passToClient);
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

	/** A connection, passed on message by message. */
	private final class Conversation {

		/** Answers of a single byte, to the requests before the protocol begins. */
		private final AtomicInteger bytesToCome = new AtomicInteger();

		private final Socket client;

		private final Socket server;

		private boolean marked;

		private volatile boolean chosen;

		Conversation(Socket client, Socket server) throws IOException {
			this.client = client;
			this.server = server;
			client.setTcpNoDelay(true);
			server.setTcpNoDelay(true);
		}

		void passToServer() {
			try (this.client; this.server) {
				DataInputStream in = new DataInputStream(new BufferedInputStream(this.client.getInputStream()));
				DataOutputStream out = new DataOutputStream(new BufferedOutputStream(this.server.getOutputStream()));
				passStartup(in, out);
				boolean open = true;
				for (int type = in.read(); open && type >= 0; type = open ? in.read() : type) {
					byte[] content = content(in);
					if (!this.chosen && isChosen(type, content)) {
						this.chosen = true;
						open = passCommit(in, out, type, content);
					}
					else {
						pass(out, type, content);
					}
					if (in.available() == 0) {
						out.flush();
					}
				}
			}
			catch (IOException ex) {
				logger.debug("A connection ended: {}", ex.getMessage());
			}
		}

		/** Whether the connection is still open afterwards. */
		private boolean passCommit(DataInputStream in, DataOutputStream out, int type, byte[] content)
				throws IOException {
			Place when = CuttingProxy.this.place;
			out.flush();
			if (when == Place.BEFORE_COMMIT) {
				return false;
			}
			pass(out, type, content);
			if (when == Place.AFTER_COMMIT || when == Place.AFTER_ANSWER) {
				return true;
			}
			// The Parse of COMMIT does nothing before its Execute.
			for (int next = type; next != 'E' && next != 'Q';) {
				next = in.readUnsignedByte();
				pass(out, next, content(in));
			}
			if (when == Place.IN_COMMIT) {
				out.flush();
			}
			LockSupport.parkNanos(CuttingProxy.this.delay.toNanos());
			out.flush();
			return when == Place.BEFORE_LATE_COMMIT;
		}

		void passToClient() {
			try (this.client; this.server) {
				DataInputStream in = new DataInputStream(new BufferedInputStream(this.server.getInputStream()));
				DataOutputStream out = new DataOutputStream(new BufferedOutputStream(this.client.getOutputStream()));
				for (int type = in.read(); type >= 0; type = in.read()) {
					if (this.bytesToCome.get() > 0) {
						this.bytesToCome.decrementAndGet();
						out.write(type);
						out.flush();
						continue;
					}
					byte[] content = content(in);
					boolean isEnd = this.chosen && type == 'Z';
					if (isEnd && CuttingProxy.this.place == Place.AFTER_COMMIT) {
						return;
					}
					if (!this.chosen || CuttingProxy.this.place != Place.AFTER_COMMIT) {
						pass(out, type, content);
					}
					if (in.available() == 0 || isEnd) {
						out.flush();
					}
					if (isEnd && CuttingProxy.this.place == Place.AFTER_ANSWER) {
						LockSupport.parkNanos(CuttingProxy.this.delay.toNanos());
						return;
					}
				}
			}
			catch (IOException ex) {
				logger.debug("A connection ended: {}", ex.getMessage());
			}
		}

		/** What comes before the protocol begins has no type. */
		private void passStartup(DataInputStream in, DataOutputStream out) throws IOException {
			int code;
			do {
				byte[] content = content(in);
				code = ByteBuffer.wrap(content).getInt();
				if (code == SSL_REQUEST || code == GSS_REQUEST) {
					this.bytesToCome.incrementAndGet();
				}
				out.writeInt(content.length + Integer.BYTES);
				out.write(content);
				out.flush();
			}
			while (code == SSL_REQUEST || code == GSS_REQUEST);
		}

		private boolean isChosen(int type, byte[] content) {
			if (type != 'P' && type != 'Q') {
				return false;
			}
			String[] parts = new String(content, StandardCharsets.UTF_8).split("\0", 3);
			String sql = parts[(type == 'P') ? 1 : 0];
			this.marked = this.marked || sql.contains(CuttingProxy.this.text);
			return this.marked && COMMIT.matcher(sql).matches() && CuttingProxy.this.cut.compareAndSet(false, true);
		}

		private static byte[] content(DataInputStream in) throws IOException {
			byte[] content = new byte[in.readInt() - Integer.BYTES];
			in.readFully(content);
			return content;
		}

		private static void pass(DataOutputStream out, int type, byte[] content) throws IOException {
			out.write(type);
			out.writeInt(content.length + Integer.BYTES);
			out.write(content);
		}

	}

}
