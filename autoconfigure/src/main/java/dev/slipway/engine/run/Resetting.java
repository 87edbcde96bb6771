package dev.slipway.engine.run;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

import javax.sql.DataSource;

import dev.slipway.DatabaseException;
import dev.slipway.DatabaseException.Reason;
import dev.slipway.MigratorOptions;
import dev.slipway.ServerError;
import dev.slipway.engine.files.MigrationSet;
import dev.slipway.engine.history.History;
import dev.slipway.engine.history.HistoryReader;
import dev.slipway.engine.history.HistoryTable;
import dev.slipway.engine.history.OwnedSql;
import dev.slipway.engine.postgres.BorrowedConnection;
import dev.slipway.engine.postgres.OwnTransaction;
import dev.slipway.engine.postgres.SqlState;
import dev.slipway.engine.text.LineLog;
import dev.slipway.engine.text.Listing;
import dev.slipway.engine.text.Printable;
import dev.slipway.engine.text.Redaction;
import dev.slipway.engine.text.RefusedException;
import dev.slipway.engine.text.ServiceName;

/**
 * Drops what the migrations of a service have made, as far as the history has recorded
 * it, and the history, in one transaction and under the lock.
 */
public final class Resetting {

	private static final LineLog logger = LineLog.ofRuns();

	private final DataSource dataSource;

	private final MigratorOptions options;

	private final MigrationSet set;

	private final List<MigratorOptions> together;

	private final LockedTransaction transactions;

	/**
	 * Create a reset.
	 * @param dataSource leads to the database
	 * @param options the options of the service
	 * @param set its files
	 * @param together the options of the services that are reset together
	 */
	public Resetting(DataSource dataSource, MigratorOptions options, MigrationSet set, List<MigratorOptions> together) {
		this.dataSource = dataSource;
		this.options = options;
		this.set = set;
		this.together = together;
		this.transactions = new LockedTransaction(options, "reset", "Nothing was dropped.");
	}

	/**
	 * Return what would be dropped. Nothing is.
	 * @throws DatabaseException if the database cannot be read
	 */
	public Owned look() {
		HistoryReader reader = HistoryReader.of(this.options);
		try (BorrowedConnection session = new BorrowedConnection(this.options.service(), this.dataSource)) {
			History history = reader.read(session);
			HistoryTable table = reader.table(history);
			if (!history.exists()) {
				return new Owned(List.of(), List.of());
			}
			OwnedSql sql = sql(table, history);
			List<String> objects = new ArrayList<>();
			for (String[] object : list(session.connection(), sql.listing(), 2)) {
				objects.add(object[0] + " " + object[1]);
			}
			objects.add("table " + table.qualified());
			List<String> untold = new ArrayList<>();
			list(session.connection(), sql.untold(), 1).forEach((row) -> untold.add(row[0]));
			return new Owned(objects, untold);
		}
		catch (SQLException ex) {
			throw failure(ex, DatabaseException.reason(ex));
		}
	}

	/**
	 * See that the history tells what each migration has made: the files would run again,
	 * and find the rest of it in their way.
	 * @throws RefusedException if it does not
	 * @throws DatabaseException if the database cannot be read
	 */
	public void requireTold() {
		List<String> untold = look().untold();
		if (!untold.isEmpty()) {
			throw untold(Listing.ofRow(untold));
		}
	}

	private RefusedException untold(String migrations) {
		return new RefusedException(
				Printable.line(new ServiceName(this.options.service()) + ": reset is refused, because the history does"
						+ " not tell what these have made, and they would find it in their way: " + migrations
						+ ". Nothing was dropped."),
				"Drop by hand what they have made, together with the history table, and run the command migrate; or"
						+ " begin with a new database.");
	}

	/**
	 * Drop it, and the history.
	 * @throws RefusedException if the history does not tell what migrations have made;
	 * nothing was dropped then
	 * @throws DatabaseException if the database refuses, or something that is not the
	 * service's depends on what would be dropped; nothing was dropped then
	 */
	public void run() {
		HistoryReader reader = HistoryReader.of(this.options);
		try (BorrowedConnection session = new BorrowedConnection(this.options.service(), this.dataSource)) {
			History history = reader.read(session);
			Requirements.requireWritable(this.options, history, "reset", "Nothing was dropped.");
			HistoryTable table = reader.table(history);
			String sql = sql(table, history).statement();
			this.transactions.run(session.connection(), table,
					(statement) -> statement.execute(LockedTransaction.WITHOUT_LOCK_TIMEOUT + sql));
			logger.warn(new ServiceName(this.options.service()) + " has dropped what its migrations had made, and the"
					+ " history in " + table.qualified() + ", because the command reset was confirmed");
		}
		catch (SQLException ex) {
			if (SqlState.UNTOLD.equals(SqlState.of(ex))) {
				throw untold(ServerError.of(ex).message());
			}
			throw failure(ex, SqlState.SHARED_SCHEMA.equals(SqlState.of(ex)) ? Reason.SHARED_SCHEMA
					: DatabaseException.reason(ex));
		}
		catch (InterruptedException ex) {
			throw this.transactions.interrupted(ex);
		}
	}

	private OwnedSql sql(HistoryTable table, History history) {
		return new OwnedSql(table, history.outdated(), StepwiseLeftovers.none(this.set),
				HistoryTable.of(this.together, table.schema()));
	}

	private static List<String[]> list(Connection connection, String query, int columns) throws SQLException {
		try (Statement statement = connection.createStatement()) {
			statement.setEscapeProcessing(false);
			statement.execute(OwnTransaction.BEGIN);
			try {
				statement.execute(OwnTransaction.SAFE_PATH);
				List<String[]> list = new ArrayList<>();
				try (ResultSet rows = statement.executeQuery(query)) {
					while (rows.next()) {
						String[] row = new String[columns];
						for (int i = 0; i < columns; i++) {
							row[i] = rows.getString(i + 1);
						}
						list.add(row);
					}
				}
				statement.execute(OwnTransaction.COMMIT);
				return list;
			}
			catch (SQLException ex) {
				OwnTransaction.rollBack(connection, ex);
				throw ex;
			}
		}
	}

	private DatabaseException failure(SQLException cause, Reason reason) {
		return new DatabaseException(this.options.service(), reason,
				Printable.line("reset cannot drop what " + new ServiceName(this.options.service()) + " owns") + ".\n\n"
						+ Redaction.names(String.valueOf(ServerError.of(cause))) + "\n\nNothing was dropped.",
				cause);
	}

	/**
	 * What a service owns.
	 *
	 * @param objects kind and name of each object, the history table last; empty when
	 * there is no history
	 * @param untold the migrations of which the history does not tell what they have made
	 */
	public record Owned(List<String> objects, List<String> untold) {

		/**
		 * Create a list.
		 */
		public Owned {
			objects = List.copyOf(objects);
			untold = List.copyOf(untold);
		}

	}

}
