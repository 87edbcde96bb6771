package dev.slipway.engine.script;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * The one hash that Slipway uses.
 */
public final class Sha256 {

	private Sha256() {
	}

	/**
	 * Hash a text.
	 * @param text the text, hashed as UTF-8
	 * @return the 32 bytes of its SHA-256
	 */
	public static byte[] of(String text) {
		return digest().digest(text.getBytes(StandardCharsets.UTF_8));
	}

	/** A digest that has hashed nothing yet. */
	static MessageDigest digest() {
		try {
			return MessageDigest.getInstance("SHA-256");
		}
		catch (NoSuchAlgorithmException ex) {
			throw new IllegalStateException("every Java platform has SHA-256", ex);
		}
	}

}
