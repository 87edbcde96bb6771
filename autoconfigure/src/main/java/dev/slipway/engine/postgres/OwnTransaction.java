package dev.slipway.engine.postgres;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;

import org.jspecify.annotations.Nullable;
import org.postgresql.PGStatement;

/**
 * The statements of transactions in which Slipway runs SQL of its own.
 */
public final class OwnTransaction {

	/**
	 * Under any other level what has been waited for could be seen as it was before, such
	 * as the history before the lock was free.
	 */
	public static final String BEGIN = "begin isolation level read committed";

	/** Ends every transaction that is to last. */
	public static final String COMMIT = "commit";

	/** Ends a transaction in which no script has run. */
	public static final String ROLLBACK = "rollback";

	/**
	 * Sets the search path of Slipway's own SQL, up to the end of the transaction. Every
	 * other role that may create objects in a schema of the session's own path could put
	 * an operator, a function, a type or a relation there that stands in for PostgreSQL's
	 * (CVE-2018-1058), and Slipway would run it with its own rights. SQL that cannot set
	 * the path, because it runs outside of a transaction or needs the session's own one,
	 * writes each name with its schema.
	 * <p>
	 * Without its mention {@code pg_temp}, where a script may have made tables, comes
	 * before all others (manual, section 20.11.1).
	 */
	public static final String SAFE_PATH = "set local search_path = pg_catalog, pg_temp";

	private OwnTransaction() {
	}

	/**
	 * Return a statement for SQL as it is written. The driver never names it: behind a
	 * pooler, what is named cannot be found again.
	 * @param connection a connection of PostgreSQL's driver, or one that wraps it
	 */
	public static Statement statement(Connection connection) throws SQLException {
		Statement statement = connection.createStatement();
		statement.unwrap(PGStatement.class).setPrepareThreshold(0);
		statement.setEscapeProcessing(false);
		return statement;
	}

	/**
	 * Roll back after a failure.
	 * @param cause the failure, which takes on what the rollback fails with
	 */
	public static void rollBack(Connection connection, Exception cause) {
		try (Statement statement = connection.createStatement()) {
			statement.execute(ROLLBACK);
		}
		catch (SQLException ex) {
			cause.addSuppressed(ex);
		}
	}

	/**
	 * Return the statement that makes a role the current one, up to the end of the
	 * transaction.
	 * @param role the role; {@code null} for that of the connection
	 * @return the statement with its semicolon; empty without a role
	 */
	public static String role(@Nullable String role) {
		return (role != null) ? "set local role " + Quote.identifier(role) + ";\n" : "";
	}

}
