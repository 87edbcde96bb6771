package dev.slipway.engine.run;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

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
import dev.slipway.engine.postgres.SqlState;
import dev.slipway.engine.run.LockedTransaction.Part;
import dev.slipway.engine.text.LineLog;
import dev.slipway.engine.text.Listing;
import dev.slipway.engine.text.Printable;
import dev.slipway.engine.text.Redaction;
import dev.slipway.engine.text.RefusedException;
import dev.slipway.engine.text.ServiceName;

/**
 * Drops what the migrations of a service have made, as far as the history has recorded
 * it, and the history, under the lock and in one transaction with the other services of
 * the database.
 */
public final class Resetting {

	private static final LineLog logger = LineLog.ofRuns();

	private static final String NOTHING = "Nothing was dropped.";

	private final DataSource dataSource;

	private final MigratorOptions options;

	private final MigrationSet set;

	private final List<MigratorOptions> together;

	private final Listeners listeners;

	private final LockedTransaction transactions;

	/**
	 * Create a reset.
	 * @param dataSource leads to the database
	 * @param options the options of the service
	 * @param set its files
	 * @param together the options of the services that are reset together
	 * @param listeners hear what it waits for
	 */
	public Resetting(DataSource dataSource, MigratorOptions options, MigrationSet set, List<MigratorOptions> together,
			Listeners listeners) {
		this(dataSource, options, set, together, listeners, "");
	}

