package dev.slipway.boot.command;

import java.util.Collection;

import org.jspecify.annotations.Nullable;

/**
 * The name that somebody may have meant: the known one that is fewest edits away, where
 * an edit inserts, removes or replaces a character, or swaps two neighbours.
 */
final class NearestName {

	private NearestName() {
	}

	/**
	 * Return the nearest name.
	 * @param name what somebody wrote
	 * @param known the names that exist
	 * @return the nearest; {@code null} when none is near
	 */
	static @Nullable String of(String name, Collection<String> known) {
		String nearest = null;
		int fewest = Math.max(2, name.length() / 3) + 1;
		for (String each : known) {
			int edits = edits(name, each);
			if (edits < fewest) {
				fewest = edits;
				nearest = each;
			}
		}
		return nearest;
	}

	/** A question that names the nearest one, or nothing. */
	static String suggestion(String name, Collection<String> known, String before, String after) {
		String nearest = of(name, known);
		return (nearest != null) ? " Did you mean '" + before + nearest + after + "'?" : "";
	}

	private static int edits(String one, String other) {
		int[][] edits = new int[one.length() + 1][other.length() + 1];
		for (int i = 0; i <= one.length(); i++) {
			for (int j = 0; j <= other.length(); j++) {
				edits[i][j] = (i == 0 || j == 0) ? i + j : edits(edits, one, other, i, j);
			}
		}
		return edits[one.length()][other.length()];
	}

	private static int edits(int[][] edits, String one, String other, int i, int j) {
		int replaced = edits[i - 1][j - 1] + ((one.charAt(i - 1) == other.charAt(j - 1)) ? 0 : 1);
		int fewest = Math.min(replaced, Math.min(edits[i - 1][j], edits[i][j - 1]) + 1);
		boolean swapped = i > 1 && j > 1 && one.charAt(i - 1) == other.charAt(j - 2)
				&& one.charAt(i - 2) == other.charAt(j - 1);
		return swapped ? Math.min(fewest, edits[i - 2][j - 2] + 1) : fewest;
	}

}
