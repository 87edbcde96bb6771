package dev.slipway.testing;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

import javax.sql.DataSource;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * A database of one test.
 *
 * @param host the server's address
 * @param port the server's port
 * @param name the name of the database
 * @param username a superuser, or another role that a test made
 * @param password its password
 */
public record TestDatabase(String host, int port, String name, String username, String password) {

	/**
	 * Return the URL, without credentials.
	 */
	public String url() {
		return "jdbc:postgresql://" + this.host + ":" + this.port + "/" + this.name;
	}

	/**
	 * Return the same database as another role sees it.
	 */
	public TestDatabase as(String username, String password) {
		return new TestDatabase(this.host, this.port, this.name, username, password);
	}

	/**
	 * Return the same database through a proxy or a pooler.
	 */
	public TestDatabase through(String host, int port) {
		return new TestDatabase(host, port, this.name, this.username, this.password);
	}

	/**
	 * Return a DataSource that opens a connection each time.
	 */
	public DataSource dataSource() {
		return dataSource("");
	}

	/**
	 * Return a DataSource that opens a connection each time.
	 * @param parameters parameters of the URL, such as {@code ?preferQueryMode=simple}
	 */
	public DataSource dataSource(String parameters) {
		PGSimpleDataSource dataSource = new PGSimpleDataSource();
		dataSource.setUrl(url() + parameters);
		dataSource.setUser(this.username);
		dataSource.setPassword(this.password);
		return dataSource;
	}

	/**
	 * Return a pool of one connection, for the caller to close.
	 */
	public HikariDataSource pool() {
		return pool((config) -> {
		});
	}

	/**
	 * Return a pool of one connection, for the caller to close.
	 * @param initSql what the pool runs on a new connection
	 */
	public HikariDataSource pool(String initSql) {
		return pool((config) -> config.setConnectionInitSql(initSql));
	}

	/**
	 * Return a pool, for the caller to close.
	 * @param change changes the configuration of a pool of one connection
	 */
	public HikariDataSource pool(Consumer<HikariConfig> change) {
		HikariConfig config = new HikariConfig();
		config.setJdbcUrl(url());
		config.setUsername(this.username);
		config.setPassword(this.password);
		config.setMaximumPoolSize(1);
		change.accept(config);
		return new HikariDataSource(config);
	}

	/**
	 * Run a statement.
	 */
	public void execute(String sql) {
		try (Connection connection = TestPostgres.connect(url(), this.username, this.password)) {
			TestPostgres.execute(connection, sql);
		}
		catch (SQLException ex) {
			throw new IllegalStateException(sql, ex);
		}
	}

	/**
	 * Run a query.
	 * @return its rows, the columns of each joined by {@code |}
	 */
	public List<String> query(String sql) {
		try (Connection connection = TestPostgres.connect(url(), this.username, this.password)) {
			return query(connection, sql);
		}
		catch (SQLException ex) {
			throw new IllegalStateException(sql, ex);
		}
	}

	/**
	 * Run a query on a given connection.
	 * @return its rows, the columns of each joined by {@code |}
	 */
	public static List<String> query(Connection connection, String sql) throws SQLException {
		try (Statement statement = connection.createStatement(); ResultSet rows = statement.executeQuery(sql)) {
			List<String> result = new ArrayList<>();
			while (rows.next()) {
				List<String> row = new ArrayList<>();
				for (int i = 1; i <= rows.getMetaData().getColumnCount(); i++) {
					row.add(String.valueOf(rows.getString(i)));
				}
				result.add(String.join("|", row));
			}
			return result;
		}
	}

}
