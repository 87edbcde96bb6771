package dev.slipway.engine.execute;

import java.io.IOException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

import dev.slipway.DatabaseException;
import dev.slipway.DatabaseException.Reason;
import dev.slipway.ServerError;
import dev.slipway.engine.files.Migration;
import dev.slipway.engine.history.HistoryTable;
import dev.slipway.engine.postgres.Pipeline;
import dev.slipway.engine.postgres.RunTag;
import dev.slipway.engine.postgres.SqlState;
import dev.slipway.engine.script.Script;
import dev.slipway.engine.script.ScriptStatements;
import dev.slipway.engine.sql.SqlStatement;
import dev.slipway.engine.sql.SqlStatement.Kind;
import dev.slipway.engine.text.LineLog;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.postgresql.PGStatement;

/**
 * The connection on which one script runs statement by statement. What is sent carries a
 * comment with the run's id, by which {@code pg_stat_activity} shows a statement whose
 * client is gone.
 */
public final class ScriptConnection {

	private static final LineLog logger = LineLog.of(ScriptConnection.class);

	private final Connection connection;

	private final Pipeline pipeline;

	private final HistoryTable table;

	private final Migration migration;

	private final String tag;

	ScriptConnection(Connection connection, HistoryTable table, Migration migration, String runId) throws SQLException {
		this.connection = connection;
		this.pipeline = new Pipeline(connection);
		this.table = table;
		this.migration = migration;
		this.tag = RunTag.of(runId);
	}

	public Migration migration() {
		return this.migration;
	}

	/**
	 * Send statements until one fails.
	 * @param steps statements of the script and of Slipway's own
	 * @return what failed, {@code null} when nothing did
	 */
	@Nullable Failure send(List<Step> steps) {
		Pipeline.Reply reply = this.pipeline.send(steps.stream().map((step) -> this.tag + step.sql()).toList());
		reply.notices()
			.forEach((notice) -> Notices.log(this.migration.script(),
					steps.get(Math.min(notice.statement(), steps.size() - 1)).statement(), notice.warning()));
		SQLException failure = reply.failure();
		return (failure == null) ? null
				: new Failure(steps.get(Math.min(reply.completed(), steps.size() - 1)), failure);
	}

	/** Send what the script holds for a COPY, as it is read. */
	@Nullable Failure copy(SqlStatement statement, ScriptStatements source) throws IOException {
		SQLException failure = this.pipeline
			.copy(this.tag + statement.text(), (statement.kind() == Kind.COPY_OUT) ? null : source::writeData)
			.failure();
		return (failure != null) ? new Failure(Step.of(statement), failure) : null;
	}

	/** Run a query of Slipway's own. */
	public List<List<String>> query(String sql) throws Stop {
		List<List<String>> result = new ArrayList<>();
		try (Statement statement = this.connection.createStatement()) {
			statement.unwrap(PGStatement.class).setPrepareThreshold(0);
			statement.setEscapeProcessing(false);
			try (ResultSet rows = statement.executeQuery(this.tag + sql)) {
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
			throw stop(new Failure(Step.own(sql), ex), 0);
		}
	}

	/**
	 * Ask for one value. It is missing when another run has taken the row that holds it.
	 */
	public String value(String sql) throws Stop {
		List<List<String>> rows = query(sql);
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
		SQLException again = this.pipeline.send(SessionState.abandon(milliseconds)).failure();
		if (again != null) {
			cause.addSuppressed(again);
			throw new Stop(new Outcome.ConnectionLost(this.migration.label(), cause));
		}
	}

	/** End a transaction that failed after the script's own; a lost one has ended. */
	void rollBack() {
		SQLException again = this.pipeline.send(List.of(MigrationTransaction.ROLLBACK)).failure();
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
		return this.migration.script().secrets().mask(String.valueOf(ex.getMessage()));
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

	private Outcome interpret(Failure failure) {
		SqlStatement statement = failure.step().statement();
		if (statement != null) {
			return failed(statement, failure.cause());
		}
		return switch (String.valueOf(failure.cause().getSQLState())) {
			case SqlState.LOCK_NOT_FREE -> new Outcome.LockNotFree();
			case SqlState.HISTORY_MOVED -> new Outcome.HistoryMoved();
			case SqlState.UNTRUSTED_TABLE -> Preparation.interpret(this.table, failure.cause());
			case SqlState.CURSOR_LOST -> refused(Reason.CURSOR_LOST,
					this.migration.script().file()
							+ " took the cursor slipway_session, and what it did since was rolled back",
					failure.cause());
			case SqlState.ROW_LOST -> refused(Reason.ROW_LOST,
					"how far '" + this.migration.label() + "' is could not be recorded in " + this.table.qualified(),
					failure.cause());
			default -> refused(
					DatabaseException.reason(failure.cause()), "what Slipway does around the statements of '"
							+ this.migration.label() + "' and in " + this.table.qualified() + " was refused",
					failure.cause());
		};
	}

	/** Abandon a script whose file cannot be read to its end. */
	Outcome unreadable(IOException cause) {
		SQLException failure = new SQLException(cause.getMessage(), cause);
		try {
			abandon(failure, 0);
			return refused(Reason.OTHER, this.migration.script().file() + " cannot be read", failure);
		}
		catch (Stop stop) {
			return stop.result();
		}
	}

	private static Outcome refused(Reason reason, String what, SQLException cause) {
		return new Outcome.Refused(reason, what, cause);
	}

	/** The server counts positions from the comment on. */
	private Outcome.Failed failed(SqlStatement statement, SQLException cause) {
		ServerError said = ServerError.of(cause);
		ServerError error = new ServerError(said.severity(), said.message(), said.sqlState(), said.detail(),
				said.hint(), said.where(), Math.max(0, said.position() - this.tag.length()));
		Script script = this.migration.script();
		return new Outcome.Failed(this.migration, script.locate(statement, error), script.withoutValues(error), cause);
	}

	/**
	 * One statement to send.
	 *
	 * @param sql the statement
	 * @param statement the statement of the script that it belongs to; {@code null} for
	 * Slipway's own, whose failure is no fault of the script
	 */
	public record Step(String sql, @Nullable SqlStatement statement) {

		static Step own(String sql) {
			return new Step(sql, null);
		}

		static Step of(SqlStatement statement) {
			return new Step(statement.text(), statement);
		}

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
