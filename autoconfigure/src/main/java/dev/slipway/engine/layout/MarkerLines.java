package dev.slipway.engine.layout;

import java.util.List;

import dev.slipway.engine.sql.SqlComment.Place;
import dev.slipway.engine.sql.SqlSyntaxException;
import dev.slipway.engine.text.Expression;
import org.jspecify.annotations.Nullable;

/**
 * The comment lines by which a tool lets a script say what it is. A line that is nearly
 * one is an error: taken for a mere comment, it would let what undoes a script run with
 * it.
 *
 * @param tool the tool's name, for a person
 * @param starts the characters that may follow the dashes and blanks of such a line
 * @param near what is meant as such a line and as nothing else, as long as any layout may
 * be the file's; {@code null} for nothing
 * @param nearOwn the same in a file that is known to be the tool's
 * @param lines the lines
 * @param shown the lines as messages show them
 * @param indented what becomes of a line that does not begin its line
 */
public record MarkerLines(String tool, String starts, @Nullable Expression near, @Nullable Expression nearOwn,
		List<Line> lines, String shown, Indented indented) {

	static final MarkerLines NONE = new MarkerLines("", "", null, null, List.of(), "", Indented.COMMENT);

	/**
	 * Create lines.
	 * @param near the expression of what is meant as one
	 */
	static MarkerLines of(String tool, String starts, String near, String nearOwn, String shown, Line... lines) {
		return new MarkerLines(tool, starts, near.isEmpty() ? null : new Expression(near),
				nearOwn.isEmpty() ? null : new Expression(nearOwn), List.of(lines), shown, Indented.REFUSED);
	}

	MarkerLines withIndented(Indented indented) {
		return new MarkerLines(this.tool, this.starts, this.near, this.nearOwn, this.lines, this.shown, indented);
	}

	static Line line(String expression, Meaning... meanings) {
		return new Line(new Expression(expression), List.of(meanings), null, false);
	}

	/** A line that says something only in a file that is known to be the tool's. */
	static Line ownLine(String expression, Meaning... meanings) {
		return new Line(new Expression(expression), List.of(meanings), null, true);
	}

	/** A line that asks for what Slipway does not do. */
	static Line refused(String expression, String refusal) {
		return new Line(new Expression(expression), List.of(), refusal, false);
	}

	/**
	 * Read a comment.
	 * @param at where its text begins, behind dashes and blanks
	 * @param place how it stands on its line
	 * @param own whether the file is known to be the tool's
	 * @return what it says, nothing when it is a mere comment
	 */
	List<Meaning> read(String comment, int at, Place place, boolean own) throws SqlSyntaxException {
		if (!own && this.starts.indexOf(comment.charAt(at)) < 0) {
			return List.of();
		}
		Line line = line(comment, own);
		if (line == null && !isNearly(comment, own)) {
			return List.of();
		}
		boolean behindBlanks = place == Place.INDENTED && this.indented != Indented.COMMENT;
		boolean harmless = this.indented == Indented.COMMENT || this.indented == Indented.MARKER_OR_COMMENT;
		if (place != Place.BEGINS_LINE && !behindBlanks && harmless) {
			return List.of();
		}
		if (line == null) {
			throw new SqlSyntaxException(at, this.tool + " has no such line; it has " + this.shown);
		}
		if (place != Place.BEGINS_LINE && !(behindBlanks && this.indented != Indented.REFUSED)) {
			throw new SqlSyntaxException(at,
					"a line of " + this.tool + "'s must begin its line: there it means something, and here it may not");
		}
		if (line.refusal() != null) {
			throw new SqlSyntaxException(at, line.refusal());
		}
		return line.meanings();
	}

	/**
	 * Return whether the tool takes a line of a file of its own for one of these,
	 * wherever it stands.
	 */
	public boolean has(String text) {
		boolean behindBlanks = this.indented == Indented.MARKER || this.indented == Indented.MARKER_OR_COMMENT;
		return line(behindBlanks ? text.strip() : text, true) != null;
	}

	private @Nullable Line line(String comment, boolean own) {
		for (Line line : this.lines) {
			if ((own || !line.own()) && line.pattern().matcher(comment).matches()) {
				return line;
			}
		}
		return null;
	}

	private boolean isNearly(String comment, boolean own) {
		Expression nearly = own ? this.nearOwn : this.near;
		return nearly != null && nearly.matcher(comment).lookingAt();
	}

	/**
	 * What becomes of a line that does not begin its line.
	 */
	enum Indented {

		/** It is a marker behind blanks. */
		MARKER,

		/** It is a marker behind blanks, and a comment elsewhere. */
		MARKER_OR_COMMENT,

		/** It is refused, since the tool takes it for a comment or refuses it too. */
		REFUSED,

		/** It is a comment, as to the tool, and does no harm. */
		COMMENT

	}

	/**
	 * A line.
	 *
	 * @param pattern what it looks like, from its dashes to its end
	 * @param meanings what it says
	 * @param refusal why it is refused; {@code null} when it is not
	 * @param own whether it counts only in a file that is known to be the tool's
	 */
	record Line(Expression pattern, List<Meaning> meanings, @Nullable String refusal, boolean own) {

	}

}
