package dev.slipway.engine.run;

import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import javax.sql.DataSource;

import dev.slipway.DatabaseException;
import dev.slipway.MigratorOptions;
import dev.slipway.ServerError;
import dev.slipway.SlipwayException;
import dev.slipway.engine.catalog.Catalog;
import dev.slipway.engine.catalog.CatalogDifference;
import dev.slipway.engine.files.MigrationSet;
import dev.slipway.engine.history.HistoryTable;
import dev.slipway.engine.postgres.BorrowedConnection;
import dev.slipway.engine.postgres.Quote;
import dev.slipway.engine.postgres.ServerQuery;

/**
 * Compares what some files make in an empty database with what a database has, object by
 * object. Owners and privileges are left out, since they differ from server to server,
 * and so are schemas that are not the service's.
 */
public final class BaselineComparison {

	private static final String SCHEMAS = """
			select n.nspname from pg_catalog.pg_namespace n where not pg_catalog.starts_with(n.nspname::pg_catalog.text, 'pg_')
			and n.nspname::pg_catalog.text operator(pg_catalog.<>) 'information_schema' order by 1""";

	private final MigratorOptions options;

	private final HistoryTable table;

	/** The schemas of the service. */
	private final Set<String> own = new LinkedHashSet<>();

	/**
	 * Create a comparison.
	 * @param options how the files are applied
	 * @param table the history table of the database
	 */
	public BaselineComparison(MigratorOptions options, HistoryTable table) {
		this.options = options;
		this.table = table;
		this.own.add(table.schema());
		options.searchPath().stream().filter((schema) -> !schema.startsWith("$")).forEach(this.own::add);
	}

	/** Return the schemas that are compared. */
	public List<String> schemas() {
		return List.copyOf(this.own);
	}

	/**
	 * Apply the files to an empty database, and compare.
	 * @param files the files
	 * @param empty leads to the empty database, which has them afterwards
	 * @param database leads to the database
	 * @return the differences, none when both have the same
	 * @throws SlipwayException if the files cannot be applied, or a database cannot be
	 * read
	 */
	public List<CatalogDifference> compare(MigrationSet files, DataSource empty, DataSource database) {
		prepare(empty);
		MigrationRun run = MigrationRun.prepare(empty,
				this.options.withSchema(this.table.schema(), false).withIgnoreForeignHistory(true), files,
				new Listeners(List.of()));
		run.requireApplicable();
		run.execute();
		List<CatalogDifference> differences = new ArrayList<>();
		Pattern others = others(database);
		for (CatalogDifference each : read(empty).differences(read(database))) {
			boolean ofRole = each.kind().startsWith("owner of") || each.kind().startsWith("privileges of");
			if (!ofRole && !others.matcher(each.name()).find()) {
				differences.add(each);
			}
		}
		return differences;
	}

	private void prepare(DataSource empty) {
		String owner = (this.options.role() != null) ? " authorization " + Quote.identifier(this.options.role()) : "";
		try (BorrowedConnection session = new BorrowedConnection(this.options.service(), empty);
				Statement statement = session.connection().createStatement()) {
			statement.setEscapeProcessing(false);
			for (String schema : this.own) {
				statement.execute("create schema if not exists " + Quote.identifier(schema) + owner);
			}
		}
		catch (SQLException ex) {
			throw failure(ex);
		}
	}

	private Catalog read(DataSource dataSource) {
		try (BorrowedConnection session = new BorrowedConnection(this.options.service(), dataSource)) {
			return Catalog.read(session.connection(), List.of(this.table.qualified()));
		}
		catch (SQLException ex) {
			throw failure(ex);
		}
	}

	/** What names an object of a schema of others. */
	private Pattern others(DataSource database) {
		try (BorrowedConnection session = new BorrowedConnection(this.options.service(), database)) {
			String others = ServerQuery.list(session.connection(), SCHEMAS, (row) -> row.getString(1))
				.stream()
				.filter((schema) -> !this.own.contains(schema))
				.map(BaselineComparison::quoted)
				.map(Pattern::quote)
				.collect(Collectors.joining("|"));
			return Pattern.compile(others.isEmpty() ? "(?!)" : "(?:^|[ (])(?:" + others + ")(?:\\.|$)");
		}
		catch (SQLException ex) {
			throw failure(ex);
		}
	}

	/** As the server shows it. */
	private static String quoted(String schema) {
		return schema.matches("[a-z_][a-z0-9_$]*") ? schema : Quote.identifier(schema);
	}

	private DatabaseException failure(SQLException cause) {
		return new DatabaseException(this.options.service(), DatabaseException.reason(cause),
				"what the files make cannot be compared with what the database has.\n\n" + ServerError.of(cause)
						+ "\n\nNothing was recorded.",
				cause);
	}

}
