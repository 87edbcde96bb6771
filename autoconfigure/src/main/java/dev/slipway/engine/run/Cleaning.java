package dev.slipway.engine.run;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

import javax.sql.DataSource;

import dev.slipway.DatabaseException;
import dev.slipway.DatabaseException.Reason;
import dev.slipway.MigratorOptions;
import dev.slipway.ServerError;
import dev.slipway.engine.history.CleaningSql;
import dev.slipway.engine.history.HistoryReader;
import dev.slipway.engine.history.HistoryTable;
import dev.slipway.engine.postgres.BorrowedConnection;
import dev.slipway.engine.postgres.Quote;
import dev.slipway.engine.postgres.SqlState;
import dev.slipway.engine.text.LineLog;
import dev.slipway.engine.text.Printable;
import dev.slipway.engine.text.Redaction;
import dev.slipway.engine.text.ServiceName;

/**
 * Empties the schemas of a service, in one transaction and under the lock.
 */
public final class Cleaning {

	private static final LineLog logger = LineLog.ofRuns();

	private final DataSource dataSource;

	private final MigratorOptions options;

	private final List<MigratorOptions> together;

	private final LockedTransaction transactions;

	/**
	 * Create a cleaning.
	 * @param dataSource leads to the database
	 * @param options name the schemas
	 * @param together the options of the services that are cleaned together, this one
	 * perhaps among them
	 */
	public Cleaning(DataSource dataSource, MigratorOptions options, List<MigratorOptions> together) {
		this.dataSource = dataSource;
		this.options = options;
		this.together = together;
		this.transactions = new LockedTransaction(options, "clean", "Nothing was dropped.");
	}

	/**
	 * See that cleaning is allowed.
	 * @throws IllegalStateException if it is not
	 */
	public void requireAllowed() {
		if (this.options.cleanSchemas().isEmpty()) {
			throw new IllegalStateException(new ServiceName(this.options.service())
					+ ": clean is refused, because the options name no schema that it may empty."
					+ " MigratorOptions.withCleanSchemas(…) names them and allows it.");
		}
	}

	/**
	 * Drop everything in the schemas, and the history.
	 * @throws DatabaseException if the database refuses, or what would be dropped is not
	 * the service's alone; nothing was dropped then
	 */
	public void run() {
		HistoryReader reader = HistoryReader.of(this.options);
		try (BorrowedConnection session = new BorrowedConnection(this.options.service(), this.dataSource)) {
			HistoryTable table = reader.table(reader.read(session));
			clean(session, table);
			logger.warn(new ServiceName(this.options.service()) + " has dropped everything in "
					+ Redaction.names(String.join(", ", quotedSchemas())) + ", and the history in " + table.qualified()
					+ ", because clean was called");
		}
		catch (SQLException ex) {
			throw failure(ex, SqlState.SHARED_SCHEMA.equals(SqlState.of(ex)) ? Reason.SHARED_SCHEMA
					: DatabaseException.reason(ex));
		}
		catch (InterruptedException ex) {
			throw this.transactions.interrupted(ex);
		}
	}

	private void clean(BorrowedConnection session, HistoryTable table) throws SQLException, InterruptedException {
		String sql = new CleaningSql(this.options.cleanSchemas(), table, HistoryTable.of(this.together, table.schema()))
			.statement();
		this.transactions.run(session, table, (statement) -> statement.execute(sql));
	}

	private DatabaseException failure(SQLException cause, Reason reason) {
		return new DatabaseException(this.options.service(), reason,
				Printable.line("clean cannot empty " + Redaction.names(String.join(", ", quotedSchemas()))) + ".\n\n"
						+ ServerError.of(cause) + "\n\nNothing was dropped.",
				cause);
	}

	private List<String> quotedSchemas() {
		List<String> quoted = new ArrayList<>();
		for (String schema : this.options.cleanSchemas()) {
			quoted.add(Quote.identifier(schema));
		}
		return quoted;
	}

}
