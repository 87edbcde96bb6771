package dev.slipway.engine.text;

import java.util.List;
import java.util.stream.Collectors;

/**
 * Lists for a person to read, cut where they are long: whoever reads a message needs to
 * know what it is about, not a thousand names. What a message leaves out, the exception
 * has.
 */
public final class Listing {

	/** How many things of a kind a message names. */
	public static final int MOST = 10;

	private static final int FEW = 5;

	private Listing() {
	}

	/**
	 * Return names in an order that the reader knows: all of a few, the first and the
	 * last of many.
	 * @param names the names, at least one
	 */
	public static String ofRow(List<String> names) {
		return (names.size() <= FEW) ? names.stream().map(Printable::line).collect(Collectors.joining(", "))
				: Printable.line(names.get(0)) + " to " + Printable.line(names.get(names.size() - 1)) + " ("
						+ names.size() + " in all)";
	}

	/**
	 * Return names, the first of many.
	 * @param names the names, at least one
	 */
	public static String of(List<String> names) {
		return of(names, ", ", " ");
	}

	/**
	 * Return descriptions, a line each, the first of many.
	 * @param texts the descriptions
	 */
	public static String ofLines(List<String> texts) {
		return of(texts, "\n  and ", "\n  ");
	}

	private static String of(List<String> texts, String separator, String last) {
		int more = texts.size() - MOST;
		return texts.stream().limit(MOST).map(Printable::line).collect(Collectors.joining(separator))
				+ ((more > 0) ? last + more(more) : "");
	}

	/**
	 * Return the words for what was left out.
	 * @param count how many things
	 */
	public static String more(int count) {
		return "and " + count + " more";
	}

}
