package dev.slipway.engine.execute;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

import dev.slipway.engine.files.Migration;
import dev.slipway.engine.history.History;
import dev.slipway.engine.postgres.OwnTransaction;
import dev.slipway.engine.postgres.Pipeline;
import org.jspecify.annotations.Nullable;

/**
 * What the session has to which each of many files is to bring it back: asked for once
 * instead of before each of them. Only where no pooler lends another session to the next
 * transaction; a transaction that meets another one all the same raises.
 *
 * @param state what the session has, as the server has told it
 * @param pid the process of the session
 */
record KnownSession(String state, int pid) {

	/**
	 * How many files it pays for. What is not sent with so many of them is what one round
	 * trip holds, as much as is spent for the question.
	 */
	static final int FEWEST = 75;

	/**
	 * Ask a session, where that pays.
	 * @param connection a connection in autocommit mode, without a transaction
	 * @param planned the history, with what the server has said
	 * @param pending the migrations that are about to run
	 * @return what it has; {@code null} where each file must ask
	 */
	static @Nullable KnownSession of(Connection connection, History planned, List<Migration> pending)
			throws SQLException {
		int files = 0;
		for (Migration migration : pending) {
			files += (migration.code() == null && !migration.script().parsed().codeFree()) ? 1 : 0;
		}
		return (files < FEWEST || planned.server().behindPooler()) ? null : of(connection);
	}

	private static KnownSession of(Connection connection) throws SQLException {
		try (Statement statement = OwnTransaction.statement(connection)) {
			try (ResultSet row = statement.executeQuery(SessionSql.known())) {
				if (row.next()) {
					return new KnownSession(row.getString(1), row.getInt(2));
				}
				throw new SQLException("the server did not answer a query that always has a row");
			}
		}
		catch (RuntimeException | Error ex) {
			Pipeline.abort(connection, ex);
			throw ex;
		}
	}

}
