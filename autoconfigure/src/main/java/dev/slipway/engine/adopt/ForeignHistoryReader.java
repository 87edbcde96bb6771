package dev.slipway.engine.adopt;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

import dev.slipway.AdoptionRefusedException.Problem;
import dev.slipway.engine.files.MigrationSet;
import dev.slipway.engine.history.AdoptionSql;
import dev.slipway.engine.postgres.SqlState;
import org.jspecify.annotations.Nullable;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;

/**
 * Finds, checks and reads the history of another tool, in a transaction with the safe
 * path. Of a table that is not safe to read only the catalogs are read.
 *
 * @param sql the SQL of the service's history table
 * @param schemas where tables are looked for, the first ones first
 * @param named the table as the configuration names it; {@code null} to look for those
 * that tools make by default
 * @param set the files
 */
public record ForeignHistoryReader(AdoptionSql sql, List<String> schemas, @Nullable TableName named, MigrationSet set) {

	/**
	 * Find the history, and match it with the files.
	 * @param statement of a transaction with the safe path
	 * @return what was found; empty when there is no such table, or none with rows
	 * @throws SQLException if the database refuses
	 */
	public Optional<Adoption> find(Statement statement) throws SQLException {
		List<Adoption> found = new ArrayList<>();
		for (ForeignTable table : tables(statement)) {
			ForeignTool tool = ForeignTools.of(table).orElse(null);
			if (tool == null) {
				if (this.named != null) {
					return Optional.of(Adoption.refused(table.qualified(),
							new Problem(
									"The table " + table.qualified() + " has the columns of no tool that is known: "
											+ String.join(", ", table.columns().keySet()) + ".",
									"Correct slipway.adopt-table.")));
				}
				continue;
			}
			read(statement, table, tool).ifPresent(found::add);
		}
		if (found.size() > 1) {
			List<String> names = found.stream().map((each) -> each.table() + " of " + each.tool()).toList();
			return Optional.of(Adoption.refused(found.get(0).table(),
					new Problem("There are the histories of several tools: " + String.join(", ", names) + ".",
							"Name the one that is to be taken over in slipway.adopt-table.")));
		}
		return found.stream().findFirst();
	}

	/** Of a name without a schema the first table counts. */
	private List<ForeignTable> tables(Statement statement) throws SQLException {
		Set<String> schemas = new LinkedHashSet<>(this.schemas);
		Set<String> names = new LinkedHashSet<>();
		if (this.named != null) {
			names.add(this.named.table());
			if (this.named.schema() != null) {
				schemas = Set.of(this.named.schema());
			}
		}
		else {
			for (ForeignTool tool : ForeignTools.ALL) {
				schemas.addAll(tool.schemas());
				names.addAll(tool.tables());
			}
		}
		List<ForeignTable> tables = tables(statement, List.copyOf(schemas), List.copyOf(names));
		if (this.named == null) {
			return tables.stream().filter(ForeignHistoryReader::isNamedAsItsTools).toList();
		}
		for (String schema : schemas) {
			for (ForeignTable table : tables) {
				if (table.schema().equals(schema)) {
					return List.of(table);
				}
			}
		}
		return List.of();
	}

	/** A table of the application may have such a name or such columns. */
	private static boolean isNamedAsItsTools(ForeignTable table) {
		return ForeignTools.of(table).filter((tool) -> tool.tables().contains(table.table())).isPresent();
	}

	private List<ForeignTable> tables(Statement statement, List<String> schemas, List<String> names)
			throws SQLException {
		Map<String, ForeignTable> tables = new LinkedHashMap<>();
		try (ResultSet rows = statement.executeQuery(this.sql.candidates(schemas, names))) {
			while (rows.next()) {
				ForeignTable empty = new ForeignTable(rows.getString(1), rows.getString(2), new LinkedHashMap<>(),
						rows.getBoolean(5));
				tables.computeIfAbsent(empty.qualified(), (name) -> empty)
					.columns()
					.put(rows.getString(3), rows.getString(4));
			}
		}
		return List.copyOf(tables.values());
	}

	/** Empty when the table has no rows. */
	private Optional<Adoption> read(Statement statement, ForeignTable table, ForeignTool tool) throws SQLException {
		try {
			statement.execute(this.sql.check(table.qualified()));
		}
		catch (PSQLException ex) {
			ServerErrorMessage said = ex.getServerErrorMessage();
			if (!SqlState.UNTRUSTED_TABLE.equals(ex.getSQLState()) || said == null) {
				throw ex;
			}
			return Optional.of(Adoption.refused(table.qualified(), new Problem(
					"The table " + table.qualified() + " is not safe to read: " + said.getMessage() + ".",
					"Find out who has made it, and make the owner of the database its owner (ALTER TABLE … OWNER TO …),"
							+ " or name its owner in slipway.trusted-roles.")));
		}
		List<ForeignRow> rows = new ArrayList<>();
		boolean empty = true;
		try (ResultSet result = statement.executeQuery(tool.query(table))) {
			while (result.next()) {
				empty = false;
				ForeignRow row = row(tool, result);
				if (row != null) {
					rows.add(row);
				}
			}
		}
		catch (IllegalArgumentException ex) {
			return Optional.of(
					Adoption.refused(table.qualified(),
							new Problem(
									"The table " + table.qualified() + " holds a row that " + tool.name()
											+ " did not write: " + ex.getMessage() + ".",
									"Correct or delete the row.")));
		}
		return empty ? Optional.empty() : Optional.of(RowMatching.of(tool, table.qualified(), rows, this.set));
	}

	private static @Nullable ForeignRow row(ForeignTool tool, ResultSet result) throws SQLException {
		Map<String, @Nullable String> values = new HashMap<>();
		for (int i = 1; i <= result.getMetaData().getColumnCount(); i++) {
			values.put(result.getMetaData().getColumnLabel(i), result.getString(i));
		}
		return tool.row(new ForeignValues(values));
	}

}
