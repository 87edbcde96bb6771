package dev.slipway.engine.run;

import java.time.Duration;
import java.util.List;
import java.util.UUID;

import javax.sql.DataSource;

import dev.slipway.DatabaseException;
import dev.slipway.MigrationReport;
import dev.slipway.MigratorOptions;
import dev.slipway.PendingMigrationsException;
import dev.slipway.PendingMigrationsException.PendingMigration;
import dev.slipway.PendingMigrationsException.State;
import dev.slipway.engine.files.Migration;
import dev.slipway.engine.files.MigrationSet;
import dev.slipway.engine.history.History;
import dev.slipway.engine.history.HistoryReader;
import dev.slipway.engine.history.HistoryRow;
import dev.slipway.engine.history.HistoryTable;
import dev.slipway.engine.plan.Plan;
import dev.slipway.engine.postgres.BorrowedConnection;
import dev.slipway.engine.report.AppliedMigrations;
import dev.slipway.engine.report.FailureReport;
import dev.slipway.engine.report.RunLog;
import dev.slipway.engine.text.Secrets;
import org.jspecify.annotations.Nullable;

/**
 * Looks at the history of one service that another process migrates: takes no lock,
 * writes nothing, and so is at home on a replica too. What is pending is not split into
 * statements, and no callback counts: both concern the process that applies it.
 */
public final class PendingCheck {

	private final long begin = System.nanoTime();

	private final DataSource dataSource;

	private final MigratorOptions options;

	private final HistoryTable table;

	private final HistoryReader reader;

	private final AppliedMigrations applied;

	private final Planning planning;

	private final boolean startsBehind;

	private History history;

	private Plan.Steps steps;

	private Duration duration;

	private @Nullable DatabaseException failure;

	private PendingCheck(DataSource dataSource, MigratorOptions options, MigrationSet set) {
		this.dataSource = dataSource;
		this.options = options;
		this.table = HistoryTable.of(options);
		this.reader = new HistoryReader(options.service(), this.table, options.timeouts().lockWait());
		this.applied = new AppliedMigrations(UUID.randomUUID().toString(), set);
		this.planning = new Planning(options, this.table, set, this.applied);
		this.history = read();
		new RunLog(service(), this.applied).writers(this.table, this.history);
		this.steps = this.planning.compare(this.history);
		this.startsBehind = isBehind();
		this.duration = elapsed();
	}

	/** Read the history, in one round trip, and compare it with the files. */
	public static PendingCheck look(DataSource dataSource, MigratorOptions options, MigrationSet set) {
		return new PendingCheck(dataSource, options, set);
	}

	/** All that is pending is reported at once. */
	public static void requireUpToDate(List<PendingCheck> services) {
		List<PendingMigration> pending = services.stream().flatMap((service) -> service.pending().stream()).toList();
		if (!pending.isEmpty()) {
			throw new PendingMigrationsException(pending, null);
		}
	}

	/** A database that does not answer now may answer the next time. */
	void lookAgain() {
		try {
			History now = read();
			if (!now.rows().equals(this.history.rows())) {
				this.steps = this.planning.compare(now);
			}
			this.history = now;
			this.failure = null;
		}
		catch (DatabaseException ex) {
			this.failure = ex;
		}
		this.duration = elapsed();
	}

	private History read() {
		try (BorrowedConnection session = new BorrowedConnection(service(), this.dataSource)) {
			return this.reader.read(session);
		}
	}

	private Duration elapsed() {
		return Duration.ofNanos(System.nanoTime() - this.begin);
	}

	public String service() {
		return this.options.service();
	}

	public String historyTable() {
		return this.table.qualified();
	}

	public String historyId() {
		return this.table.id(this.history.server());
	}

	/** As far as is known, when the last look has failed. */
	boolean isBehind() {
		return !this.steps.pending().isEmpty();
	}

	/** Why the last look has failed, if it has. */
	@Nullable DatabaseException failure() {
		return this.failure;
	}

	List<PendingMigration> pending() {
		return this.steps.pending().stream().map(this::pending).toList();
	}

	private PendingMigration pending(Migration migration) {
		HistoryRow begun = this.history.unfinished(migration).orElse(null);
		if (begun != null) {
			return new PendingMigration(service(), migration.label(),
					(begun.state() == HistoryRow.State.FAILED) ? State.FAILED : State.RUNNING, begun.statements());
		}
		boolean changed = this.history.rows().stream().anyMatch((row) -> row.isOf(migration));
		return new PendingMigration(service(), migration.label(), changed ? State.CHANGED : State.NEW, 0);
	}

	DatabaseException interrupted(InterruptedException cause) {
		return new FailureReport(service(), this.applied, Secrets.NONE).interrupted(this.history, cause);
	}

	public MigrationReport report() {
		return new RunLog(service(), this.applied).report(this.history, this.steps, this.startsBehind, this.duration);
	}

}
