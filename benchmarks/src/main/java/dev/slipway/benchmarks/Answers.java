package dev.slipway.benchmarks;

/**
 * Tells whether the server has answered in full since the client last spoke (manual,
 * section 54.7). Safe for use by the two directions of a connection.
 */
final class Answers {

	/** ReadyForQuery, without the state of the transaction at its end. */
	private static final byte[] READY = { 'Z', 0, 0, 0, 5 };

	/** The last bytes that have reached the client: a message may come in pieces. */
	private final byte[] tail = new byte[READY.length + 1];

	/** Whether the first query may be sent. Before, every answer is waited for. */
	private boolean started;

	/** The client speaks first, which is the first round trip. */
	private boolean answered = true;

	/**
	 * Note what reaches the client.
	 */
	synchronized void reaches(byte[] buffer, int length) {
		int kept = Math.max(this.tail.length - length, 0);
		System.arraycopy(this.tail, this.tail.length - kept, this.tail, 0, kept);
		System.arraycopy(buffer, length - (this.tail.length - kept), this.tail, kept, this.tail.length - kept);
		boolean ready = true;
		for (int i = 0; i < READY.length; i++) {
			ready &= this.tail[i] == READY[i];
		}
		this.started |= ready;
		this.answered |= ready || !this.started;
	}

	/**
	 * Return whether what the client sends now had to wait for an answer.
	 */
	synchronized boolean wereAwaited() {
		boolean awaited = this.answered;
		this.answered = false;
		return awaited;
	}

}
