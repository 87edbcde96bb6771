package dev.slipway.boot.command;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.UUID;

import javax.sql.DataSource;

import dev.slipway.ServerError;
import dev.slipway.engine.postgres.Quote;
import dev.slipway.engine.text.RefusedException;
import org.jspecify.annotations.Nullable;

/**
 * A database of its own beside that of a service, for as long as a command needs it.
 * Files run in it that would change the other one.
 */
final class EmptyDatabase implements AutoCloseable {

	/** A process that is killed leaves its database behind. */
	private static final String PREFIX = "slipway_empty_";

	private final DataSource beside;

	private final String name;

	private final DataSource dataSource;

	private EmptyDatabase(DataSource beside, String name, DataSource dataSource) {
		this.beside = beside;
		this.name = name;
		this.dataSource = dataSource;
	}

	/**
	 * Create a database on the same server.
	 * @param beside leads to the database of a service
	 * @param role the role that it belongs to; {@code null} for the one that logs in
	 * @throws SQLException if the server refuses, or does not tell how to log in
	 */
	static EmptyDatabase create(DataSource beside, @Nullable String role) throws SQLException {
		Login login = Login.of(beside);
		if (login == null) {
			throw new SQLException("the DataSource does not tell how it logs in");
		}
		String name = PREFIX + UUID.randomUUID().toString().replace("-", "").substring(0, 12);
		execute(beside, "create database " + Quote.identifier(name)
				+ ((role != null) ? " owner " + Quote.identifier(role) : "") + " template template0");
		EmptyDatabase created = new EmptyDatabase(beside, name, login.to(name));
		try {
			// What leads to it may be a pooler that knows the other one only.
			created.dataSource.getConnection().close();
			return created;
		}
		catch (SQLException ex) {
			created.drop(ex);
			throw ex;
		}
	}

	/** Return what leads to it. */
	DataSource dataSource() {
		return this.dataSource;
	}

	private void drop(SQLException cause) {
		try {
			close();
		}
		catch (RefusedException ex) {
			cause.addSuppressed(ex);
		}
	}

	/**
	 * Drop it, whoever is still connected to it.
	 * @throws RefusedException if the server refuses
	 */
	@Override
	public void close() {
		String sql = "drop database if exists " + Quote.identifier(this.name) + " with (force)";
		try {
			execute(this.beside, sql);
		}
		catch (SQLException ex) {
			throw new RefusedException("The empty database " + this.name + " cannot be dropped: "
					+ ServerError.of(ex).message() + ". Nothing was recorded.", "Drop it: " + sql + ".");
		}
	}

	private static void execute(DataSource dataSource, String sql) throws SQLException {
		try (Connection connection = dataSource.getConnection(); Statement statement = connection.createStatement()) {
			boolean autoCommit = connection.getAutoCommit();
			connection.setAutoCommit(true);
			statement.setEscapeProcessing(false);
			statement.execute(sql);
			connection.setAutoCommit(autoCommit);
		}
	}

}
