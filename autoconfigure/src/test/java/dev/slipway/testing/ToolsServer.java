package dev.slipway.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.util.FileSystemUtils;

/**
 * A PostgreSQL of the version that the {@link PostgresTools} have, on the loopback
 * interface, shared by all tests of a JVM and stopped with it.
 */
public final class ToolsServer {

	private static final Logger logger = LoggerFactory.getLogger(ToolsServer.class);

	/** The users that may own the server when the tests run as root, best first. */
	private static final List<String> ORDINARY_USERS = List.of("postgres", "nobody");

	private final AtomicInteger databases = new AtomicInteger();

	private final List<String> prefix = new ArrayList<>();

	private final Path folder;

	private final Path data;

	private final int port = Ports.free();

	private ToolsServer() throws IOException {
		this.folder = Files.createTempDirectory("slipway-postgres-");
		this.data = this.folder.resolve("data");
		if (System.getProperty("user.name").equals("root")) {
			becomeOrdinary();
		}
		asOwner("initdb", "--pgdata=" + this.data, "--username=postgres", "--auth=trust", "--encoding=UTF8",
				"--no-locale", "--no-sync");
		Runtime.getRuntime().addShutdownHook(new Thread(this::stop));
		asOwner("pg_ctl", "start", "--wait", "--silent", "--pgdata=" + this.data, "--log=" + this.folder.resolve("log"),
				"--options=-c listen_addresses=127.0.0.1 -c port=" + this.port
						+ " -c unix_socket_directories='' -c fsync=off -c full_page_writes=off");
		logger.info("PostgreSQL's own tools work on 127.0.0.1:{}, {}", this.port,
				database("postgres").query("select version()").get(0));
	}

	/**
	 * Return the server, started when it is first asked for.
	 */
	public static ToolsServer server() {
		return Holder.SERVER;
	}

	/**
	 * Create an empty database.
	 */
	public TestDatabase createDatabase() {
		String name = "slipway_" + this.databases.incrementAndGet();
		execute("create database " + name);
		return database(name);
	}

	/**
	 * Drop a database, of which hundreds take longer to delete than a JVM that ends is
	 * given.
	 */
	public void drop(TestDatabase database) {
		execute("drop database " + database.name() + " with (force)");
	}

	/**
	 * Run a statement as a superuser in the server's own database.
	 */
	public void execute(String sql) {
		database("postgres").execute(sql);
	}

	private TestDatabase database(String name) {
		return new TestDatabase("127.0.0.1", this.port, name, "postgres", "");
	}

	/** PostgreSQL's server and its programs refuse root. */
	private void becomeOrdinary() throws IOException {
		String user = ORDINARY_USERS.stream()
			.filter(ToolsServer::exists)
			.findFirst()
			.orElseThrow(() -> new IllegalStateException("None of the users " + ORDINARY_USERS + " exists"));
		String group = PostgresTools.run(List.of("id", "-g", user)).strip();
		this.prefix.addAll(List.of("setpriv", "--reuid=" + user, "--regid=" + group, "--clear-groups"));
		Files.setOwner(this.folder,
				this.folder.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByName(user));
	}

	private static boolean exists(String user) {
		try {
			PostgresTools.run(List.of("id", "-u", user));
			return true;
		}
		catch (PostgresTools.ToolFailedException ex) {
			return false;
		}
	}

	private void asOwner(String program, String... arguments) {
		List<String> command = new ArrayList<>(this.prefix);
		command.add(PostgresTools.program(program));
		command.addAll(List.of(arguments));
		PostgresTools.run(command);
	}

	private void stop() {
		try {
			asOwner("pg_ctl", "stop", "--mode=immediate", "--silent", "--pgdata=" + this.data);
			FileSystemUtils.deleteRecursively(this.folder);
		}
		catch (IOException | RuntimeException ex) {
			logger.warn("The server at {} was not stopped: {}", this.data, ex.getMessage());
		}
	}

	private static final class Holder {

		private static final ToolsServer SERVER = start();

		private static ToolsServer start() {
			try {
				return new ToolsServer();
			}
			catch (IOException ex) {
				throw new UncheckedIOException(ex);
			}
		}

	}

}
