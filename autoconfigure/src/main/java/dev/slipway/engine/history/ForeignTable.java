package dev.slipway.engine.history;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

import dev.slipway.engine.postgres.Quote;
import org.jspecify.annotations.Nullable;

/**
 * A table of the history table's name that Slipway did not make.
 *
 * @param columns its columns with their types, as PostgreSQL shows them
 * @param maker the tool that makes such tables, if known
 */
public record ForeignTable(List<String> columns, @Nullable String maker) {

	/**
	 * Describe the table that stands in the history table's place.
	 * @param table the history table
	 * @param connection a connection in autocommit mode
	 * @return what stands there
	 * @throws SQLException if the database refuses
	 */
	public static ForeignTable describe(HistoryTable table, Connection connection) throws SQLException {
		String sql = """
				select a.attname, pg_catalog.format_type(a.atttypid, a.atttypmod)
				from pg_catalog.pg_attribute a
				where a.attrelid operator(pg_catalog.=) pg_catalog.to_regclass(%s)
				and a.attnum operator(pg_catalog.>) 0 and not a.attisdropped
				order by a.attnum""".formatted(Quote.literal(table.qualified()));
		List<String> names = new ArrayList<>();
		List<String> columns = new ArrayList<>();
		try (Statement statement = connection.createStatement(); ResultSet rows = statement.executeQuery(sql)) {
			while (rows.next()) {
				names.add(rows.getString(1));
				columns.add(rows.getString(1) + " " + rows.getString(2));
			}
		}
		return new ForeignTable(columns, maker(names));
	}

	private static @Nullable String maker(List<String> names) {
		if (names.equals(List.of("version", "dirty"))) {
			return "golang-migrate";
		}
		if (names.equals(List.of("version"))) {
			return "Rails, dbmate or a runner of your own";
		}
		if (names.contains("installed_rank")) {
			return "Flyway";
		}
		if (names.contains("version_id") && names.contains("is_applied")) {
			return "goose";
		}
		if (names.contains("orderexecuted")) {
			return "Liquibase";
		}
		if (names.contains("success") && names.contains("checksum") && names.contains("execution_time")) {
			return "sqlx";
		}
		return names.equals(List.of("id", "applied_at")) ? "sql-migrate" : null;
	}

}
