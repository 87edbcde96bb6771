package dev.slipway.engine.text;

/**
 * How far apart two names are.
 */
public final class EditDistance {

	private EditDistance() {
	}

	/**
	 * Return how many characters are to be inserted, left out, replaced, or swapped with
	 * their neighbour.
	 * @param one a name
	 * @param other another name
	 * @return 0 for the same name
	 */
	public static int of(String one, String other) {
		int[][] distances = new int[one.length() + 1][other.length() + 1];
		for (int i = 0; i <= one.length(); i++) {
			for (int j = 0; j <= other.length(); j++) {
				distances[i][j] = (i == 0 || j == 0) ? i + j : step(distances, one, other, i, j);
			}
		}
		return distances[one.length()][other.length()];
	}

	private static int step(int[][] distances, String one, String other, int i, int j) {
		int replaced = distances[i - 1][j - 1] + ((one.charAt(i - 1) == other.charAt(j - 1)) ? 0 : 1);
		int least = Math.min(replaced, Math.min(distances[i - 1][j], distances[i][j - 1]) + 1);
		boolean swapped = i > 1 && j > 1 && one.charAt(i - 1) == other.charAt(j - 2)
				&& one.charAt(i - 2) == other.charAt(j - 1);
		return swapped ? Math.min(least, distances[i - 2][j - 2] + 1) : least;
	}

}
