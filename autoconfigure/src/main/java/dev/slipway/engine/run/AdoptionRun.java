package dev.slipway.engine.run;

import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

import javax.sql.DataSource;

import dev.slipway.AdoptionRefusedException;
import dev.slipway.AdoptionRefusedException.Problem;
import dev.slipway.AdoptionReport;
import dev.slipway.AdoptionReport.Outcome;
import dev.slipway.DatabaseException;
import dev.slipway.HistoryConflictException;
import dev.slipway.HistoryConflictException.Conflict;
import dev.slipway.MigratorOptions;
import dev.slipway.engine.adopt.Adoption;
import dev.slipway.engine.adopt.ForeignHistoryReader;
import dev.slipway.engine.adopt.TableName;
import dev.slipway.engine.files.Migration;
import dev.slipway.engine.files.MigrationSet;
import dev.slipway.engine.history.AdoptedRow;
import dev.slipway.engine.history.AdoptionSql;
import dev.slipway.engine.history.AppliedInRun;
import dev.slipway.engine.history.History;
import dev.slipway.engine.history.HistoryReader;
import dev.slipway.engine.history.HistoryRow;
import dev.slipway.engine.history.HistoryTable;
import dev.slipway.engine.plan.Planner;
import dev.slipway.engine.postgres.BorrowedConnection;
import dev.slipway.engine.postgres.Quote;
import dev.slipway.engine.postgres.SqlState;
import dev.slipway.engine.text.LineLog;
import dev.slipway.engine.text.ServiceName;
import org.jspecify.annotations.Nullable;

/**
 * Takes over the history of another tool for one service: in one transaction and under
 * the lock, so that it is there as a whole or not at all.
 */
public final class AdoptionRun {

	private static final LineLog logger = LineLog.ofRuns();

	private static final String TAKE_OVER = "the history of another tool cannot be taken over";

	private final DataSource dataSource;

	private final MigratorOptions options;

	private final MigrationSet set;

	/** Finds its own table beside that of another tool. */
	private final HistoryReader reader;

	private final LockedTransaction transactions;

	/**
	 * Create a run.
	 * @param dataSource leads to the database
	 * @param options name the table to take over
	 * @param set the files
	 */
	public AdoptionRun(DataSource dataSource, MigratorOptions options, MigrationSet set) {
		this.dataSource = dataSource;
		this.options = options;
		this.set = set;
		this.reader = HistoryReader.of(options.withIgnoreForeignHistory(true));
		this.transactions = new LockedTransaction(options, "adopt", "Nothing was written.");
	}

	/**
	 * Look what would be taken over. Nothing is written and no lock is taken.
	 * @throws AdoptionRefusedException if something is in the way
	 * @throws DatabaseException if the database refuses
	 */
	public AdoptionReport show() {
		try (BorrowedConnection session = new BorrowedConnection(this.options.service(), this.dataSource)) {
			return this.transactions.explain(TAKE_OVER, () -> requireFound(adopt(session, false)));
		}
	}

	/**
	 * Take it over.
	 * @throws AdoptionRefusedException if something is in the way; nothing was written
	 * then
	 * @throws DatabaseException if the database refuses; nothing was written then
	 */
	public AdoptionReport adopt() {
		try (BorrowedConnection session = new BorrowedConnection(this.options.service(), this.dataSource)) {
			return this.transactions.explain(TAKE_OVER, () -> requireFound(adopt(session, true)));
		}
	}

	/**
	 * Take it over at a start, which goes on without where there is none.
	 * @param session the connection of the start
	 * @param refusal why the start does not go on otherwise; {@code null} if it does
	 * @return the history after that
	 * @throws AdoptionRefusedException if something is in the way
	 * @throws DatabaseException if the database refuses, and the refusal if nothing that
	 * is known was found
	 */
	History adoptAndRead(BorrowedConnection session, @Nullable DatabaseException refusal) {
		AdoptionReport report = this.transactions.explain(TAKE_OVER, () -> adopt(session, true));
		ServiceName subject = new ServiceName(this.options.service());
		if (report.outcome() == Outcome.WRITTEN) {
			logger.info(subject + " has taken over the history of " + report.tool() + " in " + report.foreignTable()
					+ ": " + report.entries().size() + " rows");
		}
		else if (report.outcome() == Outcome.NOTHING_FOUND && refusal != null) {
			throw refusal;
		}
		else if (report.outcome() == Outcome.NOTHING_FOUND && name() != null) {
			logger.warn(subject + " finds no table " + name() + " with rows in it, and begins without: all files run");
		}
		return this.reader.read(session);
	}

	private @Nullable TableName name() {
		String name = this.options.adoptTable();
		return (name != null) ? TableName.of(name) : null;
	}

