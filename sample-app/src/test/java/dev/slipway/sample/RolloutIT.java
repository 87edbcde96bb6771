package dev.slipway.sample;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import dev.slipway.testing.TestDatabase;
import dev.slipway.testing.TestPostgres;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Rollouts, as docs/operations.md describes them. The old release has the files of the
 * sample. The new one has a file more, which changes a table that the old release reads.
 * Another one has yet a file more, whose second statement fails.
 * <p>
 * The old release serves all the time.
 */
@Tag("once")
class RolloutIT {

	private static final String EVENT = "{\"type\": \"order.placed\", \"source\": \"web-shop\"}";

	private static final String HISTORY = "select version from ingestion.schema_migrations_ingestion order by id";

	/** Starts with less work for the compiler, as four JVMs share few cores. */
	private static final Map<String, String> FEW_CORES = Map.of("JAVA_TOOL_OPTIONS", "-XX:TieredStopAtLevel=1");

	private final TestDatabase platform = TestPostgres.server().createDatabase();

	private final TestDatabase query = TestPostgres.server().createDatabase();

	private final Path next;

	private final Path broken;

	private final List<SampleProcess> processes = new ArrayList<>();

	RolloutIT(@TempDir Path next, @TempDir Path broken) {
		this.next = next;
		this.broken = broken;
	}

	@BeforeEach
	void release() throws IOException {
		Files.writeString(this.next.resolve("009_add_tenant.sql"), "alter table account add column tenant text;\n");
		Files.writeString(this.broken.resolve("010_add_region.sql"), """
				alter table account add column region text;
				create index on acount (region);
				""");
	}

	@AfterEach
	void kill() {
		this.processes.forEach(SampleProcess::close);
	}

	@Test
	void newPodsWaitForTheJobWhileTheOldReleaseServes() {
		SampleProcess old = start().awaitServing();
		try (Reader reader = new Reader(old)) {
			SampleProcess pod = startNext("--slipway.mode=wait");
			awaitOutput(pod, "Service 'ingestion' waits for another process to apply 1 pending migration");
			assertThat(pod.isPortOpen()).isFalse();
			SampleProcess job = startNext("--slipway.command=migrate");
			assertThat(job.awaitExitWithClosedPort()).isZero();
			assertThat(job.output()).contains("\nService 'ingestion': 1 applied, up to date at version 9\n");
			pod.awaitServing();
			assertThat(pod.output()).doesNotContain("applied '009_add_tenant'");
			reader.awaitAnswer();
			assertCounts(old, pod);
			assertThat(reader.failures()).isEmpty();
		}
		old.stop();
		SampleProcess oldJob = start("--slipway.command=migrate");
		SampleProcess restarted = start("--slipway.mode=wait").awaitServing();
		assertThat(oldJob.awaitExitWithClosedPort()).isZero();
		assertThat(restarted.output()).contains("the database is ahead of this release, which has no files of [9]");
		assertCounts(restarted);
	}

	@Test
	void failedJobLeavesTheOldReleaseServing() throws IOException {
		SampleProcess old = start().awaitServing();
		String before = state();
		try (Reader reader = new Reader(old)) {
			SampleProcess job = startBroken("--slipway.command=migrate");
			SampleProcess waiting = startBroken("--slipway.mode=wait", "--slipway.wait-timeout=1s");
			SampleProcess validating = startBroken("--slipway.mode=validate");
			assertThat(job.awaitExitWithClosedPort()).isEqualTo(1);
			assertThat(job.output()).contains("Migration ingestion 010_add_region.sql failed at line 2, column 17");
			assertThat(waiting.awaitExitWithClosedPort()).isEqualTo(1);
			assertThat(validating.awaitExitWithClosedPort()).isEqualTo(1);
			assertThat(state()).isEqualTo(before);
			reader.awaitAnswer();
			assertCounts(old);
			assertThat(reader.failures()).isEmpty();
		}
		Files.writeString(this.broken.resolve("010_add_region.sql"),
				"alter table account add column region text;\ncreate index on account (region);\n");
		assertThat(startBroken("--slipway.command=migrate").awaitExitWithClosedPort()).isZero();
		assertThat(this.platform.query(HISTORY)).endsWith("8", "10");
	}

