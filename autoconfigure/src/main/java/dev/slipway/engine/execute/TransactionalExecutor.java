package dev.slipway.engine.execute;

import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;

import dev.slipway.engine.execute.Step.Role;
import dev.slipway.engine.files.Migration;
import dev.slipway.engine.history.History;
import dev.slipway.engine.postgres.OwnTransaction;
import dev.slipway.engine.postgres.Pipeline;
import dev.slipway.engine.postgres.SqlState;
import dev.slipway.engine.script.StoredUndo;
import org.jspecify.annotations.Nullable;

/**
 * Applies migrations on a connection, each in a transaction of its own, as many in a
 * round trip as there is room for. Tells what an error means by the step that it came
 * from.
 */
public final class TransactionalExecutor {

	private final Connection connection;

	private final Pipeline pipeline;

	private final RunContext context;

	private final TransactionSql transaction;

	private final FailureInterpreter failures;

	private final long begin = System.nanoTime();

	private final List<Step> roundTrip = new ArrayList<>();

	private int bytes;

	private boolean ranCode;

	/** How many migrations the server has committed. */
	private int committed;

	/** Whether what was left out around a script is needed all the same. */
	private boolean shortcutRefused;

	/** Whether what was prepared for a script does not serve. */
	private boolean preparedRefused;

	/** Whether something was prepared, which a rollback leaves. */
	private boolean prepared;

	/**
	 * What scripts have brought the session back to, but for settings of equal values.
	 */
	private @Nullable KnownSession session;

	/**
	 * Create a batch.
	 * @param connection a connection in autocommit mode, without a transaction
	 * @param context what the scripts run under
	 * @throws SQLException if the connection is not one of PostgreSQL's driver
	 */
	public TransactionalExecutor(Connection connection, RunContext context) throws SQLException {
		this.connection = connection;
		this.pipeline = new Pipeline(connection);
		this.context = context;
		this.failures = new FailureInterpreter(context.table());
		this.transaction = new TransactionSql(context, !Notices.areRead());
	}

	/**
	 * Apply migrations until one fails or another process has changed the history.
	 * @param planned the history that the plan was made with
	 * @param pending the migrations, parsed, in the order to apply them
	 * @return what it came to
	 * @throws SQLException if the driver refuses what code needs
	 */
	public Outcome apply(History planned, List<Migration> pending) throws SQLException {
		try {
			boolean preparing = !planned.server().behindPooler() && !this.pipeline.isSimple();
			this.session = preparing ? KnownSession.of(this.connection, pending, this.transaction.settingNames())
					: null;
			Outcome outcome = send(
					steps(planned, this.transaction.creation(planned), pending, true, this.session, preparing));
			if (this.preparedRefused) {
				outcome = send(steps(planned, List.of(), pending, true, null, false));
			}
			return this.shortcutRefused ? send(steps(planned, List.of(), pending, false, null, false)) : outcome;
		}
		finally {
			if (this.ranCode) {
				this.pipeline.takeTransactionFromJdbc();
			}
		}
	}

	/** The steps of the migrations that the server has not committed yet. */
	private StepSource steps(History planned, List<String> first, List<Migration> pending, boolean shortcuts,
			@Nullable KnownSession session, boolean preparing) {
		List<Migration> left = pending.subList(this.committed, pending.size());
		Migration last = (this.committed > 0) ? pending.get(this.committed - 1) : null;
		return new StepSource(this.transaction, this.context.callbacks(), planned, first, left, last, shortcuts,
				session, preparing);
	}

	/** Send all steps, or up to the first that fails. */
	private Outcome send(StepSource steps) throws SQLException {
		try (steps) {
			for (Step next = steps.next(); next != null; next = steps.next()) {
				Outcome stop = take(next, steps);
				if (stop != null) {
					return stop;
				}
			}
			Outcome stop = send();
			return (stop != null) ? stop : new Outcome.Succeeded();
		}
		catch (IOException ex) {
			return unreadable(steps.migration(), ex);
		}
	}

	/** Add a step to the round trip, or send what there is before one that goes alone. */
	private @Nullable Outcome take(Step step, StepSource steps) throws IOException, SQLException {
		boolean alone = step.copies() || step.storesUndo() || step.runsCode();
		int size = Pipeline.bytes(step.sql());
		if (alone || this.pipeline.isFull(this.roundTrip.size(), this.bytes, size)) {
			Outcome stop = send();
			if (stop != null) {
				return stop;
			}
		}
		if (step.copies()) {
			return copy(step, steps);
		}
		if (step.storesUndo()) {
			return stop(List.of(step), store(step));
		}
		if (step.runsCode()) {
			return run(Objects.requireNonNull(step.migration()));
		}
		this.prepared |= step.role() == Role.PREPARED;
		this.roundTrip.add(step);
		this.bytes += size;
		return null;
	}

