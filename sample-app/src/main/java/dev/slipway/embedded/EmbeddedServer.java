package dev.slipway.embedded;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * A PostgreSQL server on the loopback interface, with the databases {@code platform} and
 * {@code query}.
 */
final class EmbeddedServer implements AutoCloseable {

	private static final Logger logger = LoggerFactory.getLogger(EmbeddedServer.class);

	private static final int STOP_TIMEOUT_SECONDS = 30;

	private final DataFolder data;

	private final EmbeddedPostgres postgres;

	private EmbeddedServer(DataFolder data, EmbeddedPostgres postgres) {
		this.data = data;
		this.postgres = postgres;
	}

	/**
	 * Start a server.
	 * @param folder where its data is, or will be
	 * @throws SetupException if it does not start; then no process of it is left
	 */
	static EmbeddedServer start(Path folder) {
		OrdinaryUser.requireAvailable();
		DataFolder data = DataFolder.open(folder);
		try {
			data.requireOwned();
			logger.info("Starting the embedded PostgreSQL in {}", data);
			OrphanedServer.stop(data.cluster());
			data.deleteIncomplete();
			EmbeddedServer server = new EmbeddedServer(data, launch(data));
			server.createDatabase("platform");
			server.createDatabase("query");
			data.markComplete();
			logger.info("The embedded PostgreSQL serves {} and {}", server.url("platform"), server.url("query"));
			return server;
		}
		catch (IOException | RuntimeException | ExceptionInInitializerError ex) {
			throw failed(data, ex);
		}
	}

	private static EmbeddedPostgres launch(DataFolder data) throws IOException {
		if (OrdinaryUser.isNeeded()) {
			OrdinaryUser.own(data.cluster(), data.binaries());
			if (!OrdinaryUser.wrap(data.binaries())) {
				unpack(data);
				OrdinaryUser.wrap(data.binaries());
				OrdinaryUser.own(data.binaries());
			}
		}
		return server(data, data.cluster()).start();
	}

	/**
	 * The library has no method that only unpacks. It unpacks, then runs initdb, which
	 * refuses to run as root.
	 */
	private static void unpack(DataFolder data) throws IOException {
		try {
			server(data, data.unpacking()).start();
		}
		catch (IllegalStateException ex) {
			logger.debug("Unpacked PostgreSQL's programs: {}", ex.getMessage());
		}
		data.deleteUnpacking();
	}

	/**
	 * The library's shutdown hook would stop the server while the application still uses
	 * it.
	 */
	private static EmbeddedPostgres.Builder server(DataFolder data, Path cluster) {
		return EmbeddedPostgres.builder()
			.setRegisterShutdownHook(false)
			.setCleanDataDirectory(false)
			.setDataDirectory(cluster)
			.setOverrideWorkingDirectory(data.binaries().toFile())
			.setOutputRedirector(Redirect.appendTo(data.log().toFile()))
			.setPGStartupWait(Duration.ofSeconds(60))
			// Some containers lack the locale that their LANG names.
			.setLocaleConfig("locale", "C")
			.setServerConfig("listen_addresses", "localhost")
			.setServerConfig("unix_socket_directories", "")
			.setServerConfig("max_connections", "50")
			// The library's defaults may lose data in a crash.
			.setServerConfig("fsync", "on")
			.setServerConfig("synchronous_commit", "on")
			.setServerConfig("client_connection_check_interval", "1s");
	}

	/**
	 * Stop all processes of a failed start. A SIGTERM interrupts the start, also while
	 * initdb or pg_ctl runs.
	 */
	private static SetupException failed(DataFolder data, Throwable cause) {
		String logTail = data.logTail();
		boolean interrupted = Thread.interrupted();
		try (data) {
			stopChildren();
			OrphanedServer.stop(data.cluster());
		}
		catch (IOException | RuntimeException ex) {
			cause.addSuppressed(ex);
		}
		if (interrupted) {
			Thread.currentThread().interrupt();
		}
		if (cause instanceof SetupException setup) {
			return setup;
		}
		return new SetupException(
				"The embedded PostgreSQL in " + data + " did not start: " + cause.getMessage() + ".\n\n" + logTail,
				"Fix what PostgreSQL's log says above, or set SAMPLE_PLATFORM_URL and SAMPLE_QUERY_URL to use databases"
						+ " of another server. The whole log is in " + data.log() + ".",
				cause);
	}

	/** The sample starts no other processes. */
	private static void stopChildren() {
		List<ProcessHandle> children = ProcessHandle.current().descendants().toList();
		children.forEach(ProcessHandle::destroy);
		CompletableFuture.allOf(children.stream().map(ProcessHandle::onExit).toArray(CompletableFuture[]::new))
			.completeOnTimeout(null, STOP_TIMEOUT_SECONDS, TimeUnit.SECONDS)
			.join();
	}

	private void createDatabase(String name) {
		JdbcClient client = JdbcClient.create(this.postgres.getPostgresDatabase());
		boolean exists = client.sql("select count(*) > 0 from pg_database where datname = :name")
			.param("name", name)
			.query(Boolean.class)
			.single();
		if (!exists) {
			client.sql("create database " + name).update();
		}
	}

	/** Return the JDBC URL of a database. It contains the user; there is no password. */
	String url(String database) {
		return this.postgres.getJdbcUrl("postgres", database);
	}

	/**
	 * Stop the server on another thread, and wait for that with a limit. When a start is
	 * ended by a SIGTERM, Spring interrupts the thread that destroys the beans if it
	 * waits without one.
	 */
	@Override
	public void close() {
		try (this.data) {
			CompletableFuture.runAsync(this::stop).get(STOP_TIMEOUT_SECONDS, TimeUnit.SECONDS);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			logger.warn("The embedded PostgreSQL in {} is still stopping", this.data);
		}
		catch (ExecutionException | TimeoutException ex) {
			throw new IllegalStateException("The embedded PostgreSQL in " + this.data + " does not stop", ex);
		}
	}

	private void stop() {
		try {
			this.postgres.close();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
