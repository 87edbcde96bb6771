package dev.slipway.engine.run;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;

import javax.sql.DataSource;

import dev.slipway.DatabaseException;
import dev.slipway.DatabaseException.Reason;
import dev.slipway.HistoryConflictException;
import dev.slipway.InvalidMigrationsException;
import dev.slipway.MigratorOptions;
import dev.slipway.RepairReport;
import dev.slipway.RepairReport.Change;
import dev.slipway.RepairReport.Kind;
import dev.slipway.ServerError;
import dev.slipway.engine.files.Migration;
import dev.slipway.engine.files.MigrationSet;
import dev.slipway.engine.history.AppliedInRun;
import dev.slipway.engine.history.History;
import dev.slipway.engine.history.HistoryReader;
import dev.slipway.engine.history.HistoryRow;
import dev.slipway.engine.history.HistoryTable;
import dev.slipway.engine.history.RepairSql;
import dev.slipway.engine.history.StoredScripts;
import dev.slipway.engine.history.StoredScripts.Stored;
import dev.slipway.engine.plan.FollowedHistory;
import dev.slipway.engine.postgres.BorrowedConnection;
import dev.slipway.engine.postgres.MissingGrants;
import dev.slipway.engine.postgres.OwnTransaction;
import dev.slipway.engine.postgres.Quote;
import dev.slipway.engine.postgres.SqlState;
import dev.slipway.engine.script.Script;
import dev.slipway.engine.script.StoredUndo;
import dev.slipway.engine.text.LineLog;
import dev.slipway.engine.text.ServiceName;
import org.jspecify.annotations.Nullable;

/**
 * Makes the history of one service fit its files again: the checksums and undo scripts of
 * changed files are recorded, and the rows of removed files and failed migrations are
 * removed. All of it happens in one transaction under the lock, or nothing.
 */
public final class RepairRun {

	private static final LineLog logger = LineLog.ofRuns();

	private final DataSource dataSource;

	private final MigratorOptions options;

	private final MigrationSet set;

	private final LockedTransaction transactions;

	/**
	 * Create a run.
	 * @param dataSource leads to the database
	 * @param options the service's options
	 * @param set the files
	 */
	public RepairRun(DataSource dataSource, MigratorOptions options, MigrationSet set) {
		this.dataSource = dataSource;
		this.options = options;
		this.set = set;
		this.transactions = new LockedTransaction(options, "repair", "Nothing was changed.");
	}

	/**
	 * Find what does not fit, and change it.
	 * @param confirmed whether to change it; otherwise it is only found
	 * @return what was changed, or would be
	 * @throws DatabaseException if the database refuses; nothing was changed then
	 * @throws HistoryConflictException if nothing tells whether a row is that of a file
	 * which would run; nothing was changed then
	 * @throws InvalidMigrationsException if a file that has changed cannot be split into
	 * statements
	 */
	public RepairReport run(boolean confirmed) {
		HistoryReader reader = HistoryReader.of(this.options);
		try (BorrowedConnection session = new BorrowedConnection(this.options.service(), this.dataSource)) {
			return run(session, reader, confirmed);
		}
		catch (InterruptedException ex) {
			throw this.transactions.interrupted(ex);
		}
	}

	private RepairReport run(BorrowedConnection session, HistoryReader reader, boolean confirmed)
			throws InterruptedException {
		History history = reader.read(session);
		HistoryTable table = reader.table(history);
		try {
			this.set.serverSaid(history.server());
			AppliedInRun run = new AppliedInRun(UUID.randomUUID().toString(), this.set);
			RepairSql sql = new RepairSql(table, history);
			List<Change> changes = new ArrayList<>();
			StringBuilder body = new StringBuilder();
			plan(session, history, run, sql, changes, body);
			if (confirmed && !changes.isEmpty()) {
				Requirements.requireWritable(this.options, history, "repair", "Nothing was changed.");
				String repair = Quote.block("", OwnTransaction.SAFE_PATH + ";\n" + sql.begin() + body);
				this.transactions.run(session, table, (statement) -> statement.execute(repair));
				changes.forEach((change) -> logger.warn(new ServiceName(this.options.service()) + " has repaired '"
						+ change.label() + "' in " + table.qualified() + ": " + change.description()));
			}
			return new RepairReport(this.options.service(), table.qualified(), changes,
					confirmed && !changes.isEmpty());
		}
		catch (SQLException ex) {
			boolean moved = SqlState.HISTORY_MOVED.equals(SqlState.of(ex));
			Reason reason = moved ? Reason.OTHER : DatabaseException.reason(ex);
			List<String> missing = (reason == Reason.MISSING_PRIVILEGE)
					? new MissingGrants(table.schema(), table.table(), false, this.options.role())
						.toCorrect(session.connection(), true)
					: List.of();
			throw new DatabaseException(this.options.service(), reason,
					(moved ? "another process has changed the history meanwhile. Look at it again"
							: "the history cannot be repaired") + ".\n\n" + ServerError.of(ex) + "\n\n"
							+ MissingGrants.sentence(missing) + "Nothing was changed.",
					ex);
		}
	}

