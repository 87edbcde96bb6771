package dev.slipway.sample.database;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * A PostgreSQL that outlived the process that had started it. Whoever asks must hold the
 * lock of the data folder.
 *
 * @param process its first process
 */
record LeftServer(ProcessHandle process) {

	private static final int PATIENCE_SECONDS = 30;

	/**
	 * Stop the server that still runs on a cluster, if one does. A pid file without one
	 * is removed: PostgreSQL would refuse to start if the number had gone to another
	 * process since, as it does in a container, where numbers begin anew.
	 */
	static void stop(Path cluster) throws IOException {
		Path pidFile = cluster.resolve("postmaster.pid");
		if (Files.exists(pidFile)) {
			Optional<LeftServer> server = find(cluster, pidFile);
			if (server.isPresent()) {
				server.get().stop();
			}
			else {
				Files.deleteIfExists(pidFile);
			}
		}
	}

	private static Optional<LeftServer> find(Path cluster, Path pidFile) throws IOException {
		List<String> lines = Files.readAllLines(pidFile);
		return lines.stream()
			.limit(1)
			.map(String::trim)
			.filter((line) -> line.matches("\\d{1,18}"))
			.flatMap((line) -> ProcessHandle.of(Long.parseLong(line)).stream())
			.filter((process) -> serves(process, cluster))
			.findFirst()
			.map(LeftServer::new);
	}

	private static boolean serves(ProcessHandle process, Path cluster) {
		boolean postgres = process.info()
			.command()
			.filter((command) -> Path.of(command).getFileName().toString().startsWith("postgres"))
			.isPresent();
		return postgres && process.info()
			.arguments()
			.map((arguments) -> List.of(arguments).contains(cluster.toString()))
			.orElse(true);
	}

	/**
	 * Ask it to end once its clients are gone. Those of a dead process are: the server
	 * looks for that every second, also while it works for one (see
	 * {@link EmbeddedServer}).
	 */
	private void stop() {
		this.process.destroy();
		try {
			this.process.onExit().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
		}
		catch (TimeoutException | ExecutionException ex) {
			throw new SetupException(
					"A PostgreSQL that an earlier start has left behind (process " + this.process.pid()
							+ ") does not end: somebody is connected to it.",
					"Close that connection, or stop the process with 'kill -INT " + this.process.pid() + "'.", ex);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException("Interrupted while a PostgreSQL was ending", ex);
		}
	}

}
