package dev.slipway.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.atomic.AtomicInteger;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.postgresql.PostgreSQLContainer;

/**
 * The real PostgreSQL that all tests of a JVM share, each test in a database of its own.
 * A server named by the system property {@code slipway.test.url} is taken (with
 * {@code slipway.test.username} and {@code slipway.test.password}, a superuser); else a
 * container when a Docker engine answers; else the embedded binaries.
 */
public final class TestPostgres {

	private static final Logger logger = LoggerFactory.getLogger(TestPostgres.class);

	private static final AtomicInteger databases = new AtomicInteger();

	private final String host;

	private final int port;

	private final String username;

	private final String password;

	private final SpareDatabase spare;

	private TestPostgres(String choice, String host, int port, String username, String password) {
		this.host = host;
		this.port = port;
		this.username = username;
		this.password = password;
		logger.info("Tests run on {}: {}:{}, {}", choice, host, port, version());
		this.spare = new SpareDatabase(this::createSpare);
	}

	/**
	 * Return the server, started when it is first asked for.
	 */
	public static TestPostgres server() {
		return Holder.SERVER;
	}

	/**
	 * Create an empty database, for the test class that is running now.
	 */
	public TestDatabase createDatabase() {
		String name = this.spare.take();
		SharedServers.dropLater(name, this::execute);
		return new TestDatabase(this.host, this.port, name, this.username, this.password);
	}

	private String createSpare() {
		String name = "slipway_" + ProcessHandle.current().pid() + "_" + databases.incrementAndGet();
		execute("create database " + name);
		return name;
	}

	/**
	 * Run a statement as a superuser in the server's own database.
	 */
	public void execute(String sql) {
		new TestDatabase(this.host, this.port, "postgres", this.username, this.password).execute(sql);
	}

	/**
	 * Return the folder of the embedded server's own programs, which are {@code initdb},
	 * {@code pg_ctl} and {@code postgres}.
	 */
	public static Path embeddedPrograms() {
		try (EmbeddedPostgres server = EmbeddedPostgres.builder().setRegisterShutdownHook(false).start()) {
			return Path.of(new TestDatabase("127.0.0.1", server.getPort(), "postgres", "postgres", "")
				.query("select setting from pg_config where name = 'BINDIR'")
				.get(0));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private String version() {
		return new TestDatabase(this.host, this.port, "postgres", this.username, this.password)
			.query("select version()")
			.get(0);
	}

	private static TestPostgres choose() {
		String url = System.getProperty("slipway.test.url", "");
		if (!url.isBlank()) {
			URI uri = URI.create(url.substring("jdbc:".length()));
			return new TestPostgres("the server that slipway.test.url names", uri.getHost(),
					(uri.getPort() > 0) ? uri.getPort() : 5432, System.getProperty("slipway.test.username", "postgres"),
					System.getProperty("slipway.test.password", ""));
		}
		try {
			return DockerClientFactory.instance().isDockerAvailable() ? container()
					: embedded("no Docker engine answers");
		}
		catch (RuntimeException ex) {
			// Without the image, without a network, without a bridge: the tests do not
			// need it.
			logger.warn("A Docker engine answers, but does not run PostgreSQL: {}", ex.getMessage());
			return embedded("the Docker engine does not run PostgreSQL");
		}
	}

	private static String wantedVersion() {
		return System.getProperty("slipway.test.postgres.version", "18");
	}

	@SuppressWarnings("resource")
	private static TestPostgres container() {
		String image = "postgres:" + wantedVersion().split("\\.")[0];
		PostgreSQLContainer container = new PostgreSQLContainer(image).withUsername("postgres")
			.withCommand("postgres", "-c", "fsync=off", "-c", "max_connections=300", "-c",
					"max_prepared_transactions=10");
		container.start();
		SharedServers.add(container);
		return new TestPostgres("Testcontainers with " + image, container.getHost(),
				container.getMappedPort(PostgreSQLContainer.POSTGRESQL_PORT), container.getUsername(),
				container.getPassword());
	}

	@SuppressWarnings("resource")
	private static TestPostgres embedded(String reason) {
		try {
			EmbeddedPostgres server = EmbeddedPostgres.builder()
				.setRegisterShutdownHook(false)
				.setServerConfig("max_prepared_transactions", "10")
				.start();
			SharedServers.add(server);
			return new TestPostgres("the embedded binaries, as " + reason, "127.0.0.1", server.getPort(), "postgres",
					"");
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static final class Holder {

		private static final TestPostgres SERVER = choose();

	}

	static Connection connect(String url, String username, String password) {
		try {
			return DriverManager.getConnection(url, username, password);
		}
		catch (SQLException ex) {
			throw new IllegalStateException("cannot connect to " + url, ex);
		}
	}

	static void execute(Connection connection, String sql) throws SQLException {
		try (Statement statement = connection.createStatement()) {
			statement.execute(sql);
		}
	}

}
