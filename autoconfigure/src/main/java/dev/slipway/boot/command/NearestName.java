package dev.slipway.boot.command;

import java.util.Collection;

import dev.slipway.engine.text.EditDistance;
import org.jspecify.annotations.Nullable;

/**
 * The name that somebody may have meant: the known one that is the fewest edits away.
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
			int edits = EditDistance.of(name, each);
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

}
