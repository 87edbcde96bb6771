package dev.slipway.benchmarks;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.locks.LockSupport;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One direction of a connection whose bytes arrive later than they are sent, however many
 * there are. Runs until the connection ends.
 */
final class DelayedCopy implements Runnable {

	private static final Logger logger = LoggerFactory.getLogger(DelayedCopy.class);

	private static final byte[] END = {};

	private final Socket from;

	private final Socket to;

	private final long delay;

	/** When the first bytes may be on their way. */
	private final long open;

	private final Look sent;

	private final Look arrives;

	private final BlockingQueue<Bytes> underway = new LinkedBlockingQueue<>();

	/**
	 * Create a direction.
	 * @param from where the bytes come from
	 * @param to where they go
	 * @param delay how long they are on their way
	 * @param handshake how long after now the first bytes may be sent
	 * @param sent sees the bytes when they are sent
	 * @param arrives sees them before they arrive
	 */
	DelayedCopy(Socket from, Socket to, Duration delay, Duration handshake, Look sent, Look arrives) {
		this.from = from;
		this.to = to;
		this.delay = delay.toNanos();
		this.open = System.nanoTime() + handshake.toNanos();
		this.sent = sent;
		this.arrives = arrives;
	}

	@Override
	public void run() {
		if (this.delay > 0) {
			Thread writer = new Thread(this::write, "delayed-copy");
			writer.setDaemon(true);
			writer.start();
		}
		byte[] buffer = new byte[1 << 16];
		try {
			InputStream in = this.from.getInputStream();
			for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
				this.sent.at(buffer, read);
				pass(buffer, read);
			}
		}
		catch (IOException ex) {
			logger.debug("A connection ended: {}", ex.getMessage());
		}
		if (this.delay > 0) {
			this.underway.add(new Bytes(END, 0));
		}
		else {
			close();
		}
	}

	private void pass(byte[] buffer, int length) throws IOException {
		if (this.delay > 0) {
			long due = Math.max(System.nanoTime() - this.open, 0) + this.open + this.delay;
			this.underway.add(new Bytes(Arrays.copyOf(buffer, length), due));
		}
		else {
			this.arrives.at(buffer, length);
			this.to.getOutputStream().write(buffer, 0, length);
		}
	}

	private void write() {
		try {
			OutputStream out = this.to.getOutputStream();
			for (Bytes next = this.underway.take(); next.content.length > 0; next = this.underway.take()) {
				for (long left = next.due - System.nanoTime(); left > 0; left = next.due - System.nanoTime()) {
					LockSupport.parkNanos(left);
				}
				this.arrives.at(next.content, next.content.length);
				out.write(next.content);
			}
		}
		catch (IOException ex) {
			logger.debug("A connection ended: {}", ex.getMessage());
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
		close();
	}

	private void close() {
		try (this.from; this.to) {
			logger.trace("The connection is closed");
		}
		catch (IOException ex) {
			logger.debug("A connection was not closed: {}", ex.getMessage());
		}
	}

	/**
	 * Sees bytes.
	 */
	@FunctionalInterface
	interface Look {

		void at(byte[] buffer, int length);

	}

	private record Bytes(byte[] content, long due) {
	}

}
