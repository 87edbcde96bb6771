package dev.slipway.engine.adopt;

import java.util.ArrayList;
import java.util.List;

import dev.slipway.engine.postgres.Quote;
import org.jspecify.annotations.Nullable;

/**
 * The name of a table as a configuration has it.
 *
 * @param schema the schema, as PostgreSQL stores its name; {@code null} for none
 * @param table the table, as PostgreSQL stores its name
 */
public record TableName(@Nullable String schema, String table) {

	/**
	 * Read a name, with its schema and a dot before it or without: each as PostgreSQL
	 * stores it, or in double quotes.
	 * @throws IllegalArgumentException if the text is no such name
	 */
	public static TableName of(String text) {
		List<String> parts = new ArrayList<>();
		StringBuilder part = new StringBuilder();
		boolean quoted = false;
		for (char each : text.toCharArray()) {
			if (each == '"') {
				quoted = !quoted;
			}
			else if (each == '.' && !quoted) {
				parts.add(part.toString());
				part.setLength(0);
			}
			else {
				part.append(each);
			}
		}
		parts.add(part.toString());
		if (quoted || parts.size() > 2 || parts.contains("")) {
			throw new IllegalArgumentException(
					"adopt table must be a table, or a schema, a dot and a table, but is '" + text + "'");
		}
		return (parts.size() == 1) ? new TableName(null, parts.get(0)) : new TableName(parts.get(0), parts.get(1));
	}

	@Override
	public String toString() {
		return ((this.schema != null) ? Quote.identifier(this.schema) + "." : "") + Quote.identifier(this.table);
	}

}
