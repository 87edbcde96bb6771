package dev.slipway.engine.layout;

import java.util.ArrayList;
import java.util.List;

import dev.slipway.Layout;
import dev.slipway.engine.sql.SqlSyntaxException;
import org.jspecify.annotations.Nullable;

/**
 * What one comment line says of the script that it stands in.
 *
 * @param layout the layout that has such lines, which is then that of the file;
 * {@code null} for lines that say nothing about it: Slipway's own, sqlx's, Atlas'
 * @param meaning what it says
 */
public record Marker(@Nullable Layout layout, Meaning meaning) {

	/**
	 * Read a comment line. Cheap for one that is no marker, since dumps are full of them.
	 * @param layout the layout of the file; {@code null} as long as a marker may tell it
	 * @param comment the comment from its dashes to before the end of the line; it must
	 * stand at the beginning of a line
	 * @return what it says; nothing when it is a mere comment
	 * @throws SqlSyntaxException if it is nearly a marker, with the offset in the comment
	 */
	public static List<Marker> read(@Nullable Layout layout, String comment) throws SqlSyntaxException {
		int at = 0;
		while (at < comment.length() && isLead(comment.charAt(at))) {
			at++;
		}
		if (at == comment.length()) {
			return List.of();
		}
		List<Marker> markers = of(null, Layouts.SLIPWAY.read(comment, at, false));
		if (markers.isEmpty() && (layout == null || Layouts.of(layout).has(Trait.PLAIN_LINES))) {
			markers = of(null, Layouts.PLAIN_LINES.read(comment, at, false));
		}
		for (LayoutRules rules : (layout != null) ? List.of(Layouts.of(layout)) : Layouts.ALL) {
			if (markers.isEmpty()) {
				markers = of(rules.layout(), rules.markers().read(comment, at, layout != null));
			}
		}
		return markers;
	}

	private static List<Marker> of(@Nullable Layout layout, List<Meaning> meanings) {
		List<Marker> markers = new ArrayList<>();
		meanings.forEach((meaning) -> markers.add(new Marker(layout, meaning)));
		return markers;
	}

	private static boolean isLead(char c) {
		return c == '-' || c == ' ' || c == '\t';
	}

}
