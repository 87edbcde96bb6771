package dev.slipway.boot;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import dev.slipway.MigrationListener;
import dev.slipway.MigrationReport;
import dev.slipway.boot.autoconfigure.SlipwayAutoConfiguration;
import dev.slipway.testing.Scripts;
import dev.slipway.testing.TestDatabase;
import dev.slipway.testing.TestPostgres;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.context.metrics.buffering.BufferingApplicationStartup;
import org.springframework.boot.context.metrics.buffering.StartupTimeline.TimelineEvent;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.JdbcTemplateAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationEvent;
import org.springframework.context.ApplicationListener;
import org.springframework.context.annotation.DependsOn;
import org.springframework.context.event.EventListener;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.core.metrics.StartupStep.Tag;
import org.springframework.jdbc.core.JdbcTemplate;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What an application sees of its migrations: events, reports, startup steps.
 */
class StartEventsTests {

	private final TestDatabase database = TestPostgres.server().createDatabase();

	private final Scripts scripts;

	private final ApplicationContextRunner runner;

	StartEventsTests(@TempDir Path folder) {
		this.scripts = new Scripts(folder).write("a/1_one.sql", "create table one(i int)")
			.write("b/1_one.sql", "select 1")
			.write("b/2_two.sql", "select 2");
		this.runner = new ApplicationContextRunner()
			.withConfiguration(AutoConfigurations.of(DataSourceAutoConfiguration.class,
					JdbcTemplateAutoConfiguration.class, SlipwayAutoConfiguration.class))
			.withPropertyValues("spring.datasource.url=" + this.database.url(),
					"spring.datasource.username=" + this.database.username(),
					"spring.datasource.password=" + this.database.password(),
					"slipway.services.a.locations=" + this.scripts.location() + "/a",
					"slipway.services.b.locations=" + this.scripts.location() + "/b");
	}

	@Test
	void eventsArePublishedBeforeAndAfterOnTheStartingThread() {
		this.runner.withPropertyValues("slipway.trigger=lifecycle")
			.withUserConfiguration(Events.class)
			.run((context) -> {
				assertThat(context).hasNotFailed();
				String thread = " on " + Thread.currentThread().getName();
				assertThat(context.getBean(Events.class).seen).containsExactly("started [a, b]" + thread,
						"completed a 1, b 2" + thread);
			});
	}

	@Test
	void migrationsThatRunEarlierArePartOfTheEventAfter() {
		this.runner.withUserConfiguration(Events.class, ReadsTables.class, Observes.class, Early.class)
			.run((context) -> {
				assertThat(context).hasNotFailed();
				assertThat(context.getBean(Early.class).seen).containsExactly("started [a, b]");
				assertThat(context.getBean(Events.class).seen)
					.containsExactly("completed a 1, b 2 on " + Thread.currentThread().getName());
				assertThat(context.getBean(Observes.class).seen).containsExactly("a 1", "b 2");
			});
	}

	/** A listener of all events that needs the schema itself would be a cycle. */
	@Test
	void listenersAreNotCreatedForMigrationsThatRunEarlier() {
		this.runner.withUserConfiguration(ListensToAll.class, ReadsTables.class)
			.run((context) -> assertThat(context).hasNotFailed());
	}

	@ParameterizedTest
	@ValueSource(strings = { "auto", "lifecycle" })
	void listenerThatFailsBeforeMigrationsStopsThem(String trigger) {
		this.runner.withPropertyValues("slipway.trigger=" + trigger).withBean(Refusing.class).run((context) -> {
			assertThat(context).hasFailed();
			assertThat(context.getStartupFailure()).rootCause().hasMessage("not today");
			assertThat(this.database.query("select to_regclass('schema_migrations_a')")).containsExactly("null");
		});
	}

	@Test
	void listenerThatFailsAfterMigrationsEndsTheStartAndTheyStay() {
		this.runner.withBean(Regretting.class).run((context) -> {
			assertThat(context).hasFailed();
			assertThat(this.database.query("select name from schema_migrations_b")).containsExactly("one", "two");
		});
	}

	@Test
	void reportsAreThereForEachService() {
		this.runner.run((context) -> {
			MigrationReports reports = context.getBean(MigrationReports.class);
			assertThat(reports.get("b").applied()).extracting(MigrationReport.Applied::label)
				.containsExactly("1_one", "2_two");
			assertThat(reports.all()).extracting(MigrationReport::service).containsExactly("a", "b");
		});
	}

	@Test
	void beanThatDependsOnTheMigrationsHasTheReportWhileItIsCreated() {
		this.runner.withUserConfiguration(AfterMigrations.class).run((context) -> assertThat(context).hasNotFailed());
	}

