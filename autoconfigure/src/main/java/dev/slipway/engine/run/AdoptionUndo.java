package dev.slipway.engine.run;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import javax.sql.DataSource;

import dev.slipway.AdoptionRefusedException;
import dev.slipway.AdoptionRefusedException.Problem;
import dev.slipway.AdoptionReport;
import dev.slipway.AdoptionReport.Outcome;
import dev.slipway.DatabaseException;
import dev.slipway.MigratorOptions;
import dev.slipway.engine.history.AdoptionSql;
import dev.slipway.engine.history.History;
import dev.slipway.engine.history.HistoryReader;
import dev.slipway.engine.history.HistoryRow;
import dev.slipway.engine.history.HistoryTable;
import dev.slipway.engine.postgres.BorrowedConnection;
import dev.slipway.engine.text.Listing;
import dev.slipway.engine.text.Printable;
import org.jspecify.annotations.Nullable;

/**
 * Gives back what was taken over from another tool, which finds its table as it was: the
 * history table is dropped, as long as it has no row of Slipway's own.
 */
public final class AdoptionUndo {

	private final DataSource dataSource;

	private final MigratorOptions options;

	private final HistoryReader reader;

	private final LockedTransaction transactions;

	/**
	 * Create an undo.
	 * @param dataSource leads to the database
	 * @param options name the history table
	 */
	public AdoptionUndo(DataSource dataSource, MigratorOptions options) {
		this.dataSource = dataSource;
		this.options = options;
		this.reader = HistoryReader.of(options.withIgnoreForeignHistory(true));
		this.transactions = new LockedTransaction(options, "adopt", "Nothing was written.");
	}

	/**
	 * Look whether it can be given back, and drop the history table.
	 * @param write whether it is dropped
	 * @throws AdoptionRefusedException if something was applied since
	 * @throws DatabaseException if the database refuses
	 */
	public AdoptionReport run(boolean write) {
		try (BorrowedConnection session = new BorrowedConnection(this.options.service(), this.dataSource)) {
			return this.transactions.explain("the history that was taken over cannot be given back",
					() -> run(session, write));
		}
	}

	private AdoptionReport run(BorrowedConnection session, boolean write) throws SQLException, InterruptedException {
		long deadline = this.transactions.deadline();
		while (true) {
			History history = this.reader.read(session);
			HistoryTable table = this.reader.table(history);
			if (history.rows().isEmpty()) {
				return report(table, Outcome.NOTHING_FOUND, "");
			}
			if (write) {
				Requirements.requireWritable(this.options, history, "adopt", "Nothing was written.");
			}
			if (history.outdated()) {
				throw refused(table, history.rows().stream().map(AdoptionUndo::label).toList());
			}
			Optional<AdoptionReport> report = this.transactions.tryTo(session, table, write,
					(statement) -> run(statement, table, write));
			if (report.isPresent()) {
				return report.get();
			}
			this.transactions.awaitRelease(session.connection(), table, deadline);
		}
	}

	private AdoptionReport run(Statement statement, HistoryTable table, boolean write) throws SQLException {
		AdoptionSql sql = new AdoptionSql(table);
		statement.execute(sql.checkOwn());
		List<String> own = new ArrayList<>();
		try (ResultSet rows = statement.executeQuery(sql.notAdopted())) {
			while (rows.next()) {
				own.add(label(rows.getString(1), rows.getString(2)));
			}
		}
		if (!own.isEmpty()) {
			throw refused(table, own);
		}
		requireAll(statement, table, sql);
		List<String> origins = new ArrayList<>();
		try (ResultSet rows = statement.executeQuery(sql.origins())) {
			while (rows.next()) {
				origins.add(rows.getString(1));
			}
		}
		if (write) {
			statement.execute(sql.drop());
		}
		return report(table, write ? Outcome.UNDONE : Outcome.UNDO_SHOWN, Printable.line(String.join(", ", origins)));
	}

	/** What was undone since is applied as the other tool has it. */
	private void requireAll(Statement statement, HistoryTable table, AdoptionSql sql) throws SQLException {
		try (ResultSet rows = statement.executeQuery(sql.removed())) {
			if (rows.next() && rows.getLong(1) > 0) {
				throw refused(table,
						"Rows were removed from it since, as undo and repair do, and the other tool still"
								+ " takes these migrations for applied.",
						"Correct the table of the other tool by hand, and drop the history table. If a migration of"
								+ " Slipway's was only rolled back, dropping the table is enough.");
			}
		}
	}

	private static String label(HistoryRow row) {
		return label((row.version() != null) ? row.version().canonical() : null, row.name());
	}

	private static String label(@Nullable String version, String name) {
		return ((version != null) ? version + "_" : "") + name;
	}

	private AdoptionReport report(HistoryTable table, Outcome outcome, String tool) {
		return new AdoptionReport(this.options.service(), outcome, tool, "", table.qualified(), List.of(), List.of());
	}

	private AdoptionRefusedException refused(HistoryTable table, List<String> own) {
		return refused(table,
				"Slipway itself has recorded " + Listing.ofRow(own) + " in it, of which no other tool knows.",
				"Go on with Slipway, or record these in the table of the other tool by hand and drop the table.");
	}

	private AdoptionRefusedException refused(HistoryTable table, String problem, String action) {
		return new AdoptionRefusedException(this.options.service(), "the history table " + table.qualified() + " stays",
				List.of(new Problem(problem, action)));
	}

}
