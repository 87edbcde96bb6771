package dev.slipway.engine.execute;

import java.io.IOException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

import dev.slipway.engine.files.Executable;
import dev.slipway.engine.history.HistoryTable;
import dev.slipway.engine.postgres.OwnTransaction;
import dev.slipway.engine.postgres.Pipeline;
import dev.slipway.engine.postgres.RunTag;
import dev.slipway.engine.script.ScriptStatements;
import dev.slipway.engine.script.StoredUndo;
import dev.slipway.engine.sql.SqlStatement;
import dev.slipway.engine.sql.SqlStatement.Kind;
import dev.slipway.engine.text.LineLog;
import org.jspecify.annotations.Nullable;

/**
 * The connection on which one script runs statement by statement. What is sent carries a
 * comment with the run's id, by which {@code pg_stat_activity} shows a statement whose
 * client is gone.
 */
public final class ScriptConnection {

	private static final LineLog logger = LineLog.of(ScriptConnection.class);

	private final Connection connection;

	private final Pipeline pipeline;

	private final FailureInterpreter failures;

	private final Executable executable;

	private final String tag;

	private final String tagOfEnd;

	/** Whether what is sent from now on only ends an attempt that has failed. */
	private boolean failed;

	ScriptConnection(Connection connection, HistoryTable table, Executable executable, String runId)
			throws SQLException {
		this.connection = connection;
		this.pipeline = new Pipeline(connection);
		this.failures = new FailureInterpreter(table);
		this.executable = executable;
		this.tag = RunTag.of(runId);
		this.tagOfEnd = RunTag.ofFailure(runId);
	}

	/** What runs on it. */
	public Executable executable() {
		return this.executable;
	}

	/**
	 * Send statements until one fails.
	 * @param steps statements of the script and of Slipway's own
	 * @return what failed, {@code null} when nothing did
	 */
	@Nullable Failure send(List<Step> steps) {
		Notices notices = new Notices();
		Pipeline.Reply reply = this.pipeline.send(steps.stream().map((step) -> tagged(step.sql())).toList(),
				(notice) -> notices.take(this.executable.script(), notice.of(steps).statement(), notice.warning()));
		notices.end();
		SQLException failure = reply.failure();
		return (failure != null) ? failed(reply.failed(steps), failure) : null;
	}

	/** Send what the script holds for a COPY, as it is read. */
	@Nullable Failure copy(SqlStatement statement, ScriptStatements source) throws IOException {
		Notices notices = new Notices();
		SQLException failure = this.pipeline
			.copy(tagged(statement.text()), (statement.kind() == Kind.COPY_OUT) ? null : source::writeData,
					(notice) -> notices.take(this.executable.script(), statement, notice.warning()))
			.failure();
		notices.end();
		return (failure != null) ? failed(Step.of(statement), failure) : null;
	}

	/** Send an undo script that is too large to be a part of the row. */
	void storeUndo(List<Step> steps, StoredUndo undo) throws Stop, IOException {
		for (Step step : steps) {
			if (!step.storesUndo()) {
				run(List.of(step));
				continue;
			}
			SQLException failure = this.pipeline.store(tagged(step.sql()), (int) undo.bytes(), undo::writeTo).failure();
			if (failure != null) {
				throw stop(failed(step, failure), 0);
			}
		}
	}

	/** Run a query of Slipway's own. */
	public List<List<String>> query(String sql) throws Stop {
		List<List<String>> result = new ArrayList<>();
		try (Statement statement = OwnTransaction.statement(this.connection)) {
			try (ResultSet rows = statement.executeQuery(tagged(sql))) {
				while (rows.next()) {
					List<String> row = new ArrayList<>();
					for (int i = 1; i <= rows.getMetaData().getColumnCount(); i++) {
						row.add(String.valueOf(rows.getString(i)));
					}
					result.add(row);
				}
			}
			return result;
		}
		catch (SQLException ex) {
			throw stop(failed(Step.own(sql), ex), 0);
		}
		catch (RuntimeException | Error ex) {
			Pipeline.abort(this.connection, ex);
			throw ex;
		}
	}

