package dev.slipway.engine.postgres;

import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.util.List;
import java.util.regex.Matcher;

import javax.sql.DataSource;

import dev.slipway.DatabaseException;
import dev.slipway.DatabaseException.Reason;
import dev.slipway.ServerError;
import dev.slipway.engine.text.Expression;
import dev.slipway.engine.text.LineLog;
import dev.slipway.engine.text.Printable;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;

/**
 * A borrowed connection in autocommit mode, given back in the mode in which it came and
 * without a transaction, or ended where it has one. It is borrowed when it is first
 * needed, and again after it was lost or given back.
 */
public final class BorrowedConnection implements AutoCloseable {

	private static final LineLog logger = LineLog.of(BorrowedConnection.class);

	private static final int SECONDS_TO_ANSWER = 5;

	private static final int DEEPEST_CAUSE = 20;

	/** What PostgreSQL's driver calls itself. */
	private static final String DRIVER = "PostgreSQL JDBC Driver";

	private static final Expression QUOTED = new Expression("[\"«„“]([^\"«»„“”]+)[\"«»“”]");

	private final String service;

	private final DataSource dataSource;

	private @Nullable Connection connection;

	private boolean autoCommit;

	/**
	 * Create one that is not borrowed yet.
	 * @param service the name of the service, empty for the unnamed one
	 * @param dataSource lends it
	 */
	public BorrowedConnection(String service, DataSource dataSource) {
		this.service = service;
		this.dataSource = dataSource;
	}

	/**
	 * Return the connection, borrowed when there is none.
	 * @throws DatabaseException if it cannot be had, or is none of PostgreSQL's driver
	 */
	public Connection connection() {
		Connection borrowed = this.connection;
		if (borrowed == null) {
			borrowed = borrow();
			this.connection = borrowed;
		}
		return borrowed;
	}

	/**
	 * Borrow another one from the same DataSource, at once.
	 * @throws DatabaseException if it cannot be had
	 */
	public BorrowedConnection another() {
		BorrowedConnection another = new BorrowedConnection(this.service, this.dataSource);
		another.connection();
		return another;
	}

	public DataSource dataSource() {
		return this.dataSource;
	}

	/** Give up a connection that was lost; the next one is borrowed when it is needed. */
	public void drop() {
		if (this.connection != null) {
			evict(this.connection);
			close();
		}
	}

	/**
	 * Give the connection back. Whatever has stopped its user: one with a transaction
	 * open would take the next borrower's work into that.
	 */
	@Override
	public void close() {
		if (this.connection != null) {
			giveBack(this.connection);
			this.connection = null;
		}
	}

	private Connection borrow() {
		Connection borrowed = connect(this.service, this.dataSource);
		try {
			requirePostgres(this.service, borrowed);
			this.autoCommit = borrowed.getAutoCommit();
			if (!this.autoCommit) {
				borrowed.setAutoCommit(true);
			}
			return borrowed;
		}
		catch (SQLException ex) {
			close(borrowed);
			throw new DatabaseException(this.service, DatabaseException.reason(ex),
					"the connection cannot be used.\n\n" + ServerError.of(ex), ex);
		}
		catch (DatabaseException ex) {
			close(borrowed);
			throw ex;
		}
	}

	/**
	 * Let the pool see that the connection is dead. What broke it happened below the
	 * pool's proxy, and a pool that has not seen it lends the same connection again.
	 */
	private void evict(Connection dead) {
		try {
			if (!dead.isValid(SECONDS_TO_ANSWER) && !ConnectionPool.evict(this.dataSource, dead)) {
				dead.createStatement().close();
			}
		}
		catch (SQLException ex) {
			logger.debug("A dead connection goes back to its pool: " + ex.getMessage());
		}
	}

