package dev.slipway.engine.adopt;

import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;

import dev.slipway.engine.files.Migration;

/**
 * The checksums of a file as it is, and as git would have written it on another system: a
 * tool that hashes bytes has seen one of these. A file may be larger than memory.
 */
final class LineEnds {

	private static final int CHUNK = 8192;

	private final MessageDigest asIs;

	private final MessageDigest withShortEnds;

	private final MessageDigest withLongEnds;

	/** Whether the last byte was a CR, which may begin a line end. */
	private boolean pending;

	private LineEnds(String algorithm) {
		this.asIs = FileBytes.digest(algorithm);
		this.withShortEnds = FileBytes.digest(algorithm);
		this.withLongEnds = FileBytes.digest(algorithm);
	}

	/**
	 * Return the checksums of a file with each kind of line ends, without doublets.
	 * @param algorithm the algorithm of the checksum
	 * @param file the file
	 * @return in hexadecimal digits, that of the file as it is first
	 */
	static List<String> checksums(String algorithm, Migration file) throws IOException {
		LineEnds ends = new LineEnds(algorithm);
		byte[] chunk = new byte[CHUNK];
		try (InputStream in = file.script().resource().getInputStream()) {
			for (int length = in.read(chunk); length >= 0; length = in.read(chunk)) {
				ends.add(chunk, length);
			}
		}
		return ends.finish();
	}

	private void add(byte[] chunk, int length) {
		this.asIs.update(chunk, 0, length);
		byte[] shortEnds = new byte[length + 1];
		byte[] longEnds = new byte[2 * length + 1];
		int shortLength = 0;
		int longLength = 0;
		for (int i = 0; i < length; i++) {
			boolean end = chunk[i] == '\n';
			if (this.pending && !end) {
				shortEnds[shortLength++] = '\r';
			}
			if (this.pending || end) {
				longEnds[longLength++] = '\r';
			}
			this.pending = chunk[i] == '\r';
			if (!this.pending) {
				shortEnds[shortLength++] = chunk[i];
				longEnds[longLength++] = chunk[i];
			}
		}
		this.withShortEnds.update(shortEnds, 0, shortLength);
		this.withLongEnds.update(longEnds, 0, longLength);
	}

	private List<String> finish() {
		if (this.pending) {
			this.withShortEnds.update((byte) '\r');
			this.withLongEnds.update((byte) '\r');
		}
		return Stream.of(this.asIs, this.withShortEnds, this.withLongEnds)
			.map((digest) -> HexFormat.of().formatHex(digest.digest()))
			.distinct()
			.toList();
	}

}
