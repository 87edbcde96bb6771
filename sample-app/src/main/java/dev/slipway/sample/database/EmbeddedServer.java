package dev.slipway.sample.database;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Path;
import java.time.Duration;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * A PostgreSQL of the sample's own, with both databases, on the loopback interface.
 */
final class EmbeddedServer implements Databases {

	private static final Logger logger = LoggerFactory.getLogger(EmbeddedServer.class);

	private final DataFolder data;

	private final EmbeddedPostgres postgres;

	private EmbeddedServer(DataFolder data, EmbeddedPostgres postgres) {
		this.data = data;
		this.postgres = postgres;
	}

	/**
	 * Start a server.
	 * @param folder where its data is, or will be
	 * @throws SetupException if it does not start; then nothing of it runs
	 */
	static EmbeddedServer start(Path folder) {
		refuseRootWithoutAnotherUser();
		DataFolder data = DataFolder.open(folder);
		try {
			data.requireOwned();
			LeftServer.stop(data.cluster());
			data.clean();
			EmbeddedServer server = new EmbeddedServer(data, launch(data));
			server.createMissing("platform");
			server.createMissing("query");
			data.markComplete();
			logger.info("Embedded PostgreSQL keeps its data in {} and serves {}", data, server.platform().url());
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

	/** The library unpacks before it runs a program, which root is then refused. */
	private static void unpack(DataFolder data) throws IOException {
		try {
			server(data, data.unpacking()).start();
		}
		catch (IllegalStateException ex) {
			logger.debug("Unpacked PostgreSQL's programs: {}", ex.getMessage());
		}
		data.forgetUnpacking();
	}

	/** Without a shutdown hook: it would end the server under the running application. */
	private static EmbeddedPostgres.Builder server(DataFolder data, Path cluster) {
		return EmbeddedPostgres.builder()
			.setRegisterShutdownHook(false)
			.setCleanDataDirectory(false)
			.setDataDirectory(cluster)
			.setOverrideWorkingDirectory(data.binaries().toFile())
			.setOutputRedirector(Redirect.appendTo(data.log().toFile()))
			.setPGStartupWait(Duration.ofSeconds(60))
			// Not every container has the locale that its LANG names.
			.setLocaleConfig("locale", "C")
			.setServerConfig("listen_addresses", "localhost")
			.setServerConfig("unix_socket_directories", "")
			.setServerConfig("max_connections", "50")
			// The library's defaults are for tests; this data is meant to be kept.
			.setServerConfig("fsync", "on")
			.setServerConfig("synchronous_commit", "on")
			.setServerConfig("client_connection_check_interval", "1s");
	}

	private static SetupException failed(DataFolder data, Throwable cause) {
		String lastWords = data.lastWords();
		try (data) {
			LeftServer.stop(data.cluster());
		}
		catch (IOException | RuntimeException ex) {
			cause.addSuppressed(ex);
		}
		if (cause instanceof SetupException setup) {
			return setup;
		}
		return new SetupException(
				"The embedded PostgreSQL in " + data + " did not start: " + cause.getMessage() + ".\n\n" + lastWords,
				"Mend what is said above, or set SAMPLE_PLATFORM_URL and SAMPLE_QUERY_URL to use databases of another"
						+ " server. All of the log is in " + data.log() + ".",
				cause);
	}

	private static void refuseRootWithoutAnotherUser() {
		if (OrdinaryUser.isNeeded() && !OrdinaryUser.isPossible()) {
			throw new SetupException(
					"PostgreSQL refuses to run as root, and this environment has no way around it: it forbids user"
							+ " namespaces (unshare -U) and has no setpriv.",
					"Start the sample as an ordinary user (docker run --user 1000, with a sample.data folder that the"
							+ " user may write to), or set SAMPLE_PLATFORM_URL and SAMPLE_QUERY_URL to use databases"
							+ " of another server.");
		}
	}

	private void createMissing(String name) {
		JdbcClient client = JdbcClient.create(this.postgres.getPostgresDatabase());
		boolean exists = client.sql("select count(*) > 0 from pg_database where datname = :name")
			.param("name", name)
			.query(Boolean.class)
			.single();
		if (!exists) {
			client.sql("create database " + name).update();
		}
	}

	@Override
	public Database platform() {
		return database("platform");
	}

	@Override
	public Database query() {
		return database("query");
	}

	private Database database(String name) {
		return new Database("jdbc:postgresql://localhost:" + this.postgres.getPort() + "/" + name, "postgres", "");
	}

	@Override
	public void close() {
		try (this.data) {
			this.postgres.close();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
