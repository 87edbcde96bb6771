package dev.slipway.engine.script;

import java.util.ArrayList;
import java.util.List;

import dev.slipway.Layout;
import dev.slipway.engine.script.Marker.Meaning;
import dev.slipway.engine.sql.SqlSyntaxException;
import org.jspecify.annotations.Nullable;

/**
 * The markers that stand before the first SQL of a script, read before the script is:
 * they say how.
 */
public final class HeaderLines {

	private final @Nullable Layout layout;

	private final List<Marker> markers = new ArrayList<>();

	/**
	 * Read the header.
	 * @param layout the layout of the file, if it is known
	 * @param head the first part of the text
	 */
	public HeaderLines(@Nullable Layout layout, String head) {
		this.layout = layout;
		int at = 0;
		while (at < head.length()) {
			if (head.startsWith("--", at)) {
				int end = lineEnd(head, at);
				if (at == 0 || head.charAt(at - 1) == '\n' || head.charAt(at - 1) == '\r') {
					read(head.substring(at, end));
				}
				at = end;
			}
			else if (head.startsWith("/*", at)) {
				at = commentEnd(head, at);
			}
			else if (Character.isWhitespace(head.charAt(at))) {
				at++;
			}
			else {
				return;
			}
		}
	}

	/** Whether a line says something that does not depend on a layout. */
	public boolean says(Meaning meaning) {
		return this.markers.stream().anyMatch((marker) -> marker.meaning() == meaning);
	}

	public boolean isOf(Layout wanted) {
		return this.markers.stream().anyMatch((marker) -> marker.layout() == wanted);
	}

	/** What is wrong with a line is said when the script itself is read. */
	private void read(String comment) {
		try {
			this.markers.addAll(Markers.read(this.layout, comment));
		}
		catch (SqlSyntaxException ex) {
			// Not here.
		}
	}

	private static int lineEnd(String text, int from) {
		int at = from;
		while (at < text.length() && text.charAt(at) != '\n' && text.charAt(at) != '\r') {
			at++;
		}
		return at;
	}

	/** Comments nest (manual, section 4.1.5). */
	private static int commentEnd(String text, int from) {
		int depth = 0;
		int at = from;
		do {
			boolean opens = text.startsWith("/*", at);
			boolean closes = text.startsWith("*/", at);
			depth += opens ? 1 : closes ? -1 : 0;
			at += (opens || closes) ? 2 : 1;
		}
		while (depth > 0 && at < text.length());
		return at;
	}

}
