package dev.slipway.engine.run;

import java.time.Duration;
import java.util.UUID;

import javax.sql.DataSource;

import dev.slipway.MigrationReport;
import dev.slipway.MigratorOptions;
import dev.slipway.Timeouts;
import dev.slipway.engine.execute.Conditions;
import dev.slipway.engine.files.Callback;
import dev.slipway.engine.files.MigrationSet;
import dev.slipway.engine.history.HistoryReader;
import dev.slipway.engine.history.HistoryTable;
import dev.slipway.engine.postgres.BorrowedConnection;
import dev.slipway.engine.postgres.RunConnections;
import dev.slipway.engine.report.AppliedMigrations;
import dev.slipway.engine.report.FailureReport;
import dev.slipway.engine.report.RunLog;

/**
 * One execution of one service's plan: planned without the lock, applied under it, and
 * planned again whenever another process came between.
 */
public final class MigrationRun {

	/** Time that this service took, without that of the services between. */
	private Duration duration;

	private final DataSource dataSource;

	private final MigratorOptions options;

	private final HistoryTable table;

	private final Planning planning;

	private final RunLog log;

	private final Situation situation;

	private final boolean startsBehind;

	private MigrationRun(DataSource dataSource, MigratorOptions options, MigrationSet set) {
		long begin = System.nanoTime();
		this.dataSource = dataSource;
		this.options = options;
		this.table = HistoryTable.of(options);
		AppliedMigrations applied = new AppliedMigrations(UUID.randomUUID().toString(), set);
		this.planning = new Planning(options, this.table, set, applied);
		this.log = new RunLog(options.service(), applied);
		try (BorrowedConnection session = BorrowedConnection.open(options.service(), dataSource)) {
			this.situation = new Situation(
					new HistoryReader(options.service(), this.table, options.timeouts().lockWait()), this.planning,
					this.log, session);
		}
		this.log.writers(this.table, this.situation.history());
		this.startsBehind = !this.situation.pending().isEmpty();
		this.duration = Duration.ofNanos(System.nanoTime() - begin);
	}

	/** Read the history, in one flight, and plan. */
	public static MigrationRun prepare(DataSource dataSource, MigratorOptions options, MigrationSet set) {
		return new MigrationRun(dataSource, options, set);
	}

	public String service() {
		return this.options.service();
	}

	public String historyTable() {
		return this.table.qualified();
	}

	public String historyId() {
		return this.table.id(this.situation.history().server());
	}

	public boolean isPooled() {
		return this.situation.history().server().pooled();
	}

	/** Refuse what could never be applied, before any service is changed. */
	public void requireApplicable() {
		new Requirements(this.options, this.dataSource, this.situation.history()).check(this.situation.pending(),
				this.planning.callbacks(this.startsBehind).stream().map(Callback::asMigration).toList());
	}

	public MigrationReport execute() {
		long begin = System.nanoTime();
		// A standby with nothing pending is fine, and nobody can call anything there.
		if (this.startsBehind
				|| (this.situation.history().server().isWritable() && !this.planning.callbacks(false).isEmpty())) {
			apply();
		}
		this.duration = this.duration.plusNanos(System.nanoTime() - begin);
		return this.log.report(this.situation.history(), this.situation.steps(), this.startsBehind, this.duration);
	}

	private void apply() {
		Timeouts timeouts = this.options.timeouts();
		AppliedMigrations applied = this.planning.applied();
		Conditions conditions = new Conditions(service(), this.table, this.options.createSchema(),
				this.options.searchPath(), timeouts.lock(), timeouts.statement(),
				this.situation.history().server().version(), applied.runId(), applied.set().callbacks());
		if (this.startsBehind) {
			this.log.begin(this.situation.pending());
		}
		try (RunConnections connections = new RunConnections(service(), this.dataSource)) {
			new Attempts(this.options, conditions, this.situation,
					new FailureReport(service(), applied, applied.set().secrets()), connections)
				.run();
		}
	}

}
