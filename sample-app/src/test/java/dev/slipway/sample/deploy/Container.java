package dev.slipway.sample.deploy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

import dev.slipway.testing.Ports;
import org.awaitility.Awaitility;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A container of an {@link Image}: a process that sees nothing else of the file system
 * and no other process, may not write, and is an unprivileged user. It shares the network
 * of the tests. {@link #close()} kills it.
 */
final class Container implements AutoCloseable {

	static final List<String> DEVICES = List.of("null", "zero", "random", "urandom");

	private static final Duration TIMEOUT = Duration.ofMinutes(5);

	private static final HttpClient http = HttpClient.newHttpClient();

	/**
	 * The shell runs outside: it makes the mounts, and is replaced by the program. Its
	 * arguments are the root, user and group, and the command.
	 */
	private static final String START = """
			set -e
			root=$1 user=$2
			shift 2
			mount --bind "$root" "$root"
			mount -t proc proc "$root/proc"
			mount -t tmpfs -o size=64m,mode=1777 tmpfs "$root/tmp"
			for device in %s; do mount --bind "/dev/$device" "$root/dev/$device"; done
			mount -o remount,bind,ro "$root"
			exec setpriv --no-new-privs chroot --userspec="$user" --groups="${user#*:}" "$root" "$@"
			""".formatted(String.join(" ", DEVICES));

	private final Process process;

	private final Path output;

	private final int port;

	private Container(Process process, Path output, int port) {
		this.process = process;
		this.output = output;
		this.port = port;
	}

	/**
	 * Start a container.
	 * @param arguments what follows the entry point of the image
	 * @param environment all variables that it has
	 */
	static Container start(Image image, List<String> arguments, Map<String, String> environment) {
		try {
			int port = Ports.free();
			List<String> command = Root.command("unshare", "--mount", "--pid", "--fork", "--kill-child", "env", "-i");
			environment.forEach((name, value) -> command.add(name + "=" + value));
			command.add("SERVER_PORT=" + port);
			// Starts with less work for the compiler, as several JVMs share few cores.
			command.add("JAVA_TOOL_OPTIONS=-XX:TieredStopAtLevel=1");
			command.addAll(
					List.of("PATH=/usr/bin:/bin:/usr/sbin:/sbin", "sh", "-c", START, "sh", image.root().toString()));
			command.add(image.user());
			command.addAll(image.entrypoint());
			command.addAll(arguments);
			Path output = Files.createTempFile(DeployFiles.CONTEXT.resolve("target"), "container-", ".log");
			Process process = new ProcessBuilder(command).redirectErrorStream(true)
				.redirectOutput(output.toFile())
				.start();
			return new Container(process, output, port);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/** Ask as a probe does, until the answer is 200. */
	Container awaitReady(String path) {
		Awaitility.await()
			.atMost(TIMEOUT)
			.failFast("the container exited, see " + this.output, () -> !this.process.isAlive())
			.until(() -> Ports.isOpen(this.port) && get(path).statusCode() == 200);
		return this;
	}

	int awaitExitWithClosedPort() {
		Awaitility.await().atMost(TIMEOUT).pollInterval(Duration.ofMillis(20)).until(() -> {
			assertThat(Ports.isOpen(this.port)).isFalse();
			return !this.process.isAlive();
		});
		return this.process.exitValue();
	}

	HttpResponse<String> get(String path) {
		return send(HttpRequest.newBuilder(uri(path)).GET());
	}

	HttpResponse<String> post(String path, String json) {
		return send(HttpRequest.newBuilder(uri(path))
			.header("Content-Type", "application/json")
			.POST(HttpRequest.BodyPublishers.ofString(json)));
	}

	private URI uri(String path) {
		return URI.create("http://localhost:" + this.port + path);
	}

	private static HttpResponse<String> send(HttpRequest.Builder request) {
		try {
			return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException(ex);
		}
	}

	String output() {
		try {
			return Files.readString(this.output);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * Return a file of /proc about the process of the container, which is the last one of
	 * sudo, unshare and what it started.
	 */
	String proc(String file) {
		return Root.run("cat", "/proc/" + pid() + "/" + file);
	}

	/** Return the program that runs, as the path in the container. */
	String program() {
		return Root.run("readlink", "/proc/" + pid() + "/exe").strip();
	}

	private long pid() {
		return this.process.descendants()
			.filter((process) -> process.children().findAny().isEmpty())
			.mapToLong(ProcessHandle::pid)
			.findFirst()
			.orElseThrow();
	}

	/** Stop it as a container engine does, and return the exit code. */
	int stop() {
		Root.run("kill", "-TERM", String.valueOf(pid()));
		try {
			assertThat(this.process.waitFor(TIMEOUT.toSeconds(), TimeUnit.SECONDS)).isTrue();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException(ex);
		}
		return this.process.exitValue();
	}

	@Override
	public void close() {
		if (this.process.isAlive()) {
			Root.run("kill", "-KILL", String.valueOf(pid()));
		}
	}

}
