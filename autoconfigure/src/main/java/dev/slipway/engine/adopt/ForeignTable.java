package dev.slipway.engine.adopt;

import java.util.Arrays;
import java.util.Map;
import java.util.Set;

import dev.slipway.engine.postgres.Quote;

/**
 * A table that may be the history of another tool.
 *
 * @param schema its schema, as PostgreSQL stores the name
 * @param table its name, as PostgreSQL stores it
 * @param columns its columns in their order, each with its type as PostgreSQL shows it,
 * such as {@code character varying}, without its length
 * @param isBesideRails whether its schema has a table that Rails makes beside its history
 */
public record ForeignTable(String schema, String table, Map<String, String> columns, boolean isBesideRails) {

	private static final Set<String> TEXTS = Set.of("text", "character varying");

	/** The table's name for SQL and for messages. */
	public String qualified() {
		return Quote.identifier(this.schema) + "." + Quote.identifier(this.table);
	}

	/**
	 * The expression for the number of rows in the table, see
	 * {@link ForeignValues#requireOnlyRow}.
	 */
	static final String ROWS = "count(*) over () as rows";

	/** Whether it has all of some columns, and perhaps others. */
	boolean has(String... names) {
		return this.columns.keySet().containsAll(Arrays.asList(names));
	}

	/** Whether it has some columns and no others, in any order. */
	boolean hasOnly(String... names) {
		return has(names) && this.columns.size() == names.length;
	}

	/** Whether it has one column, which is text. */
	boolean isOnlyText(String name) {
		return hasOnly(name) && TEXTS.contains(this.columns.get(name));
	}

	/**
	 * Return the query for all rows, for a transaction with the safe path.
	 * @param expressions what is selected of a row {@code h}, each with its name
	 * @param order the expressions that put them into the order in which they were
	 * written
	 */
	String select(String expressions, String order) {
		return "select " + expressions + " from only " + qualified() + " h order by " + order;
	}

	/**
	 * Return the expression for a time, of any type of times. One without a time zone is
	 * one of the connection's, which is that of the Java virtual machine.
	 * @param column the column
	 */
	static String time(String column) {
		return "extract(epoch from h." + column + "::timestamptz)::text as " + column;
	}

	/**
	 * Return the expression for a time without a time zone that its tool writes in UTC.
	 * @param column the column
	 */
	static String utcTime(String column) {
		return "extract(epoch from h." + column + " at time zone 'UTC')::text as " + column;
	}

}