	private void giveBack(Connection borrowed) {
		try {
			if (!Pipeline.isIdle(borrowed)) {
				logger.debug("A connection that is not idle is ended, not given back");
				Pipeline.abort(borrowed);
				evict(borrowed);
			}
			else if (!this.autoCommit) {
				borrowed.setAutoCommit(false);
			}
		}
		catch (SQLException ex) {
			logger.warn("A connection could not be given back in the mode in which it came: " + ex.getMessage());
		}
		close(borrowed);
	}

	/** Some pools throw unchecked exceptions when the first connection fails. */
	private static Connection connect(String service, DataSource dataSource) {
		try {
			return dataSource.getConnection();
		}
		catch (SQLException ex) {
			throw notLent(service, dataSource, ex);
		}
		catch (RuntimeException ex) {
			throw notLent(service, dataSource, ex);
		}
	}

	/** Some pools take an interrupt and wrap it, of which then nobody knows any more. */
	private static DatabaseException notLent(String service, DataSource dataSource, Exception thrown) {
		if (isInterrupt(thrown)) {
			Thread.currentThread().interrupt();
		}
		return Thread.currentThread().isInterrupted()
				? new DatabaseException(service, Reason.INTERRUPTED,
						"the run was interrupted while it waited for a connection.", thrown)
				: refused(service, dataSource, thrown);
	}

	private static DatabaseException refused(String service, DataSource dataSource, Exception thrown) {
		ConnectionFailure failure = ConnectionFailure.of(thrown);
		String grant = (failure.reason() == Reason.MISSING_PRIVILEGE)
				? MissingGrants.sentence(List.of(connectGrant(dataSource, failure.cause()))) : "";
		return new DatabaseException(service, failure.reason(),
				failure.what() + ".\n\n" + failure.said() + "\n\n" + grant + "Nothing was applied.", thrown);
	}

	/** Whatever the server's language, its message names the database in quotes. */
	private static String connectGrant(DataSource dataSource, Exception denied) {
		Matcher database = QUOTED.matcher(String.valueOf(denied.getMessage()));
		return "GRANT CONNECT ON DATABASE "
				+ Printable.line(database.find() ? Quote.identifier(database.group(1)) : "<the database>") + " TO "
				+ Printable.line(
						ConnectionPool.user(dataSource).map(Quote::identifier).orElse("<the role of the DataSource>"));
	}

	private static boolean isInterrupt(Throwable thrown) {
		Throwable cause = thrown.getCause();
		for (int depth = 0; cause != null && depth < DEEPEST_CAUSE; depth++) {
			if (cause instanceof InterruptedException) {
				return true;
			}
			cause = cause.getCause();
		}
		return false;
	}

	private static void requirePostgres(String service, Connection connection) throws SQLException {
		if (unwraps(connection)) {
			return;
		}
		DatabaseMetaData reached = connection.getMetaData();
		if (DRIVER.equals(reached.getDriverName())) {
			throw new DatabaseException(service, Reason.WRAPPED_CONNECTION,
					"the DataSource lends connections of PostgreSQL's driver behind a proxy that gives no access to them: "
							+ Printable.line(connection.getClass().getName())
							+ " does not unwrap to PGConnection.\n\nNothing was applied.",
					null);
		}
		throw new DatabaseException(service, Reason.NOT_POSTGRESQL,
				"the DataSource is not PostgreSQL through its JDBC driver, but "
						+ Printable.line(reached.getDatabaseProductName() + " through " + reached.getDriverName())
						+ ".\n\nNothing was applied.",
				null);
	}

	/** Not every proxy has the methods. A connection that is closed is another matter. */
	private static boolean unwraps(Connection connection) throws SQLException {
		try {
			return connection.isWrapperFor(PGConnection.class);
		}
		catch (SQLFeatureNotSupportedException | UnsupportedOperationException | AbstractMethodError ex) {
			logger.debug("A connection does not say what it wraps: " + ex.getMessage());
			return false;
		}
	}

	private static void close(Connection connection) {
		try {
			connection.close();
		}
		catch (SQLException ex) {
			logger.warn("A connection could not be closed: " + ex.getMessage());
		}
	}

}