	@Test
	void threeReplicasMigrateThemselvesWhileTheOldReleaseServes() {
		SampleProcess old = start().awaitServing();
		try (Reader reader = new Reader(old)) {
			List<SampleProcess> replicas = List.of(startNext(), startNext(), startNext());
			replicas.forEach(SampleProcess::awaitServing);
			assertThat(replicas)
				.filteredOn((replica) -> replica.output().contains("Service 'ingestion' applied '009_add_tenant'"))
				.hasSize(1);
			assertThat(this.platform.query(HISTORY)).containsExactly("1", "2", "3", "4", "5", "6", "7", "8", "9");
			reader.awaitAnswer();
			assertCounts(old, replicas.get(0), replicas.get(1), replicas.get(2));
			assertThat(reader.failures()).isEmpty();
		}
	}

	@Test
	void threeReplicasWithABrokenFileLeaveTheOldReleaseServing() {
		SampleProcess old = start().awaitServing();
		String before = state();
		try (Reader reader = new Reader(old)) {
			List<SampleProcess> replicas = List.of(startBroken(), startBroken(), startBroken());
			assertThat(replicas).allSatisfy((replica) -> {
				assertThat(replica.awaitExitWithClosedPort()).isEqualTo(1);
				assertThat(replica.output())
					.contains("Migration ingestion 010_add_region.sql failed at line 2, column 17");
			});
			assertThat(state()).isEqualTo(before);
			reader.awaitAnswer();
			assertCounts(old);
			assertThat(reader.failures()).isEmpty();
		}
	}

	/** The old release. */
	private SampleProcess start(String... arguments) {
		SampleProcess process = SampleProcess.on(this.platform, this.query, FEW_CORES, arguments);
		this.processes.add(process);
		return process;
	}

	private SampleProcess startNext(String... arguments) {
		return startWith(this.next, arguments);
	}

	private SampleProcess startBroken(String... arguments) {
		return startWith(this.broken, arguments);
	}

	private SampleProcess startWith(Path folder, String... arguments) {
		List<String> all = new ArrayList<>(List.of(arguments));
		all.add("--slipway.services.ingestion.locations=classpath:db/migration/ingestion,file:" + folder);
		return start(all.toArray(String[]::new));
	}

	private static void awaitOutput(SampleProcess process, String text) {
		Awaitility.await().atMost(Duration.ofMinutes(5)).until(() -> process.output().contains(text));
	}

	/** Each process accepts an event, and each sees all of them. */
	private static void assertCounts(SampleProcess... processes) {
		List<Integer> before = processes[0].read("/counts", "$[*].total");
		int expected = before.stream().mapToInt(Integer::intValue).sum() + processes.length;
		for (SampleProcess process : processes) {
			assertThat(process.post("/events", EVENT).statusCode()).isEqualTo(201);
		}
		for (SampleProcess process : processes) {
			Awaitility.await()
				.atMost(Duration.ofMinutes(2))
				.until(() -> process.<List<Integer>>read("/counts", "$[*].total").equals(List.of(expected)));
		}
	}

	private String state() {
		return this.platform.query("table ingestion.schema_migrations_ingestion") + "\n" + this.platform.query("""
				select attname from pg_attribute where attrelid = 'ingestion.account'::regclass and attnum > 0
				order by attnum""");
	}

	/**
	 * A client that reads a table of the old release again and again.
	 */
	private static final class Reader implements AutoCloseable {

		private final SampleProcess process;

		private final AtomicInteger answers = new AtomicInteger();

		private final Queue<String> failures = new ConcurrentLinkedQueue<>();

		private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor();

		Reader(SampleProcess process) {
			this.process = process;
			this.thread.scheduleWithFixedDelay(this::read, 0, 50, TimeUnit.MILLISECONDS);
		}

		private void read() {
			try {
				int status = this.process.get("/accounts").statusCode();
				if (status != 200) {
					this.failures.add("status " + status);
				}
			}
			catch (UncheckedIOException ex) {
				this.failures.add(ex.toString());
			}
			this.answers.incrementAndGet();
		}

		/** Wait until a request was answered that began after this call. */
		void awaitAnswer() {
			int before = this.answers.get();
			Awaitility.await().atMost(Duration.ofMinutes(2)).until(() -> this.answers.get() >= before + 2);
		}

		Queue<String> failures() {
			return this.failures;
		}

		@Override
		public void close() {
			this.thread.shutdown();
			try {
				assertThat(this.thread.awaitTermination(2, TimeUnit.MINUTES)).isTrue();
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
				throw new IllegalStateException(ex);
			}
		}

	}

}
