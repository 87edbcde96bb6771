package dev.slipway.engine;

import java.sql.SQLException;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;

import javax.sql.DataSource;

import dev.slipway.engine.error.DatabaseException;
import dev.slipway.engine.error.DatabaseException.Reason;
import dev.slipway.engine.error.HistoryConflictException;
import dev.slipway.engine.error.MigrationFailedException;
import dev.slipway.engine.error.ServerError;
import dev.slipway.engine.error.SlipwayException;
import dev.slipway.engine.execute.Execution;
import dev.slipway.engine.history.History;
import dev.slipway.engine.history.HistoryRow;
import dev.slipway.engine.history.HistoryTable;
import dev.slipway.engine.lock.AdvisoryLock;
import dev.slipway.engine.plan.Plan;
import dev.slipway.engine.plan.Planner;
import dev.slipway.engine.script.Migration;
import dev.slipway.engine.script.MigrationSet;
import dev.slipway.engine.script.Version;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * One execution of one service's plan: planned without the lock, applied under it, and
 * planned again whenever another process came between.
 */
final class Run {

	private static final Log logger = LogFactory.getLog(Migrator.class);

	private static final int OLDEST_TESTED = 140000;

	/** Time that this service took, without that of the services between. */
	private Duration duration;

	private final Set<Long> logged = new HashSet<>();

	private final DataSource dataSource;

	private final MigratorOptions options;

	private final MigrationSet set;

	private final HistoryTable table;

	private final HistoryReader reader;

	private final AppliedInRun applied;

	private final boolean startsBehind;

	private History history;

	private Plan.Steps steps;

	private Run(DataSource dataSource, MigratorOptions options, MigrationSet set) {
		long begin = System.nanoTime();
		this.dataSource = dataSource;
		this.options = options;
		this.set = set;
		this.table = new HistoryTable(options.schema(), options.table());
		this.reader = new HistoryReader(options.service(), this.table);
		this.applied = new AppliedInRun(UUID.randomUUID().toString(), set);
		try (Session session = Session.open(options.service(), dataSource)) {
			this.history = this.reader.read(session);
		}
		this.steps = plan();
		this.startsBehind = !this.steps.pending().isEmpty();
		this.duration = Duration.ofNanos(System.nanoTime() - begin);
	}

	/** Read the history, in one flight, and plan. */
	static Run prepare(DataSource dataSource, MigratorOptions options, MigrationSet set) {
		return new Run(dataSource, options, set);
	}

	String service() {
		return this.options.service();
	}

	String historyTable() {
		return this.table.qualified();
	}

	/** Tells the history table from every other one, whichever DataSource leads to it. */
	String historyId() {
		return this.history.server().databaseId() + "/" + this.table.qualified();
	}

	boolean isPooled() {
		return this.history.server().pooled();
	}

	/** Refuse what could never be applied, before any service is changed. */
	void requireApplicable() {
		if (this.history.server().version() < OLDEST_TESTED) {
			logger.warn(subject() + " runs on a PostgreSQL older than 14, the oldest that Slipway is tested with ("
					+ this.history.server().version() + ")");
		}
		boolean writable = !this.history.server().replica() && !this.history.server().readOnly();
		if (!this.steps.pending().isEmpty() && !writable) {
			throw new DatabaseException(service(), Reason.READ_ONLY,
					"migrations are pending, from '" + this.steps.pending().get(0).label() + "' on ("
							+ this.steps.pending().size() + " in all), and the database is "
							+ (this.history.server().replica() ? "a read-only replica" : "read-only for this role")
							+ ".\n\nNothing was applied.",
					null);
		}
	}

	MigrationReport execute() {
		long begin = System.nanoTime();
		if (this.startsBehind) {
			Execution.ConnectionLost lost;
			try (Session session = Session.open(service(), this.dataSource)) {
				lost = applyPending(session);
			}
			if (lost != null) {
				throw connectionLost(lost);
			}
		}
		this.duration = this.duration.plusNanos(System.nanoTime() - begin);
		return report();
	}

	/** The session is given back before a lost connection is looked into. */
	private Execution.@Nullable ConnectionLost applyPending(Session session) {
		Execution execution = new Execution(service(), this.table, this.options.createSchema(),
				this.options.searchPath(), this.applied.runId());
		long deadline = System.nanoTime() + this.options.lockWaitTimeout().toNanos();
		try {
			while (!this.steps.pending().isEmpty()) {
				Execution.Result result = execution.apply(session.connection(), this.history, this.steps.pending());
				if (result instanceof Execution.ConnectionLost lost) {
					session.evict();
					return lost;
				}
				if (result instanceof Execution.LockNotFree) {
					awaitOthers(session, deadline);
				}
				this.history = this.reader.read(session);
				logApplied();
				refuse(result);
				this.steps = plan();
			}
			return null;
		}
		catch (SQLException ex) {
			throw new DatabaseException(service(), DatabaseException.reason(ex), String.valueOf(ex.getMessage()), ex);
		}
	}

