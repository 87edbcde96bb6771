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
import dev.slipway.engine.history.AppliedInRun;
import dev.slipway.engine.history.History;
import dev.slipway.engine.history.HistoryReader;
import dev.slipway.engine.history.HistoryRow;
import dev.slipway.engine.history.SharedReading;
import dev.slipway.engine.plan.Plan;
import dev.slipway.engine.plan.Planner;
import dev.slipway.engine.postgres.BorrowedConnection;
import dev.slipway.engine.report.FailureReport;
import dev.slipway.engine.report.RunLog;
import dev.slipway.engine.text.Secrets;
import org.jspecify.annotations.Nullable;

/**
 * Looks at the history of one service that another process migrates: takes no lock,
 * writes nothing, and so works on a replica too. What is pending is not split into
 * statements, and no callback counts: both concern the process that applies it.
 */
public final class PendingCheck {

	private final DataSource dataSource;

	private final HistoryReader reader;

	private final Planner planner;

	private final long begin;

	private final boolean hadPending;

	private Plan plan;

	private Duration duration;

	private @Nullable DatabaseException failure;

	private PendingCheck(DataSource dataSource, HistoryReader reader, Planner planner, Plan plan, long begin) {
		this.dataSource = dataSource;
		this.reader = reader;
		this.planner = planner;
		this.begin = begin;
		this.plan = plan;
		this.hadPending = isBehind();
		this.duration = elapsed();
	}

	/**
	 * Read the history, in one round trip, and compare it with the files.
	 * @param waits whether what another process has begun is waited for
	 * @param shared reads it with those of other services; {@code null} to read it alone
	 */
	public static PendingCheck look(DataSource dataSource, MigratorOptions options, MigrationSet set, boolean waits,
			@Nullable SharedReading shared) {
		long begin = System.nanoTime();
		HistoryReader reader = HistoryReader.of(options);
		AppliedInRun applied = new AppliedInRun(UUID.randomUUID().toString(), set);
		Planner planner = new Planner(options, applied);
		History history;
		try (BorrowedConnection connection = new BorrowedConnection(options.service(), dataSource)) {
			History read = (shared != null) ? shared.history(set, connection) : null;
			reader = (read == null || waits) ? reader.unlessAs(set) : reader;
			history = (read != null) ? read : MigrationRun.read(options, reader, connection);
		}
		set.serverSaid(history.server());
		new RunLog(options.service(), applied).warnOfUntrustedWriters(reader.table(history), history);
		try {
			return new PendingCheck(dataSource, reader, planner,
					waits ? planner.compareForWait(history) : planner.compare(history), begin);
		}
		catch (RuntimeException ex) {
			throw ChangedStatements.explained(ex, dataSource, options, set, history);
		}
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
			History now = read(this.dataSource, this.reader);
			if (now.asFiles() || !now.rows().equals(this.plan.history().rows())) {
				this.plan = this.planner.compareForWait(now);
			}
			this.failure = null;
		}
		catch (DatabaseException ex) {
			this.failure = ex;
		}
		this.duration = elapsed();
	}

	private static History read(DataSource dataSource, HistoryReader reader) {
		try (BorrowedConnection connection = new BorrowedConnection(reader.service(), dataSource)) {
			return reader.read(connection);
		}
	}

	private Duration elapsed() {
		return Duration.ofNanos(System.nanoTime() - this.begin);
	}

	public String service() {
		return this.reader.service();
	}

	public String historyTable() {
		return this.reader.table(this.plan.history()).qualified();
	}

	public String historyId() {
		return this.reader.table(this.plan.history()).id(this.plan.history().server());
	}

	/** As far as is known, when the last look has failed. */
	boolean isBehind() {
		return !this.plan.pending().isEmpty();
	}

	/** Why the last look has failed, if it has. */
	@Nullable DatabaseException failure() {
		return this.failure;
	}

	/** Return what is pending, as it was read last. */
	public List<PendingMigration> pending() {
		return this.plan.pending().stream().map(this::pending).toList();
	}

	private PendingMigration pending(Migration migration) {
		HistoryRow begun = this.plan.history().unfinished(migration).orElse(null);
		if (begun != null) {
			return new PendingMigration(service(), migration.label(),
					(begun.state() == HistoryRow.State.FAILED) ? State.FAILED : State.RUNNING, begun.statements());
		}
		boolean changed = this.plan.history().rows().stream().anyMatch((row) -> row.isOf(migration));
		return new PendingMigration(service(), migration.label(), changed ? State.CHANGED : State.NEW, 0);
	}

	DatabaseException interrupted(InterruptedException cause) {
		return new FailureReport(service(), this.planner.applied(), Secrets.NONE).interrupted(this.plan.history(),
				cause);
	}

	public MigrationReport report() {
		return new RunLog(service(), this.planner.applied()).report(this.plan, this.hadPending, this.duration);
	}

}
