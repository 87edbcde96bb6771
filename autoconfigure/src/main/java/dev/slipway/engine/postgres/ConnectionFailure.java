package dev.slipway.engine.postgres;

import java.io.IOException;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.util.EnumSet;
import java.util.Set;

import dev.slipway.DatabaseException;
import dev.slipway.DatabaseException.Reason;
import dev.slipway.ServerError;
import dev.slipway.engine.text.Printable;
import dev.slipway.engine.text.Redaction;
import org.jspecify.annotations.Nullable;

/**
 * Why there is no connection: told from what a DataSource has thrown, in whose chain of
 * causes a pool may have put what the driver or the server said.
 *
 * @param reason why
 * @param cause the exception that says it best
 */
public record ConnectionFailure(Reason reason, Exception cause) {

	private static final int DEEPEST_CAUSE = 20;

	/** What another try may get over, as after a failover. */
	private static final Set<Reason> PASSING = EnumSet.of(Reason.UNREACHABLE, Reason.LOGIN_REFUSED,
			Reason.MISSING_DATABASE, Reason.TOO_MANY_CONNECTIONS, Reason.DATA_SOURCE_FAILED);

	/**
	 * Tell why there is no connection.
	 * @param thrown what the DataSource, or the first query, has thrown
	 */
	public static ConnectionFailure of(Exception thrown) {
		SQLException deepest = null;
		ConnectionFailure told = null;
		Throwable cause = thrown;
		for (int depth = 0; cause != null && depth < DEEPEST_CAUSE; depth++) {
			if (cause instanceof SQLException sql) {
				deepest = sql;
				Reason reason = reason(SqlState.of(sql));
				told = (reason != null) ? new ConnectionFailure(reason, sql) : told;
			}
			cause = cause.getCause();
		}
		if (told != null) {
			return told;
		}
		if (deepest == null) {
			return new ConnectionFailure(Reason.DATA_SOURCE_FAILED, thrown);
		}
		boolean none = deepest instanceof SQLTransientConnectionException && SqlState.of(deepest).isEmpty();
		return new ConnectionFailure(none ? Reason.TOO_MANY_CONNECTIONS : Reason.UNREACHABLE, deepest);
	}

	private static @Nullable Reason reason(String state) {
		return switch (state) {
			case SqlState.INSUFFICIENT_PRIVILEGE -> Reason.MISSING_PRIVILEGE;
			case SqlState.INVALID_PASSWORD, SqlState.INVALID_AUTHORIZATION -> Reason.LOGIN_REFUSED;
			case SqlState.INVALID_CATALOG_NAME -> Reason.MISSING_DATABASE;
			case SqlState.TOO_MANY_CONNECTIONS -> Reason.TOO_MANY_CONNECTIONS;
			default -> null;
		};
	}

	/**
	 * Whether a server that was there a moment ago may be there again soon.
	 * @param reason why there was no connection
	 */
	public static boolean isPassing(Reason reason) {
		return PASSING.contains(reason);
	}

	/**
	 * Whether the server is not there, or not there yet: it refuses connections or does
	 * not answer, its name is not known, or it starts up or shuts down. Class 08 is also
	 * what a pooler says that has no server.
	 * @param failure what came of the first look at the database
	 */
	public static boolean isServerAway(DatabaseException failure) {
		boolean away = false;
		Throwable cause = failure;
		for (int depth = 0; cause != null && depth < DEEPEST_CAUSE; depth++) {
			String state = (cause instanceof SQLException sql) ? SqlState.of(sql) : "";
			away |= cause instanceof IOException || state.startsWith("08") || state.startsWith("57P0");
			cause = cause.getCause();
		}
		return away && failure.getReason() == Reason.UNREACHABLE;
	}

	/** What is the case, in a few words. */
	String what() {
		return switch (this.reason) {
			case LOGIN_REFUSED -> "the database refuses the login";
			case MISSING_DATABASE -> "the database does not exist";
			case TOO_MANY_CONNECTIONS -> "there is no free connection to the database";
			case DATA_SOURCE_FAILED -> "the DataSource lends no connection";
			default -> "the database cannot be reached";
		};
	}

	/** What was said of it. */
	String said() {
		return (this.cause instanceof SQLException) ? ServerError.of(this.cause).toString()
				: this.cause.getClass().getSimpleName() + ": "
						+ Printable.block(Redaction.mask(String.valueOf(this.cause.getMessage())));
	}

}
