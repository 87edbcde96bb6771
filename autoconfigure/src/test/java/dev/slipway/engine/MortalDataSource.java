package dev.slipway.engine;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import javax.sql.DataSource;

import org.springframework.jdbc.datasource.DelegatingDataSource;

/**
 * Can be killed as a process is: all of its connections are gone at once, and the server
 * learns of it when it next looks at its sockets.
 */
class MortalDataSource extends DelegatingDataSource {

	private final List<Connection> connections = new CopyOnWriteArrayList<>();

	private volatile boolean dead;

	MortalDataSource(DataSource target) {
		super(target);
	}

	@Override
	public Connection getConnection() throws SQLException {
		Connection connection = super.getConnection();
		this.connections.add(connection);
		if (this.dead) {
			connection.abort(Runnable::run);
			throw new Killed();
		}
		return connection;
	}

	void kill() throws SQLException {
		this.dead = true;
		for (Connection connection : this.connections) {
			connection.abort(Runnable::run);
		}
	}

	/** Whoever is dead does nothing more: no code of Slipway's catches this. */
	static final class Killed extends Error {

		private static final long serialVersionUID = 1L;

	}

}