	private Resetting(DataSource dataSource, MigratorOptions options, MigrationSet set, List<MigratorOptions> together,
			Listeners listeners, String before) {
		this.dataSource = dataSource;
		this.options = options;
		this.set = set;
		this.together = together;
		this.listeners = listeners;
		this.transactions = new LockedTransaction(options, "reset",
				before.isEmpty() ? NOTHING : before + " Nothing else was dropped.", before,
				(wait) -> listeners.waiting(options.service(), wait));
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
			return this.transactions.tryTo(session, table, false, (statement) -> look(statement, table, history))
				.orElseThrow();
		}
		catch (SQLException ex) {
			throw failure(ex, DatabaseException.reason(ex));
		}
		catch (InterruptedException ex) {
			throw this.transactions.interrupted(ex);
		}
	}

	private Owned look(Statement statement, HistoryTable table, History history) throws SQLException {
		OwnedSql sql = sql(table, history);
		List<String> objects = new ArrayList<>();
		try (ResultSet rows = statement.executeQuery(sql.listing())) {
			while (rows.next()) {
				objects.add(rows.getString(1) + " " + rows.getString(2));
			}
		}
		objects.add("table " + table.qualified());
		List<String> untold = new ArrayList<>();
		try (ResultSet rows = statement.executeQuery(sql.untold())) {
			while (rows.next()) {
				untold.add(rows.getString(1));
			}
		}
		return new Owned(objects, untold);
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
						+ " not tell what these have made, and they would find it in their way: " + migrations + ". "
						+ this.transactions.nothing()),
				"Drop by hand what they have made, together with the history table, and run the command migrate; or"
						+ " begin with a new database.");
	}

	/**
	 * Drop it of several services, with their histories: those of one DataSource in one
	 * transaction. Where there are several databases, it is tried in all of them before
	 * anything is dropped for good.
	 * @param services the services, in the order in which they are dropped
	 * @throws RefusedException if a history does not tell what migrations have made
	 * @throws DatabaseException if a database refuses, or something that is not a
	 * service's depends on what would be dropped; the message says what was dropped
	 * before
	 */
	public static void run(List<Resetting> services) {
		Map<DataSource, List<Resetting>> databases = new IdentityHashMap<>();
		List<List<Resetting>> inOrder = new ArrayList<>();
		for (Resetting service : services) {
			List<Resetting> others = databases.get(service.dataSource);
			if (others == null) {
				others = new ArrayList<>();
				databases.put(service.dataSource, others);
				inOrder.add(others);
			}
			others.add(service);
		}
		if (inOrder.size() > 1) {
			tryInEachDatabase(inOrder);
		}
		List<String> dropped = new ArrayList<>();
		for (List<Resetting> together : inOrder) {
			drop(together.stream().map((service) -> service.after(dropped)).toList(), true);
			together.forEach((service) -> dropped.add(service.options.service()));
		}
	}

	/**
	 * What comes second in a database may be refused for what the first has not dropped
	 * yet, and so cannot be tried.
	 */
	private static void tryInEachDatabase(List<List<Resetting>> inOrder) {
		Set<String> databases = new HashSet<>();
		for (List<Resetting> together : inOrder) {
			Resetting first = together.get(0);
			try (BorrowedConnection session = new BorrowedConnection(first.options.service(), first.dataSource)) {
				if (!databases.add(HistoryReader.of(first.options).read(session).server().databaseId())) {
					continue;
				}
			}
			drop(together, false);
		}
	}

	private static void drop(List<Resetting> together, boolean commits) {
		Resetting first = together.get(0);
		try (BorrowedConnection session = new BorrowedConnection(first.options.service(), first.dataSource)) {
			List<Part> parts = new ArrayList<>();
			for (Resetting service : together) {
				parts.add(service.part(session));
			}
			long deadline = first.transactions.deadline();
			Optional<Part> busy = LockedTransaction.tryAll(session, parts, commits);
			while (busy.isPresent()) {
				busy.get().transaction().awaitRelease(session.connection(), busy.get().table(), deadline);
				busy = LockedTransaction.tryAll(session, parts, commits);
			}
			if (commits) {
				for (Part part : parts) {
					logger.warn(new ServiceName(part.transaction().options().service())
							+ " has dropped what its migrations had made, and the history in "
							+ part.table().qualified() + ", because the command reset was confirmed");
				}
			}
		}
		catch (SQLException ex) {
			throw first.failure(ex, DatabaseException.reason(ex));
		}
		catch (InterruptedException ex) {
			throw first.transactions.interrupted(ex);
		}
	}

	private Part part(BorrowedConnection session) {
		HistoryReader reader = HistoryReader.of(this.options);
		History history = reader.read(session);
		Requirements.requireWritable(this.options, history, "reset", this.transactions.nothing());
		HistoryTable table = reader.table(history);
		String sql = sql(table, history).statement();
		return new Part(this.transactions, table, (statement) -> drop(statement, sql));
	}

	private boolean drop(Statement statement, String sql) throws SQLException {
		try {
			return statement.execute(sql);
		}
		catch (SQLException ex) {
			if (SqlState.isBlocked(ex) || SqlState.isRetriable(ex)) {
				throw ex;
			}
			if (SqlState.UNTOLD.equals(SqlState.of(ex))) {
				throw untold(ServerError.of(ex).message());
			}
			throw failure(ex, SqlState.SHARED_SCHEMA.equals(SqlState.of(ex)) ? Reason.SHARED_SCHEMA
					: DatabaseException.reason(ex));
		}
	}

	/** The same reset, which says when it fails what was dropped before. */
	private Resetting after(List<String> dropped) {
		String before = dropped.isEmpty() ? "" : "Dropped before, through another DataSource, is what "
				+ Listing.ofRow(dropped.stream().map((each) -> new ServiceName(each).toString()).toList()) + " owned.";
		return new Resetting(this.dataSource, this.options, this.set, this.together, this.listeners, before);
	}

	private OwnedSql sql(HistoryTable table, History history) {
		return new OwnedSql(table, history.outdated(), StepwiseLeftovers.none(this.set),
				HistoryTable.of(this.together, table.schema()));
	}

	private DatabaseException failure(SQLException cause, Reason reason) {
		return new DatabaseException(this.options.service(), reason,
				Printable.line("reset cannot drop what " + new ServiceName(this.options.service()) + " owns") + ".\n\n"
						+ Redaction.names(String.valueOf(ServerError.of(cause))) + "\n\n" + this.transactions.nothing(),
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