	@Test
	void beanThatAsksTooEarlyIsToldSo() {
		this.runner.withUserConfiguration(TooEarly.class).run((context) -> {
			assertThat(context).hasFailed();
			assertThat(context.getStartupFailure()).rootCause()
				.hasMessageContaining("Service 'a' has no report")
				.hasMessageContaining("@DependsOn(\"slipwayMigrations\")");
		});
	}

	@Test
	void startupStepsAreRecorded() {
		BufferingApplicationStartup startup = new BufferingApplicationStartup(5000);
		this.runner.withInitializer((context) -> ((GenericApplicationContext) context).setApplicationStartup(startup))
			.run((context) -> {
				assertThat(context).hasNotFailed();
				List<TimelineEvent> events = startup.getBufferedTimeline().getEvents();
				TimelineEvent all = event(events, "slipway.migrate").get(0);
				assertThat(tags(all)).containsExactly("mode=migrate", "services=a, b");
				List<TimelineEvent> services = event(events, "slipway.service");
				assertThat(services).allSatisfy((service) -> assertThat(service.getStartupStep().getParentId())
					.isEqualTo(all.getStartupStep().getId()));
				assertThat(services).hasSize(2);
				assertThat(tags(services.get(1))).containsExactly("service=b", "pending=2", "version=2", "applied=2");
			});
	}

	@Test
	void startupStepTellsThatItFailed() {
		this.scripts.write("b/3_three.sql", "select nothing");
		BufferingApplicationStartup startup = new BufferingApplicationStartup(5000);
		this.runner.withInitializer((context) -> ((GenericApplicationContext) context).setApplicationStartup(startup))
			.run((context) -> {
				assertThat(context).hasFailed();
				assertThat(tags(event(startup.getBufferedTimeline().getEvents(), "slipway.migrate").get(0)))
					.contains("failure=MigrationFailedException");
			});
	}

	private static List<TimelineEvent> event(List<TimelineEvent> events, String name) {
		return events.stream().filter((event) -> event.getStartupStep().getName().equals(name)).toList();
	}

	private static List<String> tags(TimelineEvent event) {
		List<String> tags = new ArrayList<>();
		for (Tag tag : event.getStartupStep().getTags()) {
			tags.add(tag.getKey() + "=" + tag.getValue());
		}
		return tags;
	}

	private static String counts(List<MigrationReport> reports) {
		return String.join(", ",
				reports.stream().map((report) -> report.service() + " " + report.applied().size()).toList());
	}

	static class Events {

		private final List<String> seen = new ArrayList<>();

		@EventListener
		void started(MigrationsStartedEvent event) {
			this.seen.add("started " + event.getServices() + " on " + Thread.currentThread().getName());
		}

		@EventListener
		void completed(MigrationsCompletedEvent event) {
			this.seen.add("completed " + counts(event.getReports()) + " on " + Thread.currentThread().getName());
		}

	}

	static class ReadsTables {

		ReadsTables(JdbcTemplate jdbc) {
			jdbc.execute("select 1 from one");
		}

	}

	static class Observes implements MigrationListener {

		private final List<String> seen = new ArrayList<>();

		@Override
		public void runCompleted(MigrationReport report) {
			this.seen.add(report.service() + " " + report.applied().size());
		}

	}

	static class Early implements ApplicationListener<MigrationsStartedEvent> {

		private final List<String> seen = new ArrayList<>();

		@Override
		public void onApplicationEvent(MigrationsStartedEvent event) {
			this.seen.add("started " + event.getServices());
		}

	}

	static class ListensToAll implements ApplicationListener<ApplicationEvent> {

		ListensToAll(ReadsTables reader) {
		}

		@Override
		public void onApplicationEvent(ApplicationEvent event) {
		}

	}

	static class Refusing implements ApplicationListener<MigrationsStartedEvent> {

		@Override
		public void onApplicationEvent(MigrationsStartedEvent event) {
			throw new IllegalStateException("not today");
		}

	}

	static class Regretting implements ApplicationListener<MigrationsCompletedEvent> {

		@Override
		public void onApplicationEvent(MigrationsCompletedEvent event) {
			throw new IllegalStateException("too late");
		}

	}

	@DependsOn("slipwayMigrations")
	static class AfterMigrations {

		AfterMigrations(MigrationReports reports) {
			assertThat(reports.get("a").applied()).hasSize(1);
		}

	}

	static class TooEarly {

		TooEarly(MigrationReports reports) {
			reports.get("a");
		}

	}

}
