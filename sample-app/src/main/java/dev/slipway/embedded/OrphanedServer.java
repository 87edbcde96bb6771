package dev.slipway.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * A PostgreSQL server that still runs although the sample that started it was killed.
 */
final class OrphanedServer {

	private static final int TIMEOUT_SECONDS = 30;

	private OrphanedServer() {
	}

	/**
	 * Stop the server that runs on a cluster, if one does. The caller must hold the lock
	 * of the data folder.
	 * <p>
	 * A pid file without a server is deleted. PostgreSQL refuses to start when another
	 * process has that pid, which is common in containers, where pids start at 1.
	 * @param cluster PostgreSQL's data
	 * @throws SetupException if the server does not stop
	 */
	static void stop(Path cluster) throws IOException {
		Path pidFile = cluster.resolve("postmaster.pid");
		if (Files.exists(pidFile)) {
			Optional<ProcessHandle> server = find(cluster, pidFile);
			if (server.isPresent()) {
				stop(server.get());
			}
			else {
				Files.deleteIfExists(pidFile);
			}
		}
	}

	private static Optional<ProcessHandle> find(Path cluster, Path pidFile) throws IOException {
		return Files.readAllLines(pidFile)
			.stream()
			.limit(1)
			.map(String::trim)
			.filter((line) -> line.matches("\\d{1,18}"))
			.flatMap((line) -> ProcessHandle.of(Long.parseLong(line)).stream())
			.filter((process) -> serves(process, cluster))
			.findFirst();
	}

	private static boolean serves(ProcessHandle process, Path cluster) {
		ProcessHandle.Info info = process.info();
		return info.command()
			.filter((command) -> Path.of(command).getFileName().toString().startsWith("postgres"))
			.isPresent()
				&& info.arguments().map((arguments) -> List.of(arguments).contains(cluster.toString())).orElse(true);
	}

	/**
	 * PostgreSQL stops on SIGTERM when its last client has disconnected. It notices
	 * within a second that the killed sample has, by
	 * {@code client_connection_check_interval}.
	 */
	private static void stop(ProcessHandle process) {
		process.destroy();
		try {
			process.onExit().get(TIMEOUT_SECONDS, TimeUnit.SECONDS);
		}
		catch (TimeoutException | ExecutionException ex) {
			throw new SetupException(
					"The PostgreSQL server of an earlier start (process " + process.pid()
							+ ") does not stop: a client is connected to it.",
					"Close that connection, or stop the server with 'kill -INT " + process.pid() + "'.", ex);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException("Interrupted while a PostgreSQL server stopped", ex);
		}
	}

}
