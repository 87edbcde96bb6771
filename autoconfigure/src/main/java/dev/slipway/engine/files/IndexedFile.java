package dev.slipway.engine.files;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.zip.CRC32;
import java.util.zip.CheckedInputStream;

import dev.slipway.engine.script.KnownText;
import dev.slipway.engine.script.KnownTextReader;
import dev.slipway.engine.script.TextChecksum;
import org.jspecify.annotations.Nullable;

import org.springframework.core.io.Resource;

/**
 * A file as the build has found it.
 *
 * @param checksum the SHA-256 of its bytes
 * @param size how many bytes it has
 * @param crc the CRC-32 of these, which an archive has of each file too
 * @param text what is known of its text; {@code null} for a file that a start has to read
 */
record IndexedFile(String checksum, long size, int crc, @Nullable KnownText text) {

	/** Stands for a file of which nothing is known, so that none is the same. */
	static final IndexedFile UNKNOWN = new IndexedFile("", -1, 0, null);

	/** Stands for the checksum of the bytes, and for an empty text. */
	private static final String SAME = "=";

	/** Stands for a text that is to be read. */
	private static final String NONE = "-";

	/**
	 * Read a file.
	 * @param path its path on the class path
	 * @throws UncheckedIOException if it cannot be read
	 */
	static IndexedFile of(String path, FoundFile file) {
		MessageDigest digest = TextChecksum.digest();
		CRC32 crc = new CRC32();
		long size = 0;
		try (InputStream in = new DigestInputStream(new CheckedInputStream(file.resource().getInputStream(), crc),
				digest)) {
			byte[] buffer = new byte[8 * 1024];
			for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
				size += count;
			}
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		return new IndexedFile(HexFormat.of().formatHex(digest.digest()), size, (int) crc.getValue(),
				file.isScript() ? text(path, file.resource()) : null);
	}

	private static @Nullable KnownText text(String path, Resource resource) {
		try {
			return KnownTextReader.read(path, resource);
		}
		catch (IOException ex) {
			// A start says what is wrong with it.
			return null;
		}
	}

	/** Return whether an archive's directory says the same of a file. */
	boolean isSame(StoredFile stored) {
		return stored.size() == this.size && stored.crc() == this.crc;
	}

	/** Return the words of the file's line in the index, with a blank behind each. */
	String words() {
		StringBuilder words = new StringBuilder(this.checksum).append(' ').append(this.size).append(' ');
		words.append(HexFormat.of().toHexDigits(this.crc)).append(' ');
		if (this.text == null) {
			return words.append(NONE).append(' ').append(NONE).append(' ').toString();
		}
		boolean same = this.text.checksum().equals(this.checksum);
		words.append(same ? SAME : this.text.checksum()).append(' ');
		String header = URLEncoder.encode(this.text.header(), StandardCharsets.UTF_8);
		return words.append(header.isEmpty() ? SAME : header).append(' ').toString();
	}

	/**
	 * Read the words of a line of the index.
	 * @param line the line without the path
	 * @throws IllegalArgumentException if it is no such line
	 */
	static IndexedFile of(String line) {
		int size = line.indexOf(' ') + 1;
		int crc = line.indexOf(' ', size) + 1;
		int checksum = line.indexOf(' ', crc) + 1;
		int header = line.indexOf(' ', checksum) + 1;
		String bytes = line.substring(0, size - 1);
		String text = line.substring(checksum, header - 1);
		return new IndexedFile(bytes, Long.parseLong(line, size, crc - 1, 10),
				Integer.parseUnsignedInt(line, crc, checksum - 1, 16),
				text.equals(NONE) ? null : new KnownText(text.equals(SAME) ? bytes : text,
						header(line.substring(header, line.length() - 1))));
	}

	private static String header(String encoded) {
		return encoded.equals(SAME) ? "" : URLDecoder.decode(encoded, StandardCharsets.UTF_8);
	}

}
