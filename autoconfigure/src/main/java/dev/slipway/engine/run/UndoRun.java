package dev.slipway.engine.run;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;

import javax.sql.DataSource;

import dev.slipway.DatabaseException;
import dev.slipway.DatabaseException.Reason;
import dev.slipway.MigratorOptions;
import dev.slipway.ServerError;
import dev.slipway.SlipwayException;
import dev.slipway.UndoRefusedException;
import dev.slipway.UndoReport;
import dev.slipway.UndoReport.Undone;
import dev.slipway.UnknownVersionException;
import dev.slipway.engine.execute.Outcome;
import dev.slipway.engine.execute.RunContext;
import dev.slipway.engine.files.Migration;
import dev.slipway.engine.files.MigrationSet;
import dev.slipway.engine.files.Undo;
import dev.slipway.engine.history.AppliedInRun;
import dev.slipway.engine.history.History;
import dev.slipway.engine.history.HistoryReader;
import dev.slipway.engine.history.HistoryRow;
import dev.slipway.engine.history.HistoryTable;
import dev.slipway.engine.layout.Version;
import dev.slipway.engine.plan.Plan.Batch;
import dev.slipway.engine.plan.Target;
import dev.slipway.engine.postgres.BorrowedConnection;
import dev.slipway.engine.report.FailureReport;
import dev.slipway.engine.script.ReadingRules;
import dev.slipway.engine.text.LineLog;
import dev.slipway.engine.text.Secrets;
import dev.slipway.engine.text.ServiceName;
import org.jspecify.annotations.Nullable;

/**
 * Undoes migrations of one service, newest first: each in a transaction with the removal
 * of its row, or statement by statement with a row that counts. All scripts are found and
 * parsed before the first one runs. What a killed run has begun, the next one finishes
 * first.
 */
public final class UndoRun {

	private static final LineLog logger = LineLog.ofRuns();

	/** The same history after as many tries, after which no further try makes sense. */
	private static final int MOST_REPETITIONS = 3;

	private final DataSource dataSource;

	private final MigratorOptions options;

	private final MigrationSet set;

	private final ReadingRules rules;

	/**
	 * Create a run.
	 * @param dataSource leads to the database
	 * @param options the service's options
	 * @param set the files
	 * @param rules how they were read
	 */
	public UndoRun(DataSource dataSource, MigratorOptions options, MigrationSet set, ReadingRules rules) {
		this.dataSource = dataSource;
		this.options = options;
		this.set = set;
		this.rules = (set.ofFlyway() != null) ? rules.withValuesOfFlyway(set.ofFlyway()) : rules;
	}

	/**
	 * Undo the newest migrations.
	 * @param count how many
	 * @return what was undone
	 * @throws SlipwayException if it is refused, or failed
	 */
	public UndoReport newest(int count) {
		return run((rows, reasons) -> {
			if (count > rows.size() && count > 1) {
				reasons.add(count + " migrations were to be undone, and "
						+ (rows.isEmpty() ? "none is" : rows.size() + ((rows.size() == 1) ? " is" : " are"))
						+ " applied.");
			}
			return rows.subList(0, Math.min(count, rows.size()));
		});
	}

	/**
	 * Undo all migrations above a version.
	 * @param version the version that stays, or 0 for none
	 * @return what was undone
	 * @throws UnknownVersionException if the version is not applied
	 * @throws SlipwayException if it is refused, or failed
	 */
	public UndoReport downTo(Version version) {
		return run((rows, reasons) -> {
			boolean known = rows.stream().anyMatch((row) -> version.equals(row.version()));
			if (!known && !version.equals(Version.of("0"))) {
				List<Version> applied = rows.stream().map((row) -> Objects.requireNonNull(row.version())).toList();
				throw UnknownVersionException.notApplied(this.options.service(), version.canonical(),
						Target.nearest(applied, version, this.set));
			}
			return rows.stream()
				.filter((row) -> this.set.order().compare(Objects.requireNonNull(row.version()), version) > 0)
				.toList();
		});
	}

	private UndoReport run(Selection selection) {
		HistoryReader reader = HistoryReader.of(this.options);
		try (BorrowedConnection work = new BorrowedConnection(this.options.service(), this.dataSource)) {
			History history = reader.read(work);
			this.set.serverSaid(history.server());
			AppliedInRun run = new AppliedInRun(UUID.randomUUID().toString(), this.set, history);
			HistoryTable table = reader.table(history);
			List<String> reasons = new ArrayList<>();
			List<HistoryRow> rows = selection.of(candidates(history), reasons);
			try (UndoScripts scripts = new UndoScripts(run, this.rules, table, this.options.role())) {
				rows.forEach((row) -> addReason(row, scripts.label(row), reasons));
				List<HistoryRow> possible = rows.stream().filter((row) -> canBeUndone(row)).toList();
				List<Undo> undos = possible.isEmpty() ? List.of()
						: scripts.find(work.connection(), history, possible, reasons);
				if (!reasons.isEmpty()) {
					throw new UndoRefusedException(this.options.service(), reasons);
				}
				if (!undos.isEmpty()) {
					Requirements.requireWritable(this.options, history, "undo", "Nothing was undone.");
				}
				FailureReport failures = new FailureReport(this.options.service(), run, secrets(undos));
				return run(undos, history, reader.of(history), table, run, failures, work);
			}
		}
		catch (SQLException ex) {
			throw new DatabaseException(this.options.service(), DatabaseException.reason(ex),
					"the undo scripts in the history cannot be read.\n\n" + ServerError.of(ex)
							+ "\n\nNothing was undone.",
					ex);
		}
	}

