package dev.slipway.boot;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.stream.StreamSupport;

import javax.sql.DataSource;

import dev.slipway.CodeMigration;
import dev.slipway.MigrationReport;
import dev.slipway.boot.autoconfigure.SlipwayAutoConfiguration;
import dev.slipway.testing.JavaProcess;
import dev.slipway.testing.Scripts;
import dev.slipway.testing.TestDatabase;
import dev.slipway.testing.TestPostgres;
import dev.slipway.testing.Waits;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.context.metrics.buffering.BufferingApplicationStartup;
import org.springframework.boot.context.metrics.buffering.StartupTimeline.TimelineEvent;
import org.springframework.boot.jdbc.autoconfigure.JdbcTemplateAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationContext;
import org.springframework.core.metrics.StartupStep.Tag;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * An application whose services are in two databases, which are migrated at the same
 * time.
 */
@Timeout(180)
class ParallelDatabasesTests {

	private final ApplicationContextRunner runner;

	private final Path folder;

	private final Scripts scripts;

	private final TestDatabase first = TestPostgres.server().createDatabase();

	private final TestDatabase second = TestPostgres.server().createDatabase();

	ParallelDatabasesTests(@TempDir Path folder) {
		this.folder = folder;
		this.scripts = new Scripts(folder).write("a/001_a.sql", "create table a(i int)")
			.write("b/001_b.sql", "create table b(i int)");
		this.runner = new ApplicationContextRunner()
			.withConfiguration(
					AutoConfigurations.of(JdbcTemplateAutoConfiguration.class, SlipwayAutoConfiguration.class))
			.withBean("first", DataSource.class, this.first::dataSource, (definition) -> definition.setPrimary(true))
			.withBean("second", DataSource.class, this.second::dataSource)
			.withPropertyValues("slipway.services.a.data-source=first", "slipway.services.b.data-source=second",
					"slipway.services.a.locations=" + this.scripts.location() + "/a",
					"slipway.services.b.locations=" + this.scripts.location() + "/b");
	}

	@ParameterizedTest
	@ValueSource(strings = { "initialization", "lifecycle" })
	void databasesAreMigratedAtTheSameTime(String trigger) {
		CyclicBarrier both = new CyclicBarrier(2);
		this.runner.withPropertyValues("slipway.trigger=" + trigger, "slipway.parallelism=2")
			.withBean("codeOfA", Code.class, () -> new Code("a", both, null))
			.withBean("codeOfB", Code.class, () -> new Code("b", both, null))
			.run((context) -> {
				assertThat(context).hasNotFailed();
				assertThat(context.getBean(MigrationReports.class).all()).extracting(MigrationReport::service)
					.containsExactly("a", "b");
			});
	}

	/** The thread of the start has a lock, and waits for both. */
	@Test
	void codeThatAsksForABeanThatWaitsDoesNotWaitForItself() {
		CyclicBarrier both = new CyclicBarrier(2);
		this.runner.withPropertyValues("slipway.trigger=initialization", "slipway.parallelism=2")
			.withInitializer(
					(context) -> context.getBeanFactory().registerSingleton("codeOfA", new Code("a", both, context)))
			.withBean("codeOfB", Code.class, () -> new Code("b", both, null))
			.run((context) -> assertThat(context.getStartupFailure())
				.hasStackTraceContaining("a code migration has asked for a bean that is created after the migrations"));
	}

	@Test
	void eachDatabaseHasAStartupStep() {
		BufferingApplicationStartup startup = new BufferingApplicationStartup(1000);
		CyclicBarrier both = new CyclicBarrier(2);
		this.runner.withPropertyValues("slipway.trigger=lifecycle", "slipway.parallelism=2")
			.withInitializer((context) -> context.setApplicationStartup(startup))
			.withBean("codeOfA", Code.class, () -> new Code("a", both, null))
			.withBean("codeOfB", Code.class, () -> new Code("b", both, null))
			.run((context) -> assertThat(context).hasNotFailed());
		List<String> steps = startup.getBufferedTimeline()
			.getEvents()
			.stream()
			.map(TimelineEvent::getStartupStep)
			.filter((step) -> step.getName().equals("slipway.service"))
			.map((step) -> String.join(" ",
					StreamSupport.stream(step.getTags().spliterator(), false).map(Tag::getValue).toList()))
			.toList();
		assertThat(steps).containsExactlyInAnyOrder("a 2 2 2", "b 2 2 2");
	}

	@Test
	void parallelismIsPositive() {
		this.runner.withPropertyValues("slipway.parallelism=0")
			.run((context) -> assertThat(context.getStartupFailure())
				.hasStackTraceContaining("slipway.parallelism must be positive, but is 0"));
	}

	@Test
	void signalEndsAllDatabases() throws Exception {
		this.scripts.write("a/002_slow.sql", "select pg_sleep(600)").write("b/002_slow.sql", "select pg_sleep(600)");
		List<ProcessHandle> before = ProcessHandle.current().children().toList();
		CompletableFuture<JavaProcess> application = CompletableFuture.supplyAsync(this::start);
		for (TestDatabase database : List.of(this.first, this.second)) {
			Waits.until(() -> application.isDone() || isSleeping(database));
		}
		ProcessHandle.current()
			.children()
			.filter((child) -> !before.contains(child) && child.info().command().orElse("").endsWith("java"))
			.forEach(ProcessHandle::destroy);
		JavaProcess ended = application.get(1, TimeUnit.MINUTES);
		assertThat(ended.output()).contains("Service 'a': the run was interrupted: '002_slow' was cancelled")
			.contains("Service 'b': the run was interrupted: '002_slow' was cancelled");
		assertThat(ended.exitCode()).isEqualTo(143);
		assertThat(isSleeping(this.first)).isFalse();
		assertThat(isSleeping(this.second)).isFalse();
	}

	private JavaProcess start() {
		List<String> arguments = new ArrayList<>(List.of("--slipway.parallelism=2", "--slipway.trigger=initialization",
				"--spring.datasource.url=" + this.first.url(), "--spring.datasource.username=" + this.first.username(),
				"--spring.datasource.password=" + this.first.password(), "--spring.main.web-application-type=none",
				"--spring.main.log-startup-info=false", "--slipway.services.b.url=" + this.second.url(),
				"--slipway.services.b.username=" + this.second.username(),
				"--slipway.services.b.password=" + this.second.password()));
		for (String service : List.of("a", "b")) {
			arguments.add("--slipway.services." + service + ".locations=" + this.scripts.location() + "/" + service);
		}
		try {
			return JavaProcess.run(this.folder.resolve("log"), List.of("-XX:TieredStopAtLevel=1"),
					UpToDateApplication.class, arguments.toArray(String[]::new));
		}
		catch (IOException | InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private static boolean isSleeping(TestDatabase database) {
		return !database
			.query("select pid from pg_stat_activity where datname = current_database()"
					+ " and query like '%pg_sleep(600)%' and state = 'active' and pid <> pg_backend_pid()")
			.isEmpty();
	}

	/**
	 * Meets that of the other service.
	 *
	 * @param context has a bean to ask for; {@code null} for none
	 */
	private record Code(String service, CyclicBarrier both,
			@Nullable ApplicationContext context) implements CodeMigration {

		@Override
		public String version() {
			return "2";
		}

		@Override
		public String name() {
			return "code";
		}

		@Override
		public void migrate(JdbcClient jdbc) throws Exception {
			this.both.await(1, TimeUnit.MINUTES);
			if (this.context != null) {
				this.context.getBean(JdbcTemplate.class);
			}
		}

	}

}
