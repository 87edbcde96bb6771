package dev.slipway.engine.run;

import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

import javax.sql.DataSource;

import dev.slipway.DatabaseException;
import dev.slipway.InvalidMigrationsException;
import dev.slipway.MigratorOptions;
import dev.slipway.UnknownVersionException;
import dev.slipway.engine.execute.Outcome;
import dev.slipway.engine.execute.RunContext;
import dev.slipway.engine.files.Migration;
import dev.slipway.engine.files.MigrationSet;
import dev.slipway.engine.history.AppliedInRun;
import dev.slipway.engine.history.History;
import dev.slipway.engine.history.HistoryReader;
import dev.slipway.engine.history.HistoryTable;
import dev.slipway.engine.layout.Version;
import dev.slipway.engine.plan.Plan.Batch;
import dev.slipway.engine.plan.Target;
import dev.slipway.engine.postgres.BorrowedConnection;
import dev.slipway.engine.report.FailureReport;
import dev.slipway.engine.text.LineLog;
import dev.slipway.engine.text.Listing;
import dev.slipway.engine.text.RefusedException;
import dev.slipway.engine.text.Secrets;
import dev.slipway.engine.text.ServiceName;

/**
 * Records the migrations up to a version as applied, in a database that has what they
 * make and no history.
 */
public final class Baselining {

	private static final LineLog logger = LineLog.ofRuns();

	private final DataSource dataSource;

	private final MigratorOptions options;

	private final MigrationSet set;

	private final List<Migration> migrations;

	private final AppliedInRun applied;

	private final HistoryReader reader;

	/**
	 * Find the migrations. No database is asked.
	 * @param dataSource leads to the database
	 * @param options how the migrations are recorded
	 * @param set the files
	 * @param target the version of the last of them
	 * @throws InvalidMigrationsException if they cannot be split into statements
	 * @throws IllegalArgumentException if the target is no version
	 * @throws UnknownVersionException if no file has it
	 */
	public Baselining(DataSource dataSource, MigratorOptions options, MigrationSet set, String target) {
		this.dataSource = dataSource;
		this.options = options;
		this.set = set;
		this.migrations = upTo(set, target);
		this.applied = new AppliedInRun(UUID.randomUUID().toString(), set);
		this.reader = HistoryReader.of(options);
		set.parse(this.migrations.stream().map(Migration::script).toList());
	}

	private static List<Migration> upTo(MigrationSet set, String target) {
		Version version = Target.require(target, set.versioned(), set);
		List<Migration> migrations = new ArrayList<>();
		boolean found = false;
		for (Migration migration : set.versioned()) {
			boolean same = version.equals(migration.requireVersion());
			if (found && !same) {
				break;
			}
			found |= same;
			migrations.add(migration);
		}
		return migrations;
	}

	/**
	 * Return the files up to the version, and nothing else.
	 */
	public MigrationSet files() {
		return new MigrationSet(this.set.service(), this.set.order(), this.migrations, List.of(), List.of(),
				this.set.callbacks(), this.set.warnings(), this.set.ofFlyway());
	}

	/** Return what is recorded: the labels of the migrations, in their order. */
	public List<String> labels() {
		return this.migrations.stream().map(Migration::label).toList();
	}

	/**
	 * See that the history has no row.
	 * @return the history table
	 * @throws RefusedException if it has
	 * @throws DatabaseException if it cannot be read, or another tool has one
	 */
	public HistoryTable requireNoHistory() {
		try (BorrowedConnection session = new BorrowedConnection(this.options.service(), this.dataSource)) {
			History history = this.reader.read(session);
			requireEmpty(history);
			return this.reader.table(history);
		}
	}

	private void requireEmpty(History history) {
		if (!history.rows().isEmpty()) {
			throw new RefusedException(
					new ServiceName(this.options.service()) + " has a history in "
							+ this.reader.table(history).qualified() + " with " + history.rows().size()
							+ ((history.rows().size() == 1) ? " row" : " rows") + ": what is applied is known.",
					"Apply what is pending with the command migrate.");
		}
	}

	/**
	 * Record the migrations.
	 * @throws RefusedException if the history has a row
	 * @throws DatabaseException if the database refuses; nothing was recorded then
	 */
	public void record() {
		FailureReport failures = new FailureReport(this.options.service(), this.applied, Secrets.NONE);
		try (BorrowedConnection work = new BorrowedConnection(this.options.service(), this.dataSource)) {
			History history = this.reader.read(work);
			requireEmpty(history);
			Requirements.requireWritable(this.options, history, "baseline", "Nothing was recorded.");
			record(work, history, failures);
		}
		logger.info(new ServiceName(this.options.service()) + " has recorded as applied, without running it: "
				+ Listing.ofRow(labels()));
	}

	private void record(BorrowedConnection work, History read, FailureReport failures) {
		History history = read;
		HistoryReader same = this.reader.of(history);
		BatchExecutor executor = new BatchExecutor(new RunContext(this.options, same.table(history),
				history.server().version(), this.applied.runId(), List.of()), failures, work);
		ReconnectingReader rereading = new ReconnectingReader(this.options.service(), same, work, failures);
		RetryPolicy retries = new RetryPolicy(this.options.service(), this.options.timeouts().lockRetries(), failures,
				work, history, (blocker) -> {
				});
		Batch batch = new Batch.Baseline(this.migrations);
		try {
			while (this.applied.rows(history).isEmpty()) {
				requireEmpty(history);
				BatchExecutor.Result result = executor.execute(batch, history);
				history = rereading.readAfter(result.outcome());
				retries.pauseOrThrow(batch, result, history, rereading.connectionLoss());
				if (result.outcome() instanceof Outcome.Succeeded && this.applied.rows(history).isEmpty()) {
					throw failures.noProgress(1, history);
				}
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw failures.interrupted(history, ex);
		}
	}

}
