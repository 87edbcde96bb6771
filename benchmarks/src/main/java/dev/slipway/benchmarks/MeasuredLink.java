package dev.slipway.benchmarks;

import java.io.IOException;
import java.net.Socket;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;

import dev.slipway.testing.TcpProxy;
import dev.slipway.testing.TestDatabase;

/**
 * A network to the server that takes its time and counts. A round trip is bytes from the
 * client after an answer that it waits for, which a notice is not. The handshake of a
 * connection takes one more, which is not counted.
 */
final class MeasuredLink implements AutoCloseable {

	private final TcpProxy proxy;

	private final Duration roundTrip;

	private long roundTrips;

	private long connections;

	private long sent;

	private long received;

	/**
	 * Create a link.
	 * @param target where the server is
	 * @param roundTrip the time that bytes need to the server and back
	 */
	MeasuredLink(TestDatabase target, Duration roundTrip) throws IOException {
		this.roundTrip = roundTrip;
		this.proxy = new TcpProxy(target, this::connect);
	}

	/** The database at the other end. */
	TestDatabase database() {
		return this.proxy.database();
	}

	/** Count from here. */
	synchronized void reset() {
		this.roundTrips = 0;
		this.connections = 0;
		this.sent = 0;
		this.received = 0;
	}

	/** What was counted since the last reset. */
	synchronized Map<Metric, Double> counts() {
		Map<Metric, Double> counts = new EnumMap<>(Metric.class);
		counts.put(Metric.ROUND_TRIPS, (double) this.roundTrips);
		counts.put(Metric.CONNECTIONS, (double) this.connections);
		counts.put(Metric.SENT, (double) this.sent);
		counts.put(Metric.RECEIVED, (double) this.received);
		return counts;
	}

	@Override
	public void close() throws IOException {
		this.proxy.close();
	}

	private TcpProxy.Directions connect(Socket client, Socket server) {
		synchronized (this) {
			this.connections++;
		}
		Answers answers = new Answers();
		DelayedCopy toServer = new DelayedCopy(client, server, this.roundTrip.dividedBy(2), this.roundTrip,
				(buffer, length) -> sent(answers, length), (buffer, length) -> {
				});
		DelayedCopy toClient = new DelayedCopy(server, client, this.roundTrip.dividedBy(2), Duration.ZERO,
				(buffer, length) -> received(length), answers::reaches);
		return new TcpProxy.Directions(toServer, toClient);
	}

	private synchronized void sent(Answers answers, int length) {
		this.sent += length;
		if (answers.wereAwaited()) {
			this.roundTrips++;
		}
	}

	private synchronized void received(int length) {
		this.received += length;
	}

}
