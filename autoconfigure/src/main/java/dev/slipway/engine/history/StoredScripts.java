package dev.slipway.engine.history;

import java.io.IOException;
import java.io.OutputStream;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Collectors;

import dev.slipway.engine.postgres.OwnTransaction;
import dev.slipway.engine.postgres.Quote;
import org.jspecify.annotations.Nullable;

/**
 * What the history table has stored of scripts: those that undo, and what was kept of the
 * statements. What is read may be executed, so that the table is checked in the
 * transaction that reads it.
 *
 * @param table the history table
 * @param role the role that reads; {@code null} for that of the connection
 */
public record StoredScripts(HistoryTable table, @Nullable String role) {

	/** How much of a large script is fetched at a time. */
	private static final int PIECE = 128 * 1024;

	private static final String DESCRIPTION = """
			select h.id, octet_length(h.undo_script) as bytes, encode(sha256(convert_to(h.undo_script, 'UTF8')), 'hex') as hash
			from only %s h where h.undo_script is not null and h.id = any ('{%s}'::bigint[])""";

	private static final String HASHES = """
			select h.id, h.statement_hashes from only %s h where h.statement_hashes is not null
			and h.id = any ('{%s}'::bigint[])""";

	/** It is taken apart as bytes, where no piece has to be looked for. */
	private static final String PIECES = """
			declare slipway_pieces no scroll cursor for with stored as materialized (select convert_to(undo_script, 'UTF8') as script from only %1$s where id = %2$s)
			select n as start, substring(script from n for %3$s) as part from stored
			cross join lateral generate_series(1, length(script), %3$s) n""";

	/**
	 * Find those of some rows.
	 * @param connection a connection in autocommit mode
	 * @param rows the ids of the rows
	 * @return the scripts by the ids of their rows
	 * @throws SQLException if the database refuses
	 */
	public Map<Long, Stored> find(Connection connection, Collection<Long> rows) throws SQLException {
		Map<Long, Stored> found = new HashMap<>();
		String ids = rows.stream().map(String::valueOf).collect(Collectors.joining(","));
		inTransaction(connection, (statement) -> {
			try (ResultSet result = statement.executeQuery(DESCRIPTION.formatted(this.table.qualified(), ids))) {
				while (result.next()) {
					found.put(result.getLong("id"), new Stored(result.getLong("bytes"), result.getString("hash")));
				}
			}
		});
		return found;
	}

	/**
	 * Read what was kept of the statements of some rows. The table must have the column.
	 * @param connection a connection in autocommit mode
	 * @param rows the ids of the rows
	 * @return what was kept by the ids of the rows that have it
	 * @throws SQLException if the database refuses
	 */
	public Map<Long, byte[]> hashes(Connection connection, Collection<Long> rows) throws SQLException {
		Map<Long, byte[]> found = new HashMap<>();
		String ids = rows.stream().map(String::valueOf).collect(Collectors.joining(","));
		inTransaction(connection, (statement) -> {
			try (ResultSet result = statement.executeQuery(HASHES.formatted(this.table.qualified(), ids))) {
				while (result.next()) {
					found.put(result.getLong("id"), result.getBytes("statement_hashes"));
				}
			}
		});
		return found;
	}

	/**
	 * Write one.
	 * @param connection a connection in autocommit mode
	 * @param row the id of its row
	 * @param target where it goes, as UTF-8
	 * @throws SQLException if the database refuses
	 * @throws IOException if the target does
	 */
	public void write(Connection connection, long row, OutputStream target) throws SQLException, IOException {
		IOException[] refused = new IOException[1];
		inTransaction(connection, (statement) -> {
			statement.execute(PIECES.formatted(this.table.qualified(), String.valueOf(row), String.valueOf(PIECE)));
			try {
				long next = 1;
				while (writePiece(statement, target, next)) {
					next += PIECE;
				}
			}
			catch (IOException ex) {
				refused[0] = ex;
			}
		});
		if (refused[0] != null) {
			throw refused[0];
		}
	}

	/**
	 * They come in their order, since sorting them would take the room of all of them.
	 */
	private static boolean writePiece(Statement statement, OutputStream target, long start)
			throws SQLException, IOException {
		try (ResultSet piece = statement.executeQuery("fetch 1 from slipway_pieces")) {
			boolean found = piece.next();
			if (found && piece.getLong("start") != start) {
				throw new SQLException("the server has sent a piece of an undo script that is not the next one");
			}
			if (found) {
				target.write(piece.getBytes("part"));
			}
			return found;
		}
	}

	/** The driver's own BEGIN has a name, which a pooler's next session may know. */
	private void inTransaction(Connection connection, Reading reading) throws SQLException {
		try (Statement statement = connection.createStatement()) {
			statement.setEscapeProcessing(false);
			statement.execute(OwnTransaction.BEGIN);
			try {
				statement.execute(OwnTransaction.role(this.role) + OwnTransaction.SAFE_PATH);
				statement.execute(Quote.block("", this.table.check()));
				reading.read(statement);
				statement.execute(OwnTransaction.COMMIT);
			}
			catch (SQLException ex) {
				OwnTransaction.rollBack(connection, ex);
				throw ex;
			}
		}
	}

	/**
	 * A script that is stored.
	 *
	 * @param bytes its length in UTF-8
	 * @param hash its SHA-256 in hexadecimal digits
	 */
	public record Stored(long bytes, String hash) {

	}

	/**
	 * Reads in the transaction.
	 */
	private interface Reading {

		void read(Statement statement) throws SQLException;

	}

}