	/** Only now, with the history read again, can it be said what was applied. */
	private void refuse(Execution.Result result) {
		if (result instanceof Execution.Refused refused) {
			throw new DatabaseException(service(), refused.reason(), refused.what() + ".\n\n"
					+ ServerError.of(refused.cause()) + "\n\n" + this.applied.sentence(this.history), refused.cause());
		}
		if (result instanceof Execution.Failed failed) {
			throw new MigrationFailedException(service(), failed.migration().fileName(), failed.position(),
					failed.error(), this.applied.labels(this.history), failed.cause());
		}
	}

	private void awaitOthers(Session session, long deadline) throws SQLException {
		try {
			if (AdvisoryLock.of(this.table).awaitRelease(session.connection(), subject(), deadline)) {
				return;
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new DatabaseException(service(), Reason.LOCK_TIMEOUT,
					"interrupted while waiting for another process that is migrating.", ex);
		}
		throw new DatabaseException(
				service(), Reason.LOCK_TIMEOUT, "another process has been migrating for longer than "
						+ this.options.lockWaitTimeout().toSeconds() + " s.\n\n" + this.applied.sentence(this.history),
				null);
	}

	/** Plan with the history as it is, and see that everything pending can be split. */
	private Plan.Steps plan() {
		Plan plan = Planner.plan(this.set, this.history.rows(), this.options.outOfOrder());
		if (plan instanceof Plan.Conflicts conflicts) {
			throw new HistoryConflictException(service(), this.table.qualified(), conflicts.conflicts(),
					this.applied.labels(this.history));
		}
		Plan.Steps next = (Plan.Steps) plan;
		this.set.parse(next.pending().stream().map(Migration::script).toList());
		return next;
	}

	/**
	 * What was applied can only be told by a connection that still works, and only so
	 * far: the server may go on with what it had received.
	 */
	private DatabaseException connectionLost(Execution.ConnectionLost lost) {
		String where = (lost.migration() != null) ? " while '" + lost.migration() + "' was running or near it" : "";
		String applied;
		try (Session session = Session.open(service(), this.dataSource)) {
			this.history = this.reader.read(session);
			logApplied();
			applied = "Recorded so far in this run: " + this.applied.list(this.history) + ". ";
		}
		catch (DatabaseException ex) {
			lost.cause().addSuppressed(ex);
			applied = "";
		}
		return new DatabaseException(service(), Reason.UNREACHABLE, "the connection to the database was lost" + where
				+ ".\n\n" + ServerError.of(lost.cause()) + "\n\n" + applied
				+ "What is recorded stays applied, and each file is applied as a whole or not at all. The server may still"
				+ " be finishing what it had received; the next start waits for it and goes on.", lost.cause());
	}

	private MigrationReport report() {
		String newest = this.history.rows()
			.stream()
			.filter(HistoryRow::isApplied)
			.map(HistoryRow::version)
			.filter(Objects::nonNull)
			.max(Version::compareTo)
			.map(Version::canonical)
			.orElse(null);
		MigrationReport report = new MigrationReport(service(), newest, this.applied.in(this.history),
				this.steps.ahead().stream().map(Version::canonical).toList(), this.duration);
		logger.info(subject() + " is up to date" + ((newest != null) ? " at version " + newest : "") + ": "
				+ outcome(report) + " in " + this.duration.toMillis() + " ms" + ahead());
		return report;
	}

	/** The database may be ahead of a release that was rolled out again. */
	private String ahead() {
		if (this.steps.ahead().isEmpty()) {
			return "";
		}
		List<String> left = this.steps.left().stream().map(Migration::label).toList();
		return " (the database is ahead of this release, which has no files of " + this.steps.ahead()
				+ (left.isEmpty() ? "" : "; left as the newer release made them: " + left) + ")";
	}

	/** Also what was applied before a failure is in the log, each once. */
	private void logApplied() {
		for (HistoryRow row : this.applied.rows(this.history)) {
			if (this.logged.add(row.id())) {
				MigrationReport.Applied one = this.applied.applied(row);
				logger.info(subject() + " applied '" + one.label() + "' in " + one.duration().toMillis() + " ms");
			}
		}
	}

	private String outcome(MigrationReport report) {
		if (!report.applied().isEmpty()) {
			return report.applied().size() + " applied";
		}
		return this.startsBehind ? "applied by another process" : "nothing to apply";
	}

	private String subject() {
		return SlipwayException.subject(service());
	}

}
