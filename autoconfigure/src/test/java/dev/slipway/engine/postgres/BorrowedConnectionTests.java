package dev.slipway.engine.postgres;

import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

import com.zaxxer.hikari.HikariDataSource;
import dev.slipway.DatabaseException;
import dev.slipway.testing.TestDatabase;
import dev.slipway.testing.TestPostgres;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.jdbc.datasource.DelegatingDataSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/**
 * What a pool gets back: a connection as it lent it, or none.
 */
class BorrowedConnectionTests {

	private static final String PID = "select pg_backend_pid()";

	private final TestDatabase database = TestPostgres.server().createDatabase();

	private final HikariDataSource pool = this.database.pool();

	@AfterEach
	void close() {
		this.pool.close();
	}

	@Test
	void idleConnectionGoesBackToItsPool() throws SQLException {
		List<String> before = pid();
		try (BorrowedConnection borrowed = new BorrowedConnection("", this.pool)) {
			TestDatabase.query(borrowed.connection(), "select 1");
		}
		assertThat(pid()).isEqualTo(before);
	}

	@ParameterizedTest
	@ValueSource(strings = { "begin", "begin; select 1 / 0" })
	void connectionWithAnOpenTransactionIsEnded(String sql) throws SQLException {
		List<String> before = pid();
		try (BorrowedConnection borrowed = new BorrowedConnection("", this.pool)) {
			try {
				execute(borrowed.connection(), sql);
			}
			catch (SQLException ex) {
				assertThat(sql).contains("1 / 0");
			}
		}
		assertThat(pid()).isNotEqualTo(before);
		assertThat(this.database.query("select 1 from pg_stat_activity where pid = " + before.get(0))).isEmpty();
	}

	@Test
	void connectionOnWhichTheDriverWasStoppedIsEnded() throws SQLException {
		List<String> before = pid();
		try (BorrowedConnection borrowed = new BorrowedConnection("", this.pool)) {
			execute(borrowed.connection(), "create table t (i int)");
			Pipeline pipeline = new Pipeline(borrowed.connection());
			assertThatThrownBy(() -> pipeline.copy("copy t from stdin", (target) -> {
				throw new Stopped();
			}, (notice) -> {
			})).isInstanceOf(Stopped.class);
		}
		assertThat(pid()).isNotEqualTo(before);
	}

	@Test
	void connectionOfWhichTheDataCannotBeReadStays() throws SQLException {
		List<String> before = pid();
		try (BorrowedConnection borrowed = new BorrowedConnection("", this.pool)) {
			execute(borrowed.connection(), "create table t (i int)");
			Pipeline pipeline = new Pipeline(borrowed.connection());
			assertThatExceptionOfType(IOException.class)
				.isThrownBy(() -> pipeline.copy("copy t from stdin", (target) -> {
					throw new IOException("gone");
				}, (notice) -> {
				}));
		}
		assertThat(pid()).isEqualTo(before);
	}

	/** As the pools of Commons DBCP and Tomcat do. */
	@Test
	void interruptThatAPoolHasTakenIsRestored() {
		BorrowedConnection borrowed = new BorrowedConnection("", new DelegatingDataSource(this.pool) {
			@Override
			public Connection getConnection() throws SQLException {
				throw new SQLException("cannot get a connection", new InterruptedException());
			}
		});
		assertThatExceptionOfType(DatabaseException.class).isThrownBy(borrowed::connection)
			.satisfies((failure) -> assertThat(failure.getReason()).isEqualTo(DatabaseException.Reason.INTERRUPTED));
		assertThat(Thread.interrupted()).isTrue();
	}

	private static void execute(Connection connection, String sql) throws SQLException {
		try (Statement statement = connection.createStatement()) {
			statement.execute(sql);
		}
	}

	private List<String> pid() throws SQLException {
		try (Connection connection = this.pool.getConnection()) {
			return TestDatabase.query(connection, PID);
		}
	}

	/** As an OutOfMemoryError. */
	private static final class Stopped extends Error {

		private static final long serialVersionUID = 1L;

	}

}
