package dev.slipway.engine.postgres;

import java.sql.SQLException;
import java.util.Set;

/**
 * The SQLSTATEs that Slipway acts upon: the server's (manual, appendix A), and those that
 * its own blocks raise, of the class {@code SW}.
 */
public final class SqlState {

	/** {@code connection_failure}. */
	public static final String CONNECTION_FAILURE = "08006";

	/** {@code invalid_parameter_value}. */
	public static final String INVALID_PARAMETER_VALUE = "22023";

	/** {@code division_by_zero}. */
	public static final String DIVISION_BY_ZERO = "22012";

	/** {@code invalid_sql_statement_name}. */
	public static final String INVALID_STATEMENT_NAME = "26000";

	/** {@code unique_violation}. */
	public static final String UNIQUE_VIOLATION = "23505";

	/** {@code active_sql_transaction}: a statement refuses a transaction. */
	public static final String ACTIVE_TRANSACTION = "25001";

	/** {@code read_only_sql_transaction}. */
	public static final String READ_ONLY_TRANSACTION = "25006";

	/** {@code invalid_transaction_termination}: a procedure in a transaction commits. */
	public static final String INVALID_TRANSACTION_TERMINATION = "2D000";

	/** {@code invalid_catalog_name}: there is no such database. */
	public static final String INVALID_CATALOG_NAME = "3D000";

	/** {@code invalid_schema_name}. */
	public static final String INVALID_SCHEMA_NAME = "3F000";

	/** {@code serialization_failure}. */
	public static final String SERIALIZATION_FAILURE = "40001";

	/** {@code deadlock_detected}. */
	public static final String DEADLOCK = "40P01";

	/** {@code invalid_authorization_specification}. */
	public static final String INVALID_AUTHORIZATION = "28000";

	/** {@code invalid_password}. */
	public static final String INVALID_PASSWORD = "28P01";

	/** {@code insufficient_privilege}. */
	public static final String INSUFFICIENT_PRIVILEGE = "42501";

	/** {@code wrong_object_type}. */
	public static final String WRONG_OBJECT_TYPE = "42809";

	/** {@code undefined_table}. */
	public static final String SYNTAX_ERROR = "42601";

	public static final String UNDEFINED_TABLE = "42P01";

	/** {@code duplicate_table}. */
	public static final String DUPLICATE_TABLE = "42P07";

	/** {@code too_many_connections}. */
	public static final String TOO_MANY_CONNECTIONS = "53300";

	/** {@code lock_not_available}. */
	public static final String LOCK_NOT_AVAILABLE = "55P03";

	/** {@code query_canceled}. */
	public static final String QUERY_CANCELED = "57014";

	/** {@code io_error}. */
	public static final String IO_ERROR = "58030";

	/** The migration lock is not free. */
	public static final String LOCK_NOT_FREE = "SW001";

	/** The history is not as it was planned with. */
	public static final String HISTORY_MOVED = "SW002";

	/** The script took the cursor that holds what the session had. */
	public static final String CURSOR_LOST = "SW003";

	/** The schema of the history table is missing and may not be created. */
	public static final String SCHEMA_MISSING = "SW004";

	/** The history table is not safe to use: who could change it is not trusted. */
	public static final String UNTRUSTED_TABLE = "SW005";

	/** The history table has other columns than Slipway's. */
	public static final String FOREIGN_TABLE = "SW006";

	/** What was written to the history table is not in it. */
	public static final String ROW_LOST = "SW007";

	/** There is no history table; the detail is what the server says of itself. */
	public static final String NO_TABLE = "SW008";

	/** No schema of the session's path can be used; the message is the path. */
	public static final String NO_SCHEMA = "SW009";

	/** A pooler's session has another path than a new one; the message is the path. */
	public static final String POOLED_PATH = "SW010";

	/** What is to be dropped is not the service's alone. */
	public static final String SHARED_SCHEMA = "SW011";

	/** The history does not tell what migrations have made. */
	public static final String UNTOLD = "SW012";

	/** What was left out around a script is needed all the same. */
	public static final String SHORTCUT_REFUSED = "SW013";

	private static final Set<String> NO_TRANSACTION = Set.of(ACTIVE_TRANSACTION, INVALID_TRANSACTION_TERMINATION);

	private static final Set<String> BLOCKED = Set.of(QUERY_CANCELED, LOCK_NOT_AVAILABLE, DEADLOCK);

	private static final Set<String> RETRIABLE = Set.of(LOCK_NOT_AVAILABLE, DEADLOCK, SERIALIZATION_FAILURE);

	private SqlState() {
	}

	/**
	 * Return the SQLSTATE of a failure.
	 * @param failure the failure
	 * @return the SQLSTATE, empty when there is none
	 */
	public static String of(SQLException failure) {
		String state = failure.getSQLState();
		return (state != null) ? state : "";
	}

	/**
	 * Return whether a statement failed because it ran in a transaction: it refuses one,
	 * or ends it, as a procedure that commits.
	 */
	public static boolean refusesTransaction(SQLException failure) {
		return NO_TRANSACTION.contains(of(failure));
	}

	/**
	 * Return whether others kept a query about the server's sessions from being answered
	 * in time, such as a {@code VACUUM FULL} of a catalog: the next one may be answered.
	 */
	public static boolean isBlocked(SQLException failure) {
		return BLOCKED.contains(of(failure));
	}

	/**
	 * Return whether the same statement may succeed when it is tried again: it lost a
	 * wait for a lock, a deadlock or a serialization conflict.
	 */
	public static boolean isRetriable(SQLException failure) {
		return RETRIABLE.contains(of(failure));
	}

}