	private void plan(BorrowedConnection session, History history, AppliedInRun run, RepairSql sql,
			List<Change> changes, StringBuilder body) throws SQLException {
		FollowedHistory followed = FollowedHistory.of(this.options, this.set, history);
		if (!followed.unclear().isEmpty()) {
			throw new HistoryConflictException(this.options.service(), sql.table().qualified(), followed.unclear(),
					List.of());
		}
		Map<Migration, HistoryRow> changed = ChangedStatements.changed(this.set, followed.rows());
		StoredScripts stored = new StoredScripts(sql.table(), this.options.role());
		ChangedStatements statements = ChangedStatements.of(session, stored, history, List.copyOf(changed.values()));
		Map<Long, Stored> undos = history.exists()
				? stored.find(session.connection(), history.rows().stream().map(HistoryRow::id).toList()) : Map.of();
		for (int i = 0; i < history.rows().size(); i++) {
			HistoryRow row = followed.rows().get(i);
			HistoryRow recorded = history.rows().get(i);
			Migration file = run.file(row).orElse(null);
			String label = run.applied(row).label();
			Change change = null;
			if (file != null && changed.get(file) == row) {
				change = new Change(Kind.CHECKSUM, label,
						"the checksum of " + file.script().path() + " as it is now is recorded" + place(recorded, row),
						statements.lines(file, row));
			}
			else if (row.state() == HistoryRow.State.FAILED && !row.isBeingUndone()) {
				change = new Change(Kind.FAILED, label, failed(row), List.of());
			}
			else if (followed.missing().contains(row)) {
				change = new Change(Kind.FILE_GONE, label,
						"the row is removed, because its file is gone; what it did stays", List.of());
			}
			else if (file != null && row.isApplied() && hasOtherUndo(file, undos.get(row.id()))) {
				change = new Change(Kind.UNDO_SCRIPT, label, "the undo script of the files as it is now is stored",
						List.of());
			}
			if (change != null) {
				changes.add(change);
				body.append(sql(sql, change.kind(), row, file));
			}
		}
	}

	private String sql(RepairSql sql, Kind kind, HistoryRow row, @Nullable Migration file) {
		if (kind == Kind.FILE_GONE || kind == Kind.FAILED || file == null) {
			return sql.remove(row);
		}
		if (file.code() == null) {
			this.set.parse(List.<Script>of(file.script()));
		}
		return sql.accept(row, file);
	}

	private static String failed(HistoryRow row) {
		return "the row is removed, because the migration has failed" + ((row.statements() == 0)
				? " with its first statement" : "; it begins with statement 1 again, and what its first "
						+ row.statements() + " did must be taken back by hand before");
	}

	/** A row gets the version of its file with the next run that migrates. */
	private static String place(HistoryRow recorded, HistoryRow row) {
		return Objects.equals(recorded.version(), row.version()) ? ""
				: " in the row of '" + recorded.version() + "_" + recorded.name() + "', which is the same migration";
	}

	/** One that is larger than a row's part is left as it is. */
	private boolean hasOtherUndo(Migration file, @Nullable Stored stored) {
		if (stored == null || file.code() != null || file.script().parse().isPresent()) {
			return false;
		}
		StoredUndo now = file.undoScript().filter((undo) -> undo.text().isPresent()).orElse(null);
		try {
			return now != null && !UndoScripts.hash(now).equals(stored.hash());
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
