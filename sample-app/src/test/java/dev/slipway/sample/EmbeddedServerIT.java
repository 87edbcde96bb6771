package dev.slipway.sample;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The sample on its embedded PostgreSQL.
 */
@Tag("once")
class EmbeddedServerIT {

	@Test
	void dataIsKeptAndTheServerStopsWithTheApplication(@TempDir Path data) {
		List<String> applied;
		try (SampleProcess sample = SampleProcess.in(data).awaitServing()) {
			applied = sample.read("/actuator/migrations", "$.services[*].migrations[*].appliedAt");
			assertThat(applied).hasSizeGreaterThanOrEqualTo(15);
			sample.stop();
		}
		assertThat(postmaster(data)).doesNotExist();
		try (SampleProcess sample = SampleProcess.in(data).awaitServing()) {
			assertThat(sample.<List<String>>read("/actuator/migrations", "$.services[*].migrations[*].appliedAt"))
				.isEqualTo(applied);
			assertThat(sample.output().lines().filter((line) -> line.contains("nothing to apply"))).hasSize(3);
			sample.stop();
		}
	}

	@Test
	void sigtermWhileAMigrationRunsStopsTheServerWithoutATrace(@TempDir Path data, @TempDir Path files)
			throws IOException {
		Files.writeString(files.resolve("009_slow.sql"), "select pg_sleep(600);");
		try (SampleProcess sample = SampleProcess.in(data,
				"--slipway.services.ingestion.locations=classpath:db/migration/ingestion,file:" + files)) {
			Awaitility.await()
				.atMost(Duration.ofSeconds(120))
				.until(() -> sample.output().contains("Service 'ingestion' has 9 pending migrations"));
			sample.stop();
			assertThat(sample.output()).contains("the run was interrupted").doesNotContain("InterruptedException");
		}
		assertThat(postmaster(data)).doesNotExist();
	}

	@Test
	void nextStartStopsTheServerOfAKilledProcess(@TempDir Path data) throws IOException {
		ProcessHandle orphan;
		try (SampleProcess sample = SampleProcess.in(data).awaitServing()) {
			sample.post("/events", "{\"type\": \"order.placed\", \"source\": \"web-shop\"}");
			sample.kill();
			orphan = ProcessHandle.of(Long.parseLong(Files.readAllLines(postmaster(data)).get(0))).orElseThrow();
			assertThat(orphan.isAlive()).isTrue();
		}
		try (SampleProcess sample = SampleProcess.in(data).awaitServing()) {
			assertThat(orphan.isAlive()).isFalse();
			assertThat(sample.<List<String>>read("/actuator/migrations", "$.services[*].migrations[*].version"))
				.hasSizeGreaterThanOrEqualTo(15);
			sample.stop();
		}
	}

	/**
	 * When root runs the tests, this is a container that forbids user namespaces: unshare
	 * is not on the path. An ordinary user needs none.
	 */
	@Test
	void serverRunsWhereRootCannotMakeAUserNamespace(@TempDir Path folder) throws IOException {
		Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
		Path programs = Files.createDirectory(folder.resolve("programs"));
		for (String program : List.of("sh", "setpriv", "cat", "grep", "sed", "cut", "tr", "uname", "locale")) {
			for (Path original : List.of(Path.of("/usr/bin", program), Path.of("/bin", program))) {
				if (Files.exists(original) && Files.notExists(programs.resolve(program))) {
					Files.copy(original, programs.resolve(program), StandardCopyOption.COPY_ATTRIBUTES);
				}
			}
		}
		Path data = folder.resolve("data");
		for (String expected : List.of(" applied in ", "nothing to apply")) {
			try (SampleProcess sample = SampleProcess.in(data, programs).awaitServing()) {
				assertThat(sample.output().lines().filter((line) -> line.contains(expected))).hasSize(3);
				sample.stop();
			}
			assertThat(postmaster(data)).doesNotExist();
		}
	}

	@Test
	void secondSampleOnTheSameDataIsRefused(@TempDir Path data) {
		try (SampleProcess sample = SampleProcess.in(data).awaitServing()) {
			try (SampleProcess second = SampleProcess.in(data)) {
				assertThat(second.awaitExitWithClosedPort()).isEqualTo(1);
				assertThat(second.output()).contains("Another sample application runs on the data in");
			}
			assertThat(sample.get("/counts").statusCode()).isEqualTo(200);
			sample.stop();
		}
	}

	@Test
	void sigtermDuringTheStartStopsTheServer(@TempDir Path data) {
		try (SampleProcess sample = SampleProcess.in(data)) {
			Awaitility.await().atMost(Duration.ofSeconds(120)).until(() -> Files.exists(postmaster(data)));
			sample.stop();
		}
		assertThat(postmaster(data)).doesNotExist();
	}

	@Test
	void failedStartStopsTheServer(@TempDir Path data) throws IOException {
		Path migrations = Files.createDirectory(data.resolve("more"));
		Files.writeString(migrations.resolve("009_broken.sql"), "select 1 / 0;\n");
		try (SampleProcess sample = SampleProcess.in(data,
				"--slipway.services.ingestion.locations=classpath:db/migration/ingestion,file:" + migrations)) {
			assertThat(sample.awaitExitWithClosedPort()).isEqualTo(1);
			assertThat(sample.output()).contains("Migration ingestion 009_broken.sql failed at line 1");
		}
		assertThat(data.resolve("cluster/PG_VERSION")).exists();
		assertThat(postmaster(data)).doesNotExist();
	}

	/** The last file that PostgreSQL deletes when it stops. */
	private static Path postmaster(Path data) {
		return data.resolve("cluster/postmaster.pid");
	}

}
