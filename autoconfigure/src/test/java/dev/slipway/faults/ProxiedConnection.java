package dev.slipway.faults;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

import dev.slipway.faults.CuttingProxy.Place;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A connection of a {@link CuttingProxy}, passed on message by message: a byte for the
 * type, four for the length, and the content (manual, section 55.7).
 */
final class ProxiedConnection {

	private static final Logger logger = LoggerFactory.getLogger(ProxiedConnection.class);

	private static final int SSL_REQUEST = 80877103;

	private static final int GSS_REQUEST = 80877104;

	private static final char PARSE = 'P';

	private static final char QUERY = 'Q';

	private static final char EXECUTE = 'E';

	private static final char READY = 'Z';

	private final CuttingProxy proxy;

	private final Socket client;

	private final Socket server;

	/** Answers of a single byte, to the requests before the protocol begins. */
	private final AtomicInteger bytesToCome = new AtomicInteger();

	private boolean marked;

	private volatile boolean chosen;

	ProxiedConnection(CuttingProxy proxy, Socket client, Socket server) {
		this.proxy = proxy;
		this.client = client;
		this.server = server;
	}

	/** Pass on what the client sends, until either side or the proxy ends it. */
	void passToServer() {
		try (this.client; this.server) {
			DataInputStream in = new DataInputStream(new BufferedInputStream(this.client.getInputStream()));
			DataOutputStream out = new DataOutputStream(new BufferedOutputStream(this.server.getOutputStream()));
			passStartup(in, out);
			for (int type = in.read(); type >= 0; type = in.read()) {
				byte[] content = content(in);
				if (!isCommitToCut(type, content)) {
					pass(out, type, content);
				}
				else if (!passCommit(in, out, type, content)) {
					return;
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

	/** Pass on what the server sends. */
	void passToClient() {
		try (this.client; this.server) {
			DataInputStream in = new DataInputStream(new BufferedInputStream(this.server.getInputStream()));
			DataOutputStream out = new DataOutputStream(new BufferedOutputStream(this.client.getOutputStream()));
			for (int type = in.read(); type >= 0; type = in.read()) {
				if (this.bytesToCome.getAndUpdate((bytes) -> Math.max(0, bytes - 1)) > 0) {
					out.write(type);
				}
				else if (!passAnswer(out, type, content(in))) {
					return;
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

	private boolean isCommitToCut(int type, byte[] content) {
		if (this.chosen || (type != PARSE && type != QUERY)) {
			return false;
		}
		// In a Parse, the name of the statement comes first.
		String sql = new String(content, StandardCharsets.UTF_8).split("\0", 3)[(type == PARSE) ? 1 : 0];
		this.marked = this.marked || this.proxy.isMarked(sql);
		this.chosen = this.marked && this.proxy.takeCommit(sql);
		return this.chosen;
	}

	/** Whether the connection is still open afterwards. */
	private boolean passCommit(DataInputStream in, DataOutputStream out, int type, byte[] content) throws IOException {
		Place place = this.proxy.place();
		out.flush();
		if (place == Place.BEFORE_COMMIT) {
			return false;
		}
		pass(out, type, content);
		if (place == Place.AFTER_COMMIT || place == Place.AFTER_ANSWER) {
			return true;
		}
		// A Parse does nothing before its Execute.
		for (int next = type; next != EXECUTE && next != QUERY;) {
			next = in.readUnsignedByte();
			pass(out, next, content(in));
		}
		if (place == Place.IN_COMMIT) {
			out.flush();
		}
		LockSupport.parkNanos(this.proxy.delay().toNanos());
		out.flush();
		return place == Place.BEFORE_LATE_COMMIT;
	}

	/** Whether the connection is still open afterwards. */
	private boolean passAnswer(DataOutputStream out, int type, byte[] content) throws IOException {
		Place place = this.proxy.place();
		boolean isEnd = this.chosen && type == READY;
		if (!this.chosen || place != Place.AFTER_COMMIT) {
			pass(out, type, content);
		}
		if (isEnd && place == Place.AFTER_ANSWER) {
			out.flush();
			LockSupport.parkNanos(this.proxy.delay().toNanos());
		}
		return !isEnd || (place != Place.AFTER_COMMIT && place != Place.AFTER_ANSWER);
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
