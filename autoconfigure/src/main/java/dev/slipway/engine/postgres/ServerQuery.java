package dev.slipway.engine.postgres;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;
import org.postgresql.PGStatement;

/**
 * Asks the server about its sessions. The role's search path may have operators of
 * another role in it, so that all of them are written with their schema.
 */
public final class ServerQuery {

	private static final long MILLISECONDS = 1000;

	/**
	 * A lock on a catalog would keep the question waiting, and with it a deadline from
	 * being seen.
	 */
	private static final int SECONDS_TO_ANSWER = 5;

	private ServerQuery() {
	}

	/** The SQL expression for the seconds since a time. */
	public static String secondsSince(String time) {
		return "extract(epoch from pg_catalog.clock_timestamp() operator(pg_catalog.-) " + time + ")";
	}

	/**
	 * Run a query. It is cancelled when the server does not answer for some seconds.
	 * @param connection a connection in autocommit mode
	 * @throws SQLException if the database refuses, with {@link SqlState#QUERY_CANCELED}
	 * if it has not answered
	 */
	public static <T> List<T> list(Connection connection, String sql, Row<T> mapping) throws SQLException {
		try (Statement statement = connection.createStatement()) {
			// A statement that the driver names cannot be found again behind a pooler.
			statement.unwrap(PGStatement.class).setPrepareThreshold(0);
			statement.setQueryTimeout(SECONDS_TO_ANSWER);
			try (ResultSet rows = statement.executeQuery(RunTag.QUERY + sql)) {
				List<T> result = new ArrayList<>();
				while (rows.next()) {
					result.add(mapping.read(rows));
				}
				return result;
			}
		}
		catch (RuntimeException | Error ex) {
			Pipeline.abort(connection, ex);
			throw ex;
		}
	}

	/** Read what {@link #secondsSince} has given. */
	public static @Nullable Duration age(ResultSet row, String column) throws SQLException {
		double seconds = row.getDouble(column);
		return row.wasNull() ? null : Duration.ofMillis(Math.max(0, (long) (seconds * MILLISECONDS)));
	}

	/**
	 * Reads a row.
	 *
	 * @param <T> what it becomes
	 */
	@FunctionalInterface
	public interface Row<T> {

		T read(ResultSet row) throws SQLException;

	}

}
