package dev.slipway;

import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;

import dev.slipway.engine.postgres.SqlState;
import dev.slipway.engine.text.ServiceName;
import org.jspecify.annotations.Nullable;

/**
 * The database cannot be used for migrations as it is, or as it is reached.
 */
public final class DatabaseException extends SlipwayException {

	private static final long serialVersionUID = 1L;

	private final Reason reason;

	/**
	 * Create an exception.
	 * @param service the name of the service, empty for the unnamed one
	 * @param reason why the database cannot be used
	 * @param message what happened and what is true now; credentials are masked
	 * @param cause the cause, if any
	 */
	public DatabaseException(String service, Reason reason, String message, @Nullable Throwable cause) {
		super(service, new ServiceName(service) + ": " + message, cause);
		this.reason = reason;
	}

	/**
	 * Return why the database cannot be used.
	 * @return the reason, one per remedy
	 */
	public Reason getReason() {
		return this.reason;
	}

	/**
	 * Tell why a statement or a connection was refused, by its SQLSTATE (manual, appendix
	 * A).
	 * @param exception an exception of the driver or of a pool
	 * @return the reason
	 */
	public static Reason reason(SQLException exception) {
		if (isUnreachable(exception)) {
			return Reason.UNREACHABLE;
		}
		return switch (String.valueOf(exception.getSQLState())) {
			case SqlState.INSUFFICIENT_PRIVILEGE -> Reason.MISSING_PRIVILEGE;
			case SqlState.READ_ONLY_TRANSACTION -> Reason.READ_ONLY;
			case SqlState.INVALID_SCHEMA_NAME -> Reason.MISSING_SCHEMA;
			default -> Reason.OTHER;
		};
	}

	/**
	 * No connection, a login or a database that was refused, no slot left. A pool says of
	 * a connection that it has closed meanwhile that it is closed, without a SQLSTATE.
	 */
	private static boolean isUnreachable(SQLException exception) {
		String state = SqlState.of(exception);
		return exception instanceof SQLTransientConnectionException || state.isEmpty() || state.startsWith("08")
				|| state.startsWith("57P0") || state.startsWith("28") || state.equals(SqlState.INVALID_CATALOG_NAME)
				|| state.equals(SqlState.TOO_MANY_CONNECTIONS);
	}

	/**
	 * Why a database cannot be used, one per remedy.
	 */
	public enum Reason {

		/** The server is not there, or the connection was lost. */
		UNREACHABLE,
		/** A wrong password, or a role that may not log in from here. */
		LOGIN_REFUSED,
		/** The database of the URL does not exist. */
		MISSING_DATABASE,
		/** The server has no connection left, or the pool lends none. */
		TOO_MANY_CONNECTIONS,
		/** The DataSource fails before it asks a server, as one that routes may. */
		DATA_SOURCE_FAILED,
		/** The role to work as does not exist. */
		MISSING_ROLE,

		/** The role lacks a privilege that is needed. */
		MISSING_PRIVILEGE,

		/** A replica, or a role or database that was made read-only. */
		READ_ONLY,

		/** Another database, or another driver. */
		NOT_POSTGRESQL,
		/**
		 * A connection of PostgreSQL's driver behind a proxy that gives no access to it.
		 */
		WRAPPED_CONNECTION,

		/** A table of the history table's name that another tool made. */
		FOREIGN_TABLE,

		/**
		 * The history table, or its schema, belongs to a role that is not trusted, or
		 * would run what such a role has made.
		 */
		UNTRUSTED_TABLE,

		/**
		 * The row that records a migration was changed or left out when it was written.
		 */
		ROW_LOST,

		/** What is to be dropped is not the service's alone. */
		SHARED_SCHEMA,

		/** The same try comes to nothing again and again. */
		NO_PROGRESS,

		/** The schema of the history table does not exist. */
		MISSING_SCHEMA,

		/**
		 * No schema is set for the history table, and the connection tells none either.
		 */
		UNKNOWN_SCHEMA,

		/** Another tool has migrated the database, and there is no history yet. */
		FOREIGN_HISTORY,

		/**
		 * The first schema of the search path does not exist, or the role may not use it.
		 */
		SEARCH_PATH,

		/** Another process held the lock for too long. */
		WAIT_TIMEOUT,

		/** Other sessions held what was to be changed for too long. */
		LOCK_TIMEOUT,

		/** The run was stopped from outside, as by a signal to end the process. */
		INTERRUPTED,

		/**
		 * A script that does not run in one transaction needs a second connection, which
		 * the pool cannot lend.
		 */
		SECOND_CONNECTION,

		/**
		 * A statement outside of a transaction needs settings, which a transaction pooler
		 * does not keep.
		 */
		POOLED_SETTINGS,

		/**
		 * The script took what Slipway needs to give the connection back as it came.
		 */
		CURSOR_LOST,

		/** Anything else that PostgreSQL or the driver refused. */
		OTHER

	}

}
