package dev.slipway.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import org.awaitility.Awaitility;

/**
 * A server of the version that the tests run on whose log can be read, with {@link Traps}
 * in all of its databases. It logs every statement.
 */
public final class TrapServer {

	private static final String TEMPLATE = "trapped";

	private final AtomicInteger databases = new AtomicInteger();

	private final EmbeddedPostgres server;

	private final Path log;

	@SuppressWarnings("resource")
	private TrapServer() throws IOException {
		Path data = Files.createTempDirectory("slipway-traps-");
		this.log = data.resolve("log/server.csv");
		this.server = EmbeddedPostgres.builder()
			.setDataDirectory(data)
			.setCleanDataDirectory(true)
			.setRegisterShutdownHook(false)
			.setServerConfig("fsync", "off")
			.setServerConfig("full_page_writes", "off")
			.setServerConfig("logging_collector", "on")
			.setServerConfig("log_destination", "csvlog")
			.setServerConfig("log_directory", "log")
			.setServerConfig("log_filename", "server.log")
			.setServerConfig("log_rotation_age", "0")
			.setServerConfig("log_rotation_size", "0")
			.setServerConfig("log_statement", "all")
			.start();
		SharedServers.add(this.server);
		TestDatabase postgres = database("postgres", "postgres");
		postgres.execute("create role " + Traps.STRANGER + " login");
		for (Victim victim : Victim.values()) {
			postgres.execute("create role " + victim.role + " login " + victim.attributes);
			if (!victim.searchPath.isEmpty()) {
				postgres.execute("alter role " + victim.role + " set search_path = " + victim.searchPath);
			}
		}
		postgres.execute("create database " + TEMPLATE);
		Traps.create(database(TEMPLATE, "postgres"));
	}

	/**
	 * Return the server, started when it is first asked for.
	 */
	public static TrapServer server() {
		return Holder.SERVER;
	}

	/**
	 * Create a database with all traps, for the test class that is running now.
	 * @param victim who is to use it
	 */
	public TrapDatabase createDatabase(Victim victim) {
		String name = "slipway_" + this.databases.incrementAndGet();
		database("postgres", "postgres")
			.execute("create database " + name + " template " + TEMPLATE + " owner " + victim.role);
		SharedServers.dropLater(name, database("postgres", "postgres")::execute);
		TestDatabase owned = database(name, victim.role);
		return new TrapDatabase(this, owned, database(name, "postgres"));
	}

	private TestDatabase database(String name, String role) {
		return new TestDatabase("127.0.0.1", this.server.getPort(), name, role, "");
	}

	/**
	 * Return what the log says of a database up to now.
	 */
	List<LogEntry> log(TestDatabase database) {
		String end = "END " + UUID.randomUUID();
		database.execute("do $$ begin raise log '" + end + "'; end $$");
		List<LogEntry> entries = new ArrayList<>();
		Awaitility.await().pollInterval(Duration.ofMillis(20)).atMost(Duration.ofMinutes(1)).until(() -> {
			entries.clear();
			entries.addAll(read());
			return entries.stream().anyMatch((entry) -> entry.message().equals(end));
		});
		return entries.stream().filter((entry) -> entry.database().equals(database.name())).toList();
	}

	private List<LogEntry> read() throws IOException {
		return LogEntry.read(Files.readString(this.log, StandardCharsets.UTF_8));
	}

	/**
	 * As whom Slipway connects.
	 */
	public enum Victim {

		/** A superuser whose search path is the default one. */
		SUPERUSER("trap_superuser", "superuser", ""),

		/**
		 * The owner of the database, with an untrusted schema before {@code pg_catalog}.
		 */
		OWNER("trap_owner", "createdb", "hostile, public, pg_catalog");

		private final String role;

		private final String attributes;

		private final String searchPath;

		Victim(String role, String attributes, String searchPath) {
			this.role = role;
			this.attributes = attributes;
			this.searchPath = searchPath;
		}

	}

	private static final class Holder {

		private static final TrapServer SERVER = create();

		private static TrapServer create() {
			try {
				return new TrapServer();
			}
			catch (IOException ex) {
				throw new UncheckedIOException(ex);
			}
		}

	}

}
