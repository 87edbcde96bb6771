package dev.slipway.engine.files;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;

import dev.slipway.engine.script.ReadingRules;
import dev.slipway.engine.script.TextChecksum;
import org.jspecify.annotations.Nullable;

/**
 * What the build knows of all files of one service, read by some rules: enough to tell
 * that nothing is pending. They are sound, nothing is to be said of them, and no file is
 * a callback.
 *
 * @param fingerprint of the locations and rules, without which it says nothing
 * @param rows how many rows a history has in which all of them are applied
 * @param sha256 the digest of these
 * @param newest the newest version, in its canonical form; {@code null} without any
 */
public record KnownSet(String fingerprint, int rows, String sha256, @Nullable String newest) {

	/** How a line of it begins in the index. */
	static final String MARK = "set ";

	private static final String NONE = "-";

	/**
	 * Make the fingerprint of how the files of a service are found and read. Values of
	 * placeholders are not in it: where one may be replaced in a file nothing is known.
	 * @param others the locations of other services, whose order says nothing
	 */
	public static String fingerprint(String service, List<String> locations, List<String> others, ReadingRules rules) {
		MessageDigest digest = TextChecksum.digest();
		add(digest, service);
		addAll(digest, locations);
		List<String> sorted = new ArrayList<>(others);
		Collections.sort(sorted);
		addAll(digest, sorted);
		addAll(digest, rules.exclude());
		add(digest, (rules.layout() != null) ? rules.layout().name() : NONE);
		add(digest, String.valueOf(rules.duplicatesByName()));
		add(digest, String.valueOf(rules.mixedLayouts()));
		add(digest, String.valueOf(rules.placeholderReplacement()));
		return HexFormat.of().formatHex(digest.digest());
	}

	private static void addAll(MessageDigest digest, List<String> texts) {
		add(digest, Integer.toString(texts.size()));
		for (String text : texts) {
			add(digest, text);
		}
	}

	/** With its length, so that two texts are never those of two others. */
	private static void add(MessageDigest digest, String text) {
		byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
		digest.update((bytes.length + " ").getBytes(StandardCharsets.US_ASCII));
		digest.update(bytes);
	}

	/** Return its line in the index. */
	String line() {
		return MARK + this.fingerprint + " " + this.rows + " " + this.sha256 + " "
				+ ((this.newest != null) ? this.newest : NONE);
	}

	/**
	 * Read a line of the index.
	 * @return {@code null} if it is no such line
	 */
	static @Nullable KnownSet of(String line) {
		String[] words = line.split(" ");
		if (words.length != 5) {
			return null;
		}
		try {
			return new KnownSet(words[1], Integer.parseInt(words[2]), words[3],
					words[4].equals(NONE) ? null : words[4]);
		}
		catch (NumberFormatException ex) {
			return null;
		}
	}

}
