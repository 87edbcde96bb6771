package dev.slipway.engine.script;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import dev.slipway.Layout;
import dev.slipway.engine.layout.LayoutRules;
import dev.slipway.engine.layout.Layouts;
import dev.slipway.engine.layout.Marker;
import dev.slipway.engine.layout.Meaning;
import dev.slipway.engine.layout.Rewriting;
import dev.slipway.engine.layout.Trait;
import dev.slipway.engine.sql.SqlSyntaxException;
import org.jspecify.annotations.Nullable;

/**
 * Tells what is replaced in a file, by its configuration, its layout and its header: the
 * markers that stand before its first SQL, read before the script is.
 */
final class FileSubstitution {

	private FileSubstitution() {
	}

	/**
	 * Return what is replaced in a file.
	 * @param file the file
	 * @param head the first part of its text, with all that stands before the first SQL
	 * @param mayHave whether a placeholder may stand in its text
	 * @return the substitution, empty for a file that is read as it is
	 */
	static Optional<Substitution> of(ScriptFile file, String head, boolean mayHave) {
		LayoutRules rewritten = rewritten(file, head);
		List<Marker> header = header((rewritten != null) ? rewritten.layout() : file.layout(), head);
		boolean switchedOn = says(header, Meaning.PLACEHOLDERS);
		boolean replaces = switchedOn || (isDefault(file, mayHave) && !says(header, Meaning.NO_PLACEHOLDERS));
		ReadingRules rules = file.rules();
		PlaceholderSubstitution placeholders = replaces
				? new PlaceholderSubstitution(rules.placeholders(), rules.ofFlyway(), file.path()) : null;
		if (rewritten != null && rewritten.rewriting() != null) {
			// An Optional each: what both classes have in common would be loaded for
			// every file.
			return switch (rewritten.rewriting().kind()) {
				case EVOLUTION -> Optional.of(new PlaySubstitution(rewritten.layout(), placeholders));
				case DELIMITERS -> Optional.of(new MyBatisSubstitution(rewritten.layout(), placeholders,
						says(header, Meaning.NO_PLACEHOLDERS)));
			};
		}
		// Whether one of goose is ever told to replace anything may stand at its end.
		boolean ofGoose = file.layout() == Layout.GOOSE || (file.layout() == null && isOfGoose(header));
		return Optional.ofNullable(ofGoose ? new EnvironmentSubstitution(System::getenv, placeholders) : placeholders);
	}

	/** Whether placeholders are replaced in a file that does not say. */
	private static boolean isDefault(ScriptFile file, boolean mayHave) {
		Boolean set = file.rules().placeholderReplacement();
		if (set != null) {
			return set;
		}
		// A file without any is read as it is, and costs nothing more.
		return Layouts.has(file.layout(), Trait.PLACEHOLDERS) && mayHave;
	}

	/**
	 * Return the layout that the lines before the first SQL tell, without reading more.
	 */
	static Optional<Layout> told(String head) {
		for (Marker marker : header(null, head)) {
			if (marker.layout() != null) {
				return Optional.of(marker.layout());
			}
		}
		return Optional.empty();
	}

	/** The layout whose files are rewritten, {@code null} for a file that is not. */
	private static @Nullable LayoutRules rewritten(ScriptFile file, String head) {
		for (LayoutRules rules : Layouts.rewritten()) {
			if (file.layout() == rules.layout()
					|| (file.layout() == null && rules.rewriting() != null && rules.rewriting().isFor(head))) {
				return rules;
			}
		}
		return null;
	}

	/**
	 * Return whether the lines before the first SQL say that nothing is replaced.
	 */
	static boolean keepsVariables(@Nullable Layout layout, String head) {
		return says(header(layout, head), Meaning.NO_PLACEHOLDERS);
	}

	private static boolean says(List<Marker> header, Meaning meaning) {
		for (Marker marker : header) {
			if (marker.meaning() == meaning) {
				return true;
			}
		}
		return false;
	}

	private static boolean isOfGoose(List<Marker> header) {
		for (Marker marker : header) {
			if (marker.layout() == Layout.GOOSE) {
				return true;
			}
		}
		return false;
	}

	/**
	 * Return the lines before the first SQL that say something in any layout, one below
	 * the other; {@code null} for a text in which that depends on more than its lines.
	 */
	static @Nullable String headerLines(String head) {
		StringBuilder lines = new StringBuilder();
		int at = 0;
		while (at < head.length()) {
			if (head.startsWith("--", at)) {
				int end = lineEnd(head, at);
				if ((at == 0 || head.charAt(at - 1) == '\n' || head.charAt(at - 1) == '\r')
						&& isMarker(head.substring(at, end))) {
					lines.append(head, at, end).append('\n');
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
				return (head.charAt(at) == '#') ? null : lines.toString();
			}
		}
		return lines.toString();
	}

	private static boolean isMarker(String comment) {
		boolean marker = !read(null, comment).isEmpty();
		for (Layout layout : Layout.values()) {
			marker |= !read(layout, comment).isEmpty();
		}
		return marker;
	}

	private static List<Marker> header(@Nullable Layout layout, String head) {
		List<Marker> markers = new ArrayList<>();
		int at = 0;
		while (at < head.length()) {
			if (head.startsWith("--", at)) {
				int end = lineEnd(head, at);
				if (at == 0 || head.charAt(at - 1) == '\n' || head.charAt(at - 1) == '\r') {
					markers.addAll(read(layout, head.substring(at, end)));
				}
				at = end;
			}
			else if (head.startsWith("/*", at)) {
				at = commentEnd(head, at);
			}
			else if (head.charAt(at) == '#' && isEvolution(layout)) {
				at = lineEnd(head, at);
			}
			else if (Character.isWhitespace(head.charAt(at))) {
				at++;
			}
			else {
				return markers;
			}
		}
		return markers;
	}

	private static boolean isEvolution(@Nullable Layout layout) {
		Rewriting rewriting = (layout != null) ? Layouts.of(layout).rewriting() : null;
		return rewriting != null && rewriting.kind() == Rewriting.Kind.EVOLUTION;
	}

	/** What is wrong with a line is said when the script itself is read. */
	private static List<Marker> read(@Nullable Layout layout, String comment) {
		try {
			return Marker.read(layout, comment);
		}
		catch (SqlSyntaxException ex) {
			return List.of();
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
