package dev.slipway.neighbours;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import dev.slipway.boot.autoconfigure.SlipwayAutoConfiguration;
import dev.slipway.testing.Scripts;
import dev.slipway.testing.TestDatabase;
import dev.slipway.testing.TestPostgres;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.quartz.Job;
import org.quartz.JobBuilder;
import org.quartz.JobDetail;
import org.quartz.JobExecutionContext;
import org.quartz.Scheduler;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.DataSourceTransactionManagerAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.JdbcTemplateAutoConfiguration;
import org.springframework.boot.test.context.assertj.AssertableWebApplicationContext;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;
import org.springframework.boot.transaction.autoconfigure.TransactionAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.io.ClassPathResource;
import org.springframework.test.util.ReflectionTestUtils;
import org.springframework.util.ClassUtils;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Parts of Spring Boot that keep things in tables which a migration makes: they come
 * after it, whether or not they would make the tables themselves.
 */
class ModulesOfBootTests {

	private static final String BOOT = "org.springframework.boot.";

	private final TestDatabase database = TestPostgres.server().createDatabase();

	private final Scripts scripts;

	ModulesOfBootTests(@TempDir Path folder) {
		this.scripts = new Scripts(folder);
	}

	@Test
	void jobsOfQuartzAreKeptInTablesOfAMigration() throws IOException {
		runner("org/quartz/impl/jdbcjobstore/tables_postgres.sql", "quartz.autoconfigure.QuartzAutoConfiguration")
			.withPropertyValues("spring.quartz.job-store-type=jdbc", "spring.quartz.jdbc.initialize-schema=never")
			.withUserConfiguration(SomeJob.class)
			.run((context) -> {
				assertThat(context).hasNotFailed();
				assertThat(context.getBean(Scheduler.class)).isNotNull();
				assertThat(this.database.query("select job_name from qrtz_job_details")).containsExactly("some");
			});
	}

	@Test
	void sessionsAreKeptInTablesOfAMigration() throws IOException {
		runner("org/springframework/session/jdbc/schema-postgresql.sql",
				"session.autoconfigure.SessionAutoConfiguration",
				"session.jdbc.autoconfigure.JdbcSessionAutoConfiguration")
			.withPropertyValues("spring.session.jdbc.initialize-schema=never")
			.run((context) -> {
				assertThat(context).hasNotFailed();
				assertComesAfterMigrations(context, "org.springframework.session.jdbc.JdbcIndexedSessionRepository");
			});
	}

	@Test
	void batchJobsAreKeptInTablesOfAMigration() throws IOException {
		runner("org/springframework/batch/core/schema-postgresql.sql", "batch.autoconfigure.BatchAutoConfiguration",
				"batch.jdbc.autoconfigure.BatchJdbcAutoConfiguration")
			.withPropertyValues("spring.batch.jdbc.initialize-schema=never")
			.run((context) -> {
				assertThat(context).hasNotFailed();
				Object jobs = context.getBean(type("org.springframework.batch.core.repository.JobRepository"));
				assertThat(ReflectionTestUtils.<List<?>>invokeMethod(jobs, "getJobNames")).isEmpty();
				assertComesAfterMigrations(context, "org.springframework.batch.core.repository.JobRepository");
			});
	}

	/** A migration may refer to none of their tables, and the other way round may be. */
	@ParameterizedTest
	@ValueSource(strings = {
			"session.autoconfigure.SessionAutoConfiguration"
					+ " session.jdbc.autoconfigure.JdbcSessionAutoConfiguration spring.session.jdbc",
			"batch.autoconfigure.BatchAutoConfiguration batch.jdbc.autoconfigure.BatchJdbcAutoConfiguration spring.batch.jdbc",
			"quartz.autoconfigure.QuartzAutoConfiguration spring.quartz.jdbc" })
	void tablesThatTheyMakeThemselvesComeAfterTheMigrations(String module) throws IOException {
		List<String> words = new ArrayList<>(List.of(module.split(" ")));
		String property = words.remove(words.size() - 1);
		this.scripts.write("001_seen.sql",
				"create table seen as select count(*) from pg_class where relname ~ '^(spring_session|batch_job|qrtz)'");
		runner(null, words.toArray(new String[0]))
			.withPropertyValues(property + ".initialize-schema=always", "spring.quartz.job-store-type=jdbc")
			.run((context) -> {
				assertThat(context).hasNotFailed();
				assertThat(this.database.query("select count from seen")).containsExactly("0");
				assertThat(this.database
					.query("select count(*) > 0 from pg_class where relname ~ '^(spring_session|batch_job|qrtz)'"))
					.containsExactly("t");
			});
	}

	private void assertComesAfterMigrations(AssertableWebApplicationContext context, String type) {
		String name = context.getBeanNamesForType(type(type))[0];
		assertThat(context.getSourceApplicationContext().getBeanFactory().getBeanDefinition(name).getDependsOn())
			.contains("slipwayMigrations");
	}

	private WebApplicationContextRunner runner(String tables, String... modules) throws IOException {
		if (tables != null) {
			this.scripts.write("001_tables.sql",
					new ClassPathResource(tables).getContentAsString(StandardCharsets.UTF_8)
						.replaceAll("(?m)^COMMIT;$", ""));
		}
		List<Class<?>> configurations = new ArrayList<>(List.of(DataSourceAutoConfiguration.class,
				DataSourceTransactionManagerAutoConfiguration.class, TransactionAutoConfiguration.class,
				JdbcTemplateAutoConfiguration.class, SlipwayAutoConfiguration.class));
		for (String module : modules) {
			configurations.add(type(BOOT + module));
		}
		return new WebApplicationContextRunner()
			.withConfiguration(AutoConfigurations.of(configurations.toArray(new Class<?>[0])))
			.withPropertyValues("spring.datasource.url=" + this.database.url(),
					"spring.datasource.username=" + this.database.username(),
					"spring.datasource.password=" + this.database.password(),
					"slipway.locations=" + this.scripts.location());
	}

	private static Class<?> type(String name) {
		return ClassUtils.resolveClassName(name, ModulesOfBootTests.class.getClassLoader());
	}

	@Configuration(proxyBeanMethods = false)
	static class SomeJob {

		@Bean
		JobDetail some() {
			return JobBuilder.newJob(Nothing.class).withIdentity("some").storeDurably().build();
		}

	}

	static class Nothing implements Job {

		@Override
		public void execute(JobExecutionContext context) {
			// It does nothing.
		}

	}

}