	/**
	 * Ask for one value. It is missing when another run has taken the row that holds it.
	 */
	public String value(String sql) throws Stop {
		return value(query(sql));
	}

	/**
	 * Ask for one value in a transaction of its own.
	 * @param role the statement that gives it a role, with its semicolon; empty for none
	 */
	public String value(String role, String sql) throws Stop {
		if (role.isEmpty()) {
			return value(sql);
		}
		run(List.of(Step.own(OwnTransaction.BEGIN), Step.own(role.substring(0, role.lastIndexOf(';')))));
		List<List<String>> rows = query(sql);
		run(List.of(Step.own(OwnTransaction.COMMIT)));
		return value(rows);
	}

	private static String value(List<List<String>> rows) throws Stop {
		if (rows.isEmpty()) {
			throw new Stop(new Outcome.HistoryMoved());
		}
		return rows.get(0).get(0);
	}

	/** Send, and stop at a failure. */
	public void run(List<Step> steps) throws Stop {
		Failure failure = send(steps);
		if (failure != null) {
			throw stop(failure, 0);
		}
	}

	/**
	 * End a transaction that failed, where there is one.
	 * @param milliseconds how long ago, at most, its script's part began
	 */
	void abandon(SQLException cause, long milliseconds) throws Stop {
		SQLException again = this.pipeline.cleanUp(SessionSql.abandon(milliseconds)).failure();
		if (again != null) {
			cause.addSuppressed(again);
			throw new Stop(Outcome.ConnectionLost.of(this.executable.label(), cause));
		}
	}

	/** End a transaction that failed after the script's own; a lost one has ended. */
	void rollBack() {
		SQLException again = this.pipeline.cleanUp(List.of(OwnTransaction.ROLLBACK)).failure();
		if (again != null) {
			logger.debug("A transaction could not be rolled back: " + masked(again));
		}
	}

	/** End the connection, whose session is changed: the pool must not lend it again. */
	void discard() {
		try {
			this.pipeline.abort();
		}
		catch (SQLException ex) {
			logger.debug("A connection could not be ended: " + masked(ex));
		}
	}

	/** The message of an exception as the log may show it. */
	String masked(SQLException ex) {
		return this.executable.script().secrets().mask(String.valueOf(ex.getMessage()));
	}

	/** Abandon what failed, and say what it was. */
	Stop stop(Failure failure, long milliseconds) throws Stop {
		abandon(failure.cause(), milliseconds);
		return new Stop(Outcome.Contended.of(interpret(failure), failure.cause()));
	}

	/** The same of what must not be tried again. */
	Stop refuse(Failure failure) throws Stop {
		abandon(failure.cause(), 0);
		return new Stop(interpret(failure));
	}

	private String tagged(String sql) {
		return (this.failed ? this.tagOfEnd : this.tag) + sql;
	}

	private Failure failed(Step step, SQLException cause) {
		this.failed = true;
		return new Failure(step, cause);
	}

	private Outcome interpret(Failure failure) {
		SqlStatement statement = failure.step().statement();
		return (statement != null)
				? FailureInterpreter.ofStatement(this.executable, this.executable.script(), statement,
						this.tag.length(), failure.cause())
				: this.failures.aroundScript(this.executable, failure.cause(), false);
	}

	/** Abandon what runs when the thread was interrupted. */
	Stop interrupted(long milliseconds) {
		SQLException lost = this.pipeline.cleanUp(SessionSql.abandon(milliseconds)).failure();
		return new Stop(
				(lost != null) ? Outcome.ConnectionLost.of(this.executable.label(), lost) : new Outcome.Interrupted());
	}

	/** Abandon a script whose file cannot be read to its end. */
	Outcome unreadable(IOException failure) {
		SQLException again = this.pipeline.cleanUp(SessionSql.abandon(0)).failure();
		return (again != null) ? Outcome.ConnectionLost.of(this.executable.label(), again)
				: FailureInterpreter.unreadable(this.executable, failure, false);
	}

	/**
	 * A statement that failed.
	 *
	 * @param step the statement
	 * @param cause the driver's exception
	 */
	record Failure(Step step, SQLException cause) {

	}

}