	/**
	 * The migrations that are applied, newest first. What was begun to be undone comes
	 * before all others.
	 */
	private static List<HistoryRow> candidates(History history) {
		return history.rows()
			.stream()
			.filter((row) -> row.version() != null && row.hasEffects())
			.sorted(Comparator.comparing(HistoryRow::isBeingUndone).thenComparing(HistoryRow::id).reversed())
			.toList();
	}

	private static boolean canBeUndone(HistoryRow row) {
		return row.kind() == Migration.Kind.VERSIONED && (row.isApplied() || row.isBeingUndone());
	}

	private static void addReason(HistoryRow row, String label, List<String> reasons) {
		if (row.kind() == Migration.Kind.BASELINE) {
			reasons.add("'" + label + "' is a baseline, which nothing undoes.");
		}
		else if (!canBeUndone(row)) {
			reasons.add("'" + label + "' is not finished: " + row.statements()
					+ ((row.statements() == 1) ? " statement of it is" : " statements of it are")
					+ " applied. migrate goes on with it.");
		}
	}

	private static Secrets secrets(List<Undo> undos) {
		Map<String, String> names = new HashMap<>();
		undos.forEach((undo) -> names.putAll(undo.script().names()));
		return Secrets.of(names);
	}

	private UndoReport run(List<Undo> undos, History first, HistoryReader reader, HistoryTable table, AppliedInRun run,
			FailureReport failures, BorrowedConnection work) {
		RunContext context = new RunContext(this.options, table, first.server().version(), run.runId(), List.of());
		BatchExecutor executor = new BatchExecutor(context, failures, work);
		ReconnectingReader rereading = new ReconnectingReader(this.options.service(), reader, work, failures);
		RetryPolicy retries = new RetryPolicy(this.options.service(), this.options.timeouts().lockRetries(), failures,
				work, first, (blocker) -> {
				});
		History history = first;
		try {
			for (Undo undo : undos) {
				history = undo(undo, history, executor, rereading, retries, failures);
				logger.info(new ServiceName(this.options.service()) + " has undone '" + undo.migration() + "'");
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw failures.interrupted(history, ex);
		}
		return report(run, history);
	}

	private History undo(Undo undo, History planned, BatchExecutor executor, ReconnectingReader rereading,
			RetryPolicy retries, FailureReport failures) throws InterruptedException {
		History history = planned;
		int repetitions = 0;
		HistoryRow row = row(undo, history);
		while (row != null) {
			refuseNewer(row, planned, history, failures);
			Batch batch = new Batch.Undoing(undo, row);
			BatchExecutor.Result result = executor.execute(batch, history);
			History before = history;
			history = rereading.readAfter(result.outcome());
			retries.pauseOrThrow(batch, result, history, rereading.connectionLoss());
			repetitions = (result.outcome() instanceof Outcome.HistoryMoved && history.rows().equals(before.rows()))
					? repetitions + 1 : 0;
			if (repetitions >= MOST_REPETITIONS) {
				throw failures.noProgress(repetitions, history);
			}
			row = row(undo, history);
		}
		return history;
	}

	/** Another process may have undone it meanwhile: then its row is gone. */
	private static @Nullable HistoryRow row(Undo undo, History history) {
		return history.rows().stream().filter((row) -> row.id() == undo.row()).findFirst().orElse(null);
	}

	/** What another process has applied meanwhile would have to be undone first. */
	private void refuseNewer(HistoryRow row, History planned, History history, FailureReport failures) {
		if (history.lastId() > planned.lastId() && !row.isBeingUndone()) {
			throw new DatabaseException(this.options.service(), Reason.OTHER,
					"another process has applied migrations while undo ran. Run it again to undo them first.\n\n"
							+ failures.applied().sentence(history),
					null);
		}
	}

	private UndoReport report(AppliedInRun run, History history) {
		return new UndoReport(this.options.service(), history.newest(this.set.order()),
				run.undone(history)
					.stream()
					.map((row) -> new Undone(Objects.requireNonNull(row.version()).canonical(), row.name(),
							run.applied(row).label()))
					.toList());
	}

	/**
	 * Chooses what is undone.
	 */
	private interface Selection {

		/**
		 * Choose.
		 * @param rows what is applied, newest first
		 * @param reasons takes why it cannot be done
		 */
		List<HistoryRow> of(List<HistoryRow> rows, List<String> reasons);

	}

}