	private @Nullable Outcome send() {
		// A cancel may come between each two of many short statements, and meet none.
		if (Thread.currentThread().isInterrupted()) {
			return interrupted();
		}
		Notices notices = new Notices();
		List<String> statements = new ArrayList<>(this.roundTrip.size());
		for (Step step : this.roundTrip) {
			statements.add(step.sql());
		}
		Pipeline.Reply reply = this.pipeline.send(statements,
				(notice) -> take(notices, notice.of(this.roundTrip), notice));
		notices.end();
		countCommitted(reply.completed());
		Outcome stop = stop(this.roundTrip, reply);
		this.roundTrip.clear();
		this.bytes = 0;
		return stop;
	}

	private void countCommitted(int completed) {
		for (int i = 0; i < completed; i++) {
			Step step = this.roundTrip.get(i);
			if (step.migration() != null && step.sql().equals(OwnTransaction.COMMIT)) {
				this.committed++;
			}
		}
	}

	private @Nullable Outcome copy(Step step, StepSource steps) throws IOException {
		Notices notices = new Notices();
		Pipeline.Reply reply = this.pipeline.copy(step.sql(), step.copiesOut() ? null : steps::writeData,
				(notice) -> take(notices, step, notice));
		notices.end();
		return stop(List.of(step), reply);
	}

	private Pipeline.Reply store(Step step) throws IOException {
		StoredUndo undo = Objects.requireNonNull(step.migration()).undoScript().orElseThrow();
		return this.pipeline.store(step.sql(), (int) undo.bytes(), undo::writeTo);
	}

	private @Nullable Outcome run(Migration migration) throws SQLException {
		this.ranCode = true;
		CodeRun.Failure failure;
		try {
			failure = new CodeRun(this.connection, this.pipeline, migration)
				.run(Objects.requireNonNull(migration.code()));
		}
		catch (Error ex) {
			Pipeline.abort(this.connection, ex);
			throw ex;
		}
		if (failure == null) {
			return null;
		}
		boolean interrupt = failure.isInterrupt();
		SQLException lost = abandon(false);
		if (lost != null) {
			Exception cause = (failure.said() != null) ? failure.said() : failure.cause();
			cause.addSuppressed(lost);
			return Outcome.ConnectionLost.of(migration.label(), cause);
		}
		if (interrupt) {
			Thread.currentThread().interrupt();
			return new Outcome.Interrupted();
		}
		return FailureInterpreter.ofCode(migration, failure);
	}

	private static void take(Notices notices, Step step, Pipeline.Notice notice) {
		notices.take(step.script(), step.statement(), notice.warning());
	}

	private Outcome interrupted() {
		SQLException lost = abandon(false);
		return (lost != null) ? Outcome.ConnectionLost.of(null, lost) : new Outcome.Interrupted();
	}

	/** What ends the execution, {@code null} when all of a round trip has succeeded. */
	private @Nullable Outcome stop(List<Step> sent, Pipeline.Reply reply) {
		SQLException failure = reply.failure();
		if (failure == null) {
			return null;
		}
		Step step = reply.failed(sent);
		SQLException again = abandon(step.role() == Role.PREPARE && !this.prepared);
		if (again != null) {
			failure.addSuppressed(again);
			// Whatever its SQLSTATE was: a script may raise one of a lost connection too.
			return Outcome.ConnectionLost.of((step.migration() != null) ? step.migration().label() : null, failure);
		}
		this.preparedRefused = step.role() == Role.PREPARED && PreparedSql.isRefusal(SqlState.of(failure));
		this.shortcutRefused = step.statement() == null && SqlState.of(failure).equals(SqlState.SHORTCUT_REFUSED);
		return Outcome.Contended.of(interpret(step, failure), failure);
	}

	/** End the transaction. */
	private @Nullable SQLException abandon(boolean clean) {
		long elapsed = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - this.begin) + 1;
		List<String> statements = new ArrayList<>(
				clean ? List.of(OwnTransaction.ROLLBACK) : SessionSql.abandon(elapsed));
		if (this.session != null && this.prepared) {
			statements.add(this.session.restorationAfterRollback());
		}
		return this.pipeline.cleanUp(statements).failure();
	}

	private Outcome unreadable(@Nullable Migration migration, IOException failure) {
		SQLException again = abandon(false);
		if (again != null || migration == null) {
			String label = (migration != null) ? migration.label() : null;
			return Outcome.ConnectionLost.of(label, (again != null) ? again : failure);
		}
		return FailureInterpreter.unreadable(migration, failure, true);
	}

	private Outcome interpret(Step step, SQLException failure) {
		Migration migration = step.migration();
		if (migration == null) {
			return this.failures.beforeScript(failure);
		}
		if (step.script() != null && step.statement() != null) {
			return FailureInterpreter.ofStatement(migration, step.script(), step.statement(), 0, failure);
		}
		return (step.role() == Role.END_OF_SCRIPT) ? FailureInterpreter.atEnd(migration, failure)
				: this.failures.aroundScript(migration, failure, true);
	}

}
