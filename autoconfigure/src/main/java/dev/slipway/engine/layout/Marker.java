package dev.slipway.engine.layout;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import dev.slipway.Layout;
import dev.slipway.engine.sql.SqlComment;
import dev.slipway.engine.sql.SqlComment.Place;
import dev.slipway.engine.sql.SqlSyntaxException;
import org.jspecify.annotations.Nullable;

/**
 * What one comment says of the script that it stands in.
 *
 * @param layout the layout that has such lines, which is then that of the file;
 * {@code null} for lines that say nothing about it: Slipway's own, sqlx's, Atlas'
 * @param meaning what it says
 */
public record Marker(@Nullable Layout layout, Meaning meaning) {

	private static final Pattern DECORATION = Pattern.compile("^[^\\p{L}\\p{N}]+|[^\\p{L}\\p{N}]+$");

	/** A comment that says nothing else than that something is undone below it. */
	private static final Pattern UNDO = Pattern
		.compile("(?i)(?:(?:sql|migrat(?:e|es|ions?)|begin|start|section)[^\\p{L}]+)*"
				+ "(?:downs?|undo|rollbacks?|roll back|revert|reverse|backwards?)"
				+ "(?:[^\\p{L}]+(?:sql|migrations?|scripts?|section|part|steps?|changes?|statements?))*");

	private static final Pattern DIRECTION = Pattern.compile("(?i)--[-\\s]*(up|down)\\s+migration");

	/** No longer than that is a comment that says nothing else. */
	private static final int LONGEST_UNDO = 80;

	/**
	 * Read a comment that begins a line.
	 * @param layout the layout of the file; {@code null} as long as a marker may tell it
	 * @param comment the comment from its dashes to before the end of the line
	 * @return what it says; nothing when it is a mere comment
	 * @throws SqlSyntaxException if it is nearly a marker, with the offset in the comment
	 */
	public static List<Marker> read(@Nullable Layout layout, String comment) throws SqlSyntaxException {
		return read(layout, new SqlComment(comment, 0, 1, Place.BEGINS_LINE));
	}

	/**
	 * Read a comment. Cheap for one that is no marker, since dumps are full of them.
	 * @param layout the layout of the file; {@code null} as long as a marker may tell it
	 * @param comment the comment
	 * @return what it says; nothing when it is a mere comment
	 * @throws SqlSyntaxException if it is nearly a marker, with the offset in the comment
	 */
	public static List<Marker> read(@Nullable Layout layout, SqlComment comment) throws SqlSyntaxException {
		String line = line(comment);
		int at = start(line);
		if (at == line.length()) {
			return List.of();
		}
		Layouts.LIQUIBASE.read(line, at, comment.place(), false);
		List<Meaning> general = Layouts.SLIPWAY.read(line, at, comment.place(), false);
		if (general.isEmpty() && (layout == null || Layouts.has(layout, Trait.PLAIN_LINES))) {
			general = Layouts.PLAIN_LINES.read(line, at, comment.place(), false);
			general = general.isEmpty() ? Layouts.POSTGRES_MIGRATIONS.read(line, at, comment.place(), false) : general;
		}
		if (!general.isEmpty()) {
			return of(null, general);
		}
		for (LayoutRules rules : (layout != null) ? List.of(Layouts.of(layout)) : Layouts.ALL) {
			List<Meaning> meanings = rules.markers().read(line, at, comment.place(), layout != null);
			if (!meanings.isEmpty()) {
				return of(rules.layout(), meanings);
			}
		}
		return List.of();
	}

	/**
	 * Return whether a comment alone says that what follows undoes something, in whatever
	 * words.
	 */
	public static boolean isUndo(SqlComment comment) {
		String text = comment.text();
		return text.length() <= LONGEST_UNDO && UNDO.matcher(DECORATION.matcher(text).replaceAll("")).matches();
	}

	/**
	 * Return the tool that ends the script within a comment, whatever stands before its
	 * words on the line; {@code null} for none.
	 */
	public static @Nullable Layout cut(SqlComment comment) {
		String text = comment.text();
		return text.contains("---- create above / drop below ----") ? Layout.TERN
				: (text.contains("!Downs") && isLine(comment)) ? Layout.PLAY : null;
	}

	/**
	 * Return the direction that node-pg-migrate takes a comment for, with any words
	 * behind its own; {@code null} for none.
	 */
	public static @Nullable Meaning direction(SqlComment comment) {
		Matcher words = DIRECTION.matcher(comment.text());
		return (!isLine(comment) || !words.lookingAt()) ? null
				: words.group(1).equalsIgnoreCase("up") ? Meaning.UP : Meaning.DOWN;
	}

	private static boolean isLine(SqlComment comment) {
		return comment.place() == Place.BEGINS_LINE || comment.place() == Place.INDENTED;
	}

	/** A block is read as if it were a line. */
	private static String line(SqlComment comment) {
		String text = comment.text();
		return (comment.place() == Place.BLOCK) ? "--" + text.substring(2, Math.max(2, text.length() - 2)) : text;
	}

	private static int start(String line) {
		int at = 0;
		while (at < line.length() && (line.charAt(at) == '-' || Character.isWhitespace(line.charAt(at)))) {
			at++;
		}
		return at;
	}

	private static List<Marker> of(@Nullable Layout layout, List<Meaning> meanings) {
		return meanings.stream().map((meaning) -> new Marker(layout, meaning)).toList();
	}

}
