package dev.slipway.engine.adopt;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

import dev.slipway.engine.files.Migration;

/**
 * What tools make their checksums of: a file as it is.
 */
final class FileBytes {

	private static final String BYTE_ORDER_MARK = "\uFEFF";

	private FileBytes() {
	}

	/** The bytes of a file, none of them changed. */
	static byte[] of(Migration file) throws IOException {
		try (InputStream in = file.script().resource().getInputStream()) {
			return in.readAllBytes();
		}
	}

	/** The text of a file, with its line ends and without a byte order mark. */
	static String text(Migration file) throws IOException {
		String text = new String(of(file), StandardCharsets.UTF_8);
		return text.startsWith(BYTE_ORDER_MARK) ? text.substring(1) : text;
	}

	/**
	 * Return a checksum in hexadecimal digits.
	 * @param algorithm one that every OpenJDK has, such as {@code MD5}
	 */
	static String digest(String algorithm, byte[] bytes) {
		return HexFormat.of().formatHex(digest(algorithm).digest(bytes));
	}

	/**
	 * Return what makes a checksum.
	 * @param algorithm one that every OpenJDK has, such as {@code MD5}
	 */
	static MessageDigest digest(String algorithm) {
		try {
			return MessageDigest.getInstance(algorithm);
		}
		catch (NoSuchAlgorithmException ex) {
			throw new IllegalStateException("every OpenJDK has " + algorithm, ex);
		}
	}

}
