package dev.slipway.testing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A real PgBouncer in transaction mode in front of a test's database.
 */
public final class TestPooler implements AutoCloseable {

	private final ProcessBuilder program;

	private final int port;

	private final TestDatabase database;

	private Process process;

	private TestPooler(ProcessBuilder program, int port, TestDatabase database) throws IOException {
		this.program = program;
		this.port = port;
		this.database = database;
		this.process = start();
		SharedServers.add(this);
	}

	/**
	 * Return whether a PgBouncer is installed here.
	 */
	public static boolean isInstalled() {
		return binary().isPresent();
	}

	/**
	 * Start a pooler.
	 * @param database the database to pool connections to
	 * @param folder an empty folder for its configuration
	 * @param serverConnections how many connections it opens to the server
	 */
	public static TestPooler start(TestDatabase database, Path folder, int serverConnections) throws IOException {
		int port = Ports.free();
		Path config = folder.resolve("pgbouncer.ini");
		Path users = folder.resolve("users.txt");
		Files.writeString(users, "\"" + database.username() + "\" \"" + database.password() + "\"\n");
		Files.writeString(config, """
				[databases]
				* = host=%s port=%d
				[pgbouncer]
				listen_addr = 127.0.0.1
				listen_port = %d
				unix_socket_dir =
				pool_mode = transaction
				auth_type = trust
				auth_file = %s
				ignore_startup_parameters = extra_float_digits
				max_client_conn = 100
				default_pool_size = %d
				""".formatted(database.host(), database.port(), port, users, serverConnections));
		for (Path path : List.of(folder, config, users)) {
			Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rwxr-xr-x"));
		}
		List<String> command = new ArrayList<>(List.of(binary().orElseThrow().toString(), "-q"));
		if (System.getProperty("user.name").equals("root")) {
			command.addAll(List.of("-u", "nobody"));
		}
		command.add(config.toString());
		ProcessBuilder program = new ProcessBuilder(command).redirectErrorStream(true)
			.redirectOutput(ProcessBuilder.Redirect.appendTo(folder.resolve("log").toFile()));
		return new TestPooler(program, port, database);
	}

	private Process start() throws IOException {
		Process started = this.program.start();
		Waits.until(() -> Ports.isOpen(this.port));
		return started;
	}

	/**
	 * End it without asking, as {@code kill -9} does, and start it again.
	 */
	public void restart() throws IOException, InterruptedException {
		this.process.destroyForcibly().waitFor();
		this.process = start();
	}

	/**
	 * Return the database as it is reached through the pooler.
	 */
	public TestDatabase database() {
		return this.database.through("127.0.0.1", this.port);
	}

	@Override
	public void close() {
		SharedServers.remove(this);
		this.process.destroyForcibly();
	}

	private static Optional<Path> binary() {
		return Stream.of("/usr/sbin/pgbouncer", "/usr/bin/pgbouncer", "/usr/local/bin/pgbouncer")
			.map(Path::of)
			.filter(Files::isExecutable)
			.findFirst();
	}

}
