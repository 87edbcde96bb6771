package dev.slipway.testing;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicInteger;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Answers the first connections through a proxy as a server does that refuses them, and
 * passes on the others.
 */
public final class RefusedConnections implements TcpProxy.Connector {

	private static final Logger logger = LoggerFactory.getLogger(RefusedConnections.class);

	private static final int SSL_REQUEST = 80877103;

	private final AtomicInteger refused = new AtomicInteger();

	private final int most;

	private final String sqlState;

	private final String message;

	/**
	 * Create one.
	 * @param most how many connections it refuses
	 * @param sqlState the SQLSTATE of the refusal
	 * @param message the text of the refusal
	 */
	public RefusedConnections(int most, String sqlState, String message) {
		this.most = most;
		this.sqlState = sqlState;
		this.message = message;
	}

	/** Return how many it has refused. */
	public int refused() {
		return Math.min(this.refused.get(), this.most);
	}

	@Override
	public TcpProxy.Directions connect(Socket client, Socket server) throws IOException {
		if (this.refused.getAndIncrement() >= this.most) {
			return new TcpProxy.Directions(() -> copy(client, server), () -> copy(server, client));
		}
		server.close();
		return new TcpProxy.Directions(() -> refuse(client), () -> {
		});
	}

	private void refuse(Socket client) {
		try (client) {
			DataInputStream in = new DataInputStream(client.getInputStream());
			DataOutputStream out = new DataOutputStream(client.getOutputStream());
			while (readPacket(in) == SSL_REQUEST) {
				out.write('N');
				out.flush();
			}
			byte[] fields = ("SFATAL\0VFATAL\0C" + this.sqlState + "\0M" + this.message + "\0\0")
				.getBytes(StandardCharsets.UTF_8);
			out.write('E');
			out.writeInt(fields.length + 4);
			out.write(fields);
			out.flush();
		}
		catch (IOException ex) {
			logger.debug("A client has left: {}", ex.getMessage());
		}
	}

	/** The first four bytes behind the length tell what is asked for. */
	private static int readPacket(DataInputStream in) throws IOException {
		int length = in.readInt();
		int code = in.readInt();
		in.skipNBytes(length - 8L);
		return code;
	}

	private static void copy(Socket from, Socket to) {
		try (from; to; InputStream in = from.getInputStream()) {
			in.transferTo(to.getOutputStream());
		}
		catch (IOException ex) {
			logger.debug("A connection ended: {}", ex.getMessage());
		}
	}

}
