package dev.slipway.engine.adopt;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * SipHash-1-3 with a key of zeros (Aumasson, Bernstein: SipHash, a fast short-input PRF,
 * with one round for each word and three at the end).
 */
final class SipHash {

	private long v0 = 0x736f6d6570736575L;

	private long v1 = 0x646f72616e646f6dL;

	private long v2 = 0x6c7967656e657261L;

	private long v3 = 0x7465646279746573L;

	private SipHash() {
	}

	/**
	 * Return the hash of some bytes.
	 */
	static long of(byte[] bytes) {
		SipHash hash = new SipHash();
		ByteBuffer words = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
		while (words.remaining() >= Long.BYTES) {
			hash.add(words.getLong());
		}
		long last = (long) bytes.length << 56;
		for (int i = 0; words.hasRemaining(); i++) {
			last |= (words.get() & 0xFFL) << (Byte.SIZE * i);
		}
		hash.add(last);
		return hash.finish();
	}

	private void add(long word) {
		this.v3 ^= word;
		round();
		this.v0 ^= word;
	}

	private long finish() {
		this.v2 ^= 0xFF;
		round();
		round();
		round();
		return this.v0 ^ this.v1 ^ this.v2 ^ this.v3;
	}

	private void round() {
		this.v0 += this.v1;
		this.v1 = Long.rotateLeft(this.v1, 13) ^ this.v0;
		this.v0 = Long.rotateLeft(this.v0, 32);
		this.v2 += this.v3;
		this.v3 = Long.rotateLeft(this.v3, 16) ^ this.v2;
		this.v0 += this.v3;
		this.v3 = Long.rotateLeft(this.v3, 21) ^ this.v0;
		this.v2 += this.v1;
		this.v1 = Long.rotateLeft(this.v1, 17) ^ this.v2;
		this.v2 = Long.rotateLeft(this.v2, 32);
	}

}
