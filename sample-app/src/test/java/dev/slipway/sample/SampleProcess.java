package dev.slipway.sample;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

import com.jayway.jsonpath.JsonPath;
import dev.slipway.testing.Ports;
import dev.slipway.testing.TestDatabase;
import org.awaitility.Awaitility;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A process that runs the executable jar. {@link #close()} kills it.
 */
final class SampleProcess implements AutoCloseable {

	private static final Duration TIMEOUT = Duration.ofMinutes(5);

	private static final HttpClient http = HttpClient.newHttpClient();

	private final Process process;

	private final int port;

	private final Path output;

	private SampleProcess(Process process, int port, Path output) {
		this.process = process;
		this.port = port;
		this.output = output;
	}

	/** Start on two databases of another server. */
	static SampleProcess on(TestDatabase platform, TestDatabase query, String... arguments) {
		return on(platform, query, Map.of(), arguments);
	}

	/** Start on two databases, with more environment variables. */
	static SampleProcess on(TestDatabase platform, TestDatabase query, Map<String, String> more, String... arguments) {
		Map<String, String> environment = new HashMap<>(more);
		environment.putAll(Map.of("SAMPLE_PLATFORM_URL", platform.url(), "SAMPLE_PLATFORM_USERNAME",
				platform.username(), "SAMPLE_PLATFORM_PASSWORD", platform.password(), "SAMPLE_QUERY_URL", query.url(),
				"SAMPLE_QUERY_USERNAME", query.username(), "SAMPLE_QUERY_PASSWORD", query.password()));
		return start(environment, arguments);
	}

	/** Start with an embedded server. */
	static SampleProcess in(Path data, String... arguments) {
		return start(Map.of("SAMPLE_DATA", data.toString()), arguments);
	}

	/**
	 * Start with an embedded server, and with a path that contains only some programs.
	 */
	static SampleProcess in(Path data, Path programs) {
		return start(Map.of("SAMPLE_DATA", data.toString(), "PATH", programs.toString()));
	}

	private static SampleProcess start(Map<String, String> environment, String... arguments) {
		try {
			int port = Ports.free();
			Path jar = Path.of(System.getProperty("sample.jar"));
			Path output = Files.createTempFile(jar.resolveSibling(""), "sample-", ".log");
			List<String> command = new ArrayList<>(
					List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-jar", jar.toString(),
							"--server.port=" + port));
			command.addAll(List.of(arguments));
			ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true)
				.redirectOutput(output.toFile());
			builder.environment().keySet().removeIf((name) -> name.startsWith("SAMPLE_"));
			builder.environment().putAll(environment);
			return new SampleProcess(builder.start(), port, output);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	SampleProcess awaitServing() {
		Awaitility.await()
			.atMost(TIMEOUT)
			.failFast("the sample exited:\n" + this.output, () -> !this.process.isAlive())
			.until(this::isPortOpen);
		return this;
	}

	/** Wait for the exit, and check that the port does not open meanwhile. */
	int awaitExitWithClosedPort() {
		Awaitility.await().atMost(TIMEOUT).pollInterval(Duration.ofMillis(20)).until(() -> {
			assertThat(isPortOpen()).as("port %d is open", this.port).isFalse();
			return !this.process.isAlive();
		});
		return this.process.exitValue();
	}

	boolean isPortOpen() {
		return Ports.isOpen(this.port);
	}

	String output() {
		try {
			return Files.readString(this.output);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	HttpResponse<String> get(String path) {
		return send(request(path).GET().build());
	}

	HttpResponse<String> post(String path, String json) {
		return send(request(path).header("Content-Type", "application/json")
			.POST(HttpRequest.BodyPublishers.ofString(json))
			.build());
	}

	/** Read values from the response to a GET request. */
	<T> T read(String path, String jsonPath) {
		return JsonPath.read(get(path).body(), jsonPath);
	}

	private HttpRequest.Builder request(String path) {
		return HttpRequest.newBuilder(URI.create("http://localhost:" + this.port + path));
	}

	private static HttpResponse<String> send(HttpRequest request) {
		try {
			return http.send(request, HttpResponse.BodyHandlers.ofString());
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException(ex);
		}
	}

	/** Stop it with SIGTERM, as container engines do. */
	void stop() {
		this.process.destroy();
		awaitExit();
	}

	/** Stop it with SIGKILL. */
	void kill() {
		this.process.destroyForcibly();
		awaitExit();
	}

	private void awaitExit() {
		try {
			assertThat(this.process.waitFor(TIMEOUT.toSeconds(), TimeUnit.SECONDS)).isTrue();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException(ex);
		}
	}

	@Override
	public void close() {
		kill();
	}

}
