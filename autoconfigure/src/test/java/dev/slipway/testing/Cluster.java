package dev.slipway.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.util.FileSystemUtils;

/**
 * A PostgreSQL server with a data folder of its own on the loopback interface, made with
 * the {@link PostgresTools}, or with the embedded binaries. It can be stopped in any way
 * and started again, and can have a standby. Nothing of it is left after the last test.
 */
public final class Cluster implements AutoCloseable {

	private static final Logger logger = LoggerFactory.getLogger(Cluster.class);

	/** The users that may own a server when the tests run as root, best first. */
	private static final List<String> ORDINARY_USERS = List.of("postgres", "nobody");

	private final AtomicInteger databases = new AtomicInteger();

	/** Where PostgreSQL's programs are. */
	private final Path programs;

	private final List<String> prefix = new ArrayList<>();

	private final int port = Ports.free();

	private final List<String> settings;

	private final Path folder;

	private final Path data;

	private Cluster(Path programs, List<String> settings) throws IOException {
		this.programs = programs;
		this.settings = settings;
		this.folder = Files.createTempDirectory("slipway-postgres-");
		this.data = this.folder.resolve("data");
		if (System.getProperty("user.name").equals("root")) {
			becomeOrdinary();
		}
		SharedServers.add(this);
	}

	/**
	 * Make a server of the version of the {@link PostgresTools}, and start it.
	 * @param settings settings of the server, such as {@code fsync=off}
	 */
	public static Cluster start(String... settings) {
		return start(PostgresTools.programs(), settings);
	}

	/**
	 * Make a server, and start it.
	 * @param programs the folder of its programs
	 * @param settings settings of the server, such as {@code fsync=off}
	 */
	public static Cluster start(Path programs, String... settings) {
		try {
			Cluster cluster = new Cluster(programs, List.of(settings));
			cluster.postgres("initdb", "--pgdata=" + cluster.data, "--username=postgres", "--auth=trust",
					"--encoding=UTF8", "--no-locale", "--no-sync");
			cluster.start();
			return cluster;
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * Make a streaming standby of this server, which is stopped for as long as it is
	 * copied, and start it.
	 * @param settings settings of the standby
	 */
	public Cluster standby(String... settings) {
		try {
			List<String> all = new ArrayList<>(List.of(settings));
			all.add("primary_conninfo='host=127.0.0.1 port=" + this.port + " user=postgres'");
			Cluster standby = new Cluster(this.programs, all);
			stop(Stop.FAST);
			standby.asOwner("cp", "-a", this.data.toString(), standby.data.toString());
			start();
			standby.asOwner("touch", standby.data.resolve("standby.signal").toString());
			standby.start();
			return standby;
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * Start the server again, and wait until it answers.
	 */
	public void start() {
		String options = Stream
			.concat(Stream.of("listen_addresses=127.0.0.1", "port=" + this.port, "unix_socket_directories=''"),
					this.settings.stream())
			.map((setting) -> "-c " + setting)
			.collect(Collectors.joining(" "));
		postgres("pg_ctl", "start", "--wait", "--silent", "--pgdata=" + this.data,
				"--log=" + this.folder.resolve("log"), "--options=" + options);
	}

	/**
	 * Stop the server, and wait until it has ended.
	 * @param mode how
	 */
	public void stop(Stop mode) {
		postgres("pg_ctl", "stop", "--wait", "--silent", "--pgdata=" + this.data,
				"--mode=" + mode.name().toLowerCase(Locale.ROOT));
	}

	/**
	 * Make a primary of a standby, and wait until it is one.
	 */
	public void promote() {
		postgres("pg_ctl", "promote", "--wait", "--silent", "--pgdata=" + this.data);
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
	 * Drop a database: hundreds of them take minutes to delete in the end.
	 */
	public void drop(TestDatabase database) {
		execute("drop database " + database.name() + " with (force)");
	}

	/**
	 * Return a database, as a superuser sees it.
	 */
	public TestDatabase database(String name) {
		return new TestDatabase("127.0.0.1", this.port, name, "postgres", "");
	}

	/**
	 * Run a statement as a superuser in the server's own database.
	 */
	public void execute(String sql) {
		database("postgres").execute(sql);
	}

	@Override
	public void close() {
		SharedServers.remove(this);
		remove();
	}

	/** PostgreSQL's server and its programs refuse root. */
	private void becomeOrdinary() throws IOException {
		String user = ORDINARY_USERS.stream()
			.filter(Cluster::exists)
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

	private void postgres(String program, String... arguments) {
		asOwner(this.programs.resolve(program).toString(), arguments);
	}

	private void asOwner(String program, String... arguments) {
		List<String> command = new ArrayList<>(this.prefix);
		command.add(program);
		command.addAll(Arrays.asList(arguments));
		PostgresTools.run(command);
	}

	private void remove() {
		try {
			if (Files.exists(this.data.resolve("postmaster.pid"))) {
				stop(Stop.IMMEDIATE);
			}
			FileSystemUtils.deleteRecursively(this.folder);
		}
		catch (IOException | RuntimeException ex) {
			logger.warn("The server at {} was not stopped: {}", this.data, ex.getMessage());
		}
	}

	/**
	 * How a server is stopped.
	 */
	public enum Stop {

		/** Connections are ended, and everything is written. */
		FAST,

		/** As if the power had failed: the next start recovers. */
		IMMEDIATE

	}

}