	/** A name is a mistake where there is no such table. */
	private AdoptionReport requireFound(AdoptionReport report) {
		if (report.outcome() == Outcome.NOTHING_FOUND && name() != null) {
			throw new AdoptionRefusedException(this.options.service(), "there is nothing to take over", List
				.of(new Problem("There is no table " + name() + " with rows in it.", "Correct slipway.adopt-table.")));
		}
		return report;
	}

	private AdoptionReport adopt(BorrowedConnection session, boolean write) throws SQLException, InterruptedException {
		long deadline = this.transactions.deadline();
		while (true) {
			History history = this.reader.read(session);
			this.set.serverSaid(history.server());
			HistoryTable table = this.reader.table(history);
			if (!history.rows().isEmpty()) {
				return nothing(table, Outcome.HAS_HISTORY);
			}
			if (write && this.options.createSchema()) {
				createSchema(session, table);
			}
			try {
				Optional<AdoptionReport> report = this.transactions.tryTo(session, table, write,
						(statement) -> adopt(statement, history, table, write));
				if (report.isPresent()) {
					return report.get();
				}
				this.transactions.awaitRelease(session.connection(), table, deadline);
			}
			catch (SQLException ex) {
				// Another process has adopted, or migrated: the next look shows it.
				if (!SqlState.HISTORY_MOVED.equals(SqlState.of(ex)) || System.nanoTime() - deadline >= 0) {
					throw ex;
				}
			}
		}
	}

	private AdoptionReport adopt(Statement statement, History history, HistoryTable table, boolean write)
			throws SQLException {
		AdoptionSql sql = new AdoptionSql(table);
		// What Slipway has undone since would count as applied again, as the other tool's
		// table still says.
		if (history.exists() && LockedTransaction.isTrue(statement, sql.hadRows())) {
			return nothing(table, Outcome.HAS_HISTORY);
		}
		Adoption adoption = new ForeignHistoryReader(sql, schemas(history), name(), this.set).find(statement)
			.orElse(null);
		if (adoption == null) {
			return nothing(table, Outcome.NOTHING_FOUND);
		}
		String runId = UUID.randomUUID().toString();
		List<String> pending = requireFitting(adoption, history, runId);
		if (write) {
			Requirements.requireWritable(this.options, history, "adopt", "Nothing was written.");
			for (String each : sql.adoption(history, adoption.rows(), adoption.tool(), runId)) {
				statement.execute(each);
			}
		}
		return new AdoptionReport(this.options.service(), write ? Outcome.WRITTEN : Outcome.SHOWN, adoption.tool(),
				adoption.table(), table.qualified(), adoption.entries(), pending);
	}

	private List<String> schemas(History history) {
		Set<String> schemas = new LinkedHashSet<>();
		schemas.add(history.schema());
		if (!history.server().currentSchema().isEmpty()) {
			schemas.add(history.server().currentSchema());
		}
		schemas.add("public");
		return List.copyOf(schemas);
	}

	/** What the next start would refuse is refused now. */
	private List<String> requireFitting(Adoption adoption, History history, String runId) {
		List<Problem> problems = new ArrayList<>(adoption.problems());
		List<String> pending = new ArrayList<>();
		try {
			Planner planner = new Planner(this.options, new AppliedInRun(runId, this.set));
			for (Migration migration : planner.compare(history.withRows(planned(adoption, runId))).pending()) {
				pending.add(migration.label());
			}
		}
		catch (HistoryConflictException ex) {
			// With the rows that are in the way there may be no conflict.
			for (Conflict conflict : problems.isEmpty() ? ex.getConflicts() : List.<Conflict>of()) {
				problems.add(new Problem(conflict.description(), action(conflict)));
			}
		}
		if (!problems.isEmpty()) {
			throw new AdoptionRefusedException(this.options.service(),
					"the history " + (adoption.tool().isEmpty() ? "in " : "of " + adoption.tool() + " in ")
							+ adoption.table() + " cannot be taken over",
					problems);
		}
		return pending;
	}

	private static List<HistoryRow> planned(Adoption adoption, String runId) {
		List<HistoryRow> rows = new ArrayList<>();
		for (AdoptedRow row : adoption.rows()) {
			rows.add(row.planned(rows.size() + 1, runId));
		}
		return rows;
	}

	private static String action(Conflict conflict) {
		return switch (conflict.kind()) {
			case OUT_OF_ORDER -> "Give the file a higher version, or set slipway.out-of-order=true.";
			case MISSING -> "Put the file back.";
			case CHANGED -> "Put the file back as it was applied.";
			case UNDONE_IN_PART -> "Undo it to its end with the tool that has begun.";
		};
	}

	private void createSchema(BorrowedConnection session, HistoryTable table)
			throws SQLException, InterruptedException {
		this.transactions.tryTo(session, table, false,
				(statement) -> statement.execute(Quote.block("", table.schemaCreation())));
	}

	private AdoptionReport nothing(HistoryTable table, Outcome outcome) {
		return new AdoptionReport(this.options.service(), outcome, "", "", table.qualified(), List.of(), List.of());
	}

}
