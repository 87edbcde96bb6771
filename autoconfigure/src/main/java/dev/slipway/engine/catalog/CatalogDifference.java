package dev.slipway.engine.catalog;

import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * One object in which two catalogs differ.
 *
 * @param kind what it is, such as "table", "table column", "index", "owner of table" or
 * "{@value #COLUMN_ORDER}"
 * @param name its name with its schema, in quotes where it needs them
 * @param one its definition in the one catalog; {@code null} where it is missing
 * @param other its definition in the other catalog; {@code null} where it is missing
 */
public record CatalogDifference(String kind, String name, @Nullable String one, @Nullable String other) {

	/** The order of a table's columns, which nothing but a new table can change back. */
	public static final String COLUMN_ORDER = "column order of table";

	private static final int LONGEST = 6;

	/**
	 * Describe the difference for people: the object, and what each catalog has. Of long
	 * definitions the lines from the first different one are shown. The names come as
	 * they are, also with control characters.
	 * @param first what the one catalog is called
	 * @param second what the other one is called
	 * @return lines; all but the first are indented
	 */
	public List<String> lines(String first, String second) {
		List<String> lines = new ArrayList<>(List.of(this.kind + " " + this.name));
		int from = (this.one != null && this.other != null) ? firstDifferentLine(this.one, this.other) : 0;
		add(lines, first, this.one, from);
		add(lines, second, this.other, from);
		return lines;
	}

	private static void add(List<String> lines, String title, @Nullable String definition, int from) {
		if (definition == null) {
			lines.add("    " + title + ": missing");
			return;
		}
		List<String> all = definition.lines().toList();
		if (all.size() <= 1) {
			lines.add("    " + title + ": " + (definition.isEmpty() ? "exists" : definition));
			return;
		}
		lines.add("    " + title + ((from > 0) ? ", from line " + (from + 1) : "") + ":");
		int to = Math.min(all.size(), from + LONGEST);
		all.subList(Math.min(from, to), to).forEach((line) -> lines.add("        " + line));
		if (to < all.size()) {
			lines.add("        … " + (all.size() - to) + " more");
		}
	}

	private static int firstDifferentLine(String one, String other) {
		List<String> first = one.lines().toList();
		List<String> second = other.lines().toList();
		int line = 0;
		while (line < first.size() && line < second.size() && first.get(line).equals(second.get(line))) {
			line++;
		}
		return line;
	}

}
