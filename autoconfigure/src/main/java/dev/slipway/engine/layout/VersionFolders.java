package dev.slipway.engine.layout;

import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The folders of yuniql: one for each version, whose sub-folders run before the files
 * beside them, and those whose files run at other times.
 */
public final class VersionFolders {

	/** What is in it drops everything, and no migration runs it. */
	public static final String ERASE = "_erase";

	/** A file that says which of those beside it run. */
	public static final String SEQUENCE = "_sequence.ini";

	private static final Set<String> SPECIAL = Set.of("_pre", "_draft", "_post");

	/** An order in which other cultures than that of the code points have characters. */
	private static final String PUNCTUATION = "_-,;:!?.'\"()[]{}@*/\\&#%`^+<=>|~$ ";

	private static final Pattern FOLDER = Pattern.compile("/[^/]*$");

	private VersionFolders() {
	}

	/**
	 * Return why a file is refused for the folders that it is in.
	 * @param path its path below the location
	 * @return the end of a sentence; empty for a file that is not
	 */
	public static Optional<String> refusal(String path) {
		String[] folders = FOLDER.matcher("/" + path).replaceFirst("").split("/");
		for (int i = 1; i < folders.length && !folders[1].equals(ERASE); i++) {
			if (i == 1 && folders[i].equals("_init")) {
				return Optional
					.of("runs in yuniql where its own history is not there yet, and Slipway cannot know that. "
							+ "Move it into the folder of the first version");
			}
			if (folders[i].startsWith("_") && !(i == 1 && SPECIAL.contains(folders[i]))) {
				return Optional.of("is in the folder " + folders[i]
						+ ", which means an environment or a transaction to yuniql, and nothing to Slipway. "
						+ "Move it out of that folder");
			}
		}
		return Optional.empty();
	}

	/**
	 * Compare two files of one version, by their paths in the order in which yuniql runs
	 * them: those of sub-folders first, and these by their paths.
	 */
	public static int compare(String one, String other) {
		return key(one).compareTo(key(other));
	}

	/**
	 * Return whether two texts have an order that does not depend on the culture of the
	 * machine, by which yuniql compares names.
	 */
	public static boolean isClear(String one, String other) {
		return Integer.signum(one.compareTo(other)) == Integer.signum(cultural(one, other));
	}

	/** Return the text by which a file of a version is compared with the others of it. */
	public static String key(String path) {
		String[] parts = path.split("/");
		String file = parts[parts.length - 1];
		return (parts.length == 2) ? "\1\0" + file
				: "\0" + path.substring(0, path.length() - file.length() - 1) + "\0" + file;
	}

	/** Punctuation comes first, and case counts last. */
	private static int cultural(String one, String other) {
		int order = weights(one.toLowerCase(Locale.ROOT)).compareTo(weights(other.toLowerCase(Locale.ROOT)));
		return (order != 0) ? order : -one.compareTo(other);
	}

	private static String weights(String text) {
		StringBuilder weights = new StringBuilder();
		text.chars().forEach((c) -> {
			int at = PUNCTUATION.indexOf(c);
			weights.append((char) ((at >= 0) ? at + 2 : (c < 2) ? c : c + PUNCTUATION.length()));
		});
		return weights.toString();
	}

}
