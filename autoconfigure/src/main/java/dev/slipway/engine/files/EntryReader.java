package dev.slipway.engine.files;

import java.io.Closeable;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

import org.jspecify.annotations.Nullable;

/**
 * Reads files in archives, one after the other. Each must be what the archive's directory
 * has said of it, which Java's own classes do not look at.
 */
final class EntryReader implements Closeable {

	private static final int LOCAL_SIGNATURE = 0x04034b50;

	private static final int LOCAL_SIZE = 30;

	/** Room for what a local header may have and the directory has not. */
	private static final int EXTRA = 64;

	private byte[] bytes = new byte[8 * 1024];

	private final CRC32 crc = new CRC32();

	/** Made for the first file that is compressed. */
	private @Nullable Inflater inflater;

	/**
	 * Read a file.
	 * @param archive the archive, or the one that it is in
	 * @throws IOException if it cannot be read, or is not what the directory has said
	 */
	byte[] read(RandomAccessFile archive, StoredFile stored) throws IOException {
		int from = load(archive, stored);
		byte[] content = new byte[stored.size()];
		if (stored.deflated()) {
			inflate(from, stored.compressed(), content);
		}
		else {
			require(stored.compressed() == stored.size());
			System.arraycopy(this.bytes, from, content, 0, content.length);
		}
		this.crc.reset();
		this.crc.update(content);
		require((int) this.crc.getValue() == stored.crc());
		return content;
	}

	/** Load the bytes of a file, and return where they begin. */
	private int load(RandomAccessFile archive, StoredFile stored) throws IOException {
		byte[] name = stored.name().getBytes(StandardCharsets.ISO_8859_1);
		int head = LOCAL_SIZE + name.length;
		int loaded = load(archive, stored.header(), head + EXTRA + stored.compressed());
		require(loaded >= head && int32(0) == LOCAL_SIGNATURE && int16(26) == name.length);
		for (int i = 0; i < name.length; i++) {
			require(this.bytes[LOCAL_SIZE + i] == name[i]);
		}
		int from = head + int16(28);
		if (from + stored.compressed() > loaded) {
			require(load(archive, stored.header(), from + stored.compressed()) == from + stored.compressed());
		}
		return from;
	}

	/** Load bytes, and return how many there are. */
	private int load(RandomAccessFile archive, long position, int length) throws IOException {
		if (this.bytes.length < length) {
			this.bytes = new byte[Math.max(length, 2 * this.bytes.length)];
		}
		archive.seek(position);
		int loaded = 0;
		int count = 0;
		while (count >= 0 && loaded < length) {
			loaded += count;
			count = archive.read(this.bytes, loaded, length - loaded);
		}
		return loaded;
	}

	private void inflate(int from, int compressed, byte[] content) throws IOException {
		Inflater inflating = this.inflater;
		if (inflating == null) {
			inflating = new Inflater(true);
			this.inflater = inflating;
		}
		inflating.reset();
		inflating.setInput(this.bytes, from, compressed);
		try {
			int inflated = inflating.inflate(content);
			require(inflated == content.length && (inflating.finished() || inflating.inflate(new byte[1]) == 0));
		}
		catch (DataFormatException ex) {
			throw changed();
		}
	}

	private int int16(int at) {
		return (this.bytes[at] & 0xFF) | (this.bytes[at + 1] & 0xFF) << 8;
	}

	private int int32(int at) {
		return int16(at) | int16(at + 2) << 16;
	}

	private static void require(boolean unchanged) throws IOException {
		if (!unchanged) {
			throw changed();
		}
	}

	private static IOException changed() {
		return new IOException("it is not what the directory of its archive says: the archive is damaged, or has "
				+ "changed meanwhile");
	}

	@Override
	public void close() {
		if (this.inflater != null) {
			this.inflater.end();
		}
	}

}
