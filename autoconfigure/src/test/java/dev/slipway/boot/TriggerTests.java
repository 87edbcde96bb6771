package dev.slipway.boot;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

import javax.sql.DataSource;

import dev.slipway.InvalidMigrationsException;
import dev.slipway.PendingMigrationsException;
import dev.slipway.boot.autoconfigure.SlipwayAutoConfiguration;
import dev.slipway.testing.Scripts;
import dev.slipway.testing.TestDatabase;
import dev.slipway.testing.TestPostgres;
import jakarta.annotation.PostConstruct;
import jakarta.persistence.Entity;
import jakarta.persistence.EntityManagerFactory;
import jakarta.persistence.Id;
import org.jooq.DSLContext;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.autoconfigure.AutoConfigurationPackage;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.hibernate.autoconfigure.HibernateJpaAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.DataSourceInitializationAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.JdbcClientAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.JdbcTemplateAutoConfiguration;
import org.springframework.boot.jooq.autoconfigure.JooqAutoConfiguration;
import org.springframework.boot.sql.init.dependency.DependsOnDatabaseInitialization;
import org.springframework.boot.test.context.assertj.AssertableApplicationContext;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.boot.transaction.autoconfigure.TransactionAutoConfiguration;
import org.springframework.context.SmartLifecycle;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Primary;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Beans that need the schema while they are created are created behind the migrations of
 * their DataSource.
 */
@ExtendWith(OutputCaptureExtension.class)
class TriggerTests {

	private final TestDatabase database = TestPostgres.server().createDatabase();

	private final Scripts scripts;

	private final ApplicationContextRunner runner;

	TriggerTests(@TempDir Path folder) {
		this.scripts = new Scripts(folder).write("001_book.sql",
				"create table book (id bigint primary key, title varchar(255)); insert into book values (1, 'One')");
		this.runner = new ApplicationContextRunner()
			.withConfiguration(AutoConfigurations.of(DataSourceAutoConfiguration.class,
					JdbcTemplateAutoConfiguration.class, JdbcClientAutoConfiguration.class,
					TransactionAutoConfiguration.class, SlipwayAutoConfiguration.class))
			.withPropertyValues("spring.datasource.url=" + this.database.url(),
					"spring.datasource.username=" + this.database.username(),
					"spring.datasource.password=" + this.database.password(),
					"slipway.locations=" + this.scripts.location());
	}

	@ParameterizedTest
	@ValueSource(strings = { "validate", "update", "none" })
	void hibernateMeetsTheMigratedTables(String ddlAuto) {
		this.runner.withConfiguration(AutoConfigurations.of(HibernateJpaAutoConfiguration.class))
			.withUserConfiguration(Entities.class)
			.withPropertyValues("spring.jpa.hibernate.ddl-auto=" + ddlAuto)
			.run((context) -> {
				assertThat(context).hasNotFailed();
				EntityManagerFactory entities = context.getBean(EntityManagerFactory.class);
				Book book = entities.createEntityManager().find(Book.class, 1L);
				assertThat(book.title).isEqualTo("One");
			});
	}

	@ParameterizedTest
	@ValueSource(classes = { InConstructor.class, InPostConstruct.class, WithTemplate.class, InField.class,
			Annotated.class })
	void beanMayReadTheSchemaWhileItIsCreated(Class<?> bean) {
		this.runner.withUserConfiguration(bean).run((context) -> {
			assertThat(context).hasNotFailed();
			assertThat(this.database.query("select version from schema_migrations")).containsExactly("1");
		});
	}

	@Test
	void jooqMayReadTheSchemaWhileABeanIsCreated() {
		this.runner.withConfiguration(AutoConfigurations.of(JooqAutoConfiguration.class))
			.withUserConfiguration(WithJooq.class)
			.run((context) -> assertThat(context).hasNotFailed());
	}

	@Test
	void lifecycleOfAnEarlierPhaseComesAfterTheMigrations() {
		this.runner.withUserConfiguration(InPhaseZero.class).run((context) -> {
			assertThat(context).hasNotFailed();
			assertThat(context.getBean(InPhaseZero.class).title).isEqualTo("One");
		});
	}

	@Test
	void scriptsOfSpringsOwnRunAfterTheMigrations() {
		runnerWithScript().withConfiguration(AutoConfigurations.of(DataSourceInitializationAutoConfiguration.class))
			.run(this::assertHasBoth);
	}

	@Test
	void scriptsThatWaitForHibernateDoSo() {
		runnerWithScript()
			.withConfiguration(AutoConfigurations.of(DataSourceInitializationAutoConfiguration.class,
					HibernateJpaAutoConfiguration.class))
			.withUserConfiguration(Entities.class)
			.withPropertyValues("spring.jpa.hibernate.ddl-auto=validate",
					"spring.jpa.defer-datasource-initialization=true")
			.run(this::assertHasBoth);
	}

	/** With a script of Spring's own that adds a book. */
	private ApplicationContextRunner runnerWithScript() {
		String location = this.scripts.write("data/data.sql.txt", "insert into book values (2, 'Two')").location();
		return this.runner.withPropertyValues("spring.sql.init.mode=always",
				"spring.sql.init.data-locations=" + location + "/data/data.sql.txt");
	}

	private void assertHasBoth(AssertableApplicationContext context) {
		assertThat(context).hasNotFailed();
		assertThat(this.database.query("select id from book order by 1")).containsExactly("1", "2");
	}

	@Test
	void withTheTriggerLifecycleWhoDoesNotWaitIsSaid(CapturedOutput output) {
		this.runner.withPropertyValues("slipway.trigger=lifecycle")
			.withUserConfiguration(Annotated.class)
			.run((context) -> assertThat(context).hasFailed());
		assertThat(output).contains("@DependsOnDatabaseInitialization has no effect with slipway.trigger=lifecycle");
	}

	@Test
	void withTheTriggerInitializationNobodyNeedsToAsk() {
		this.runner.withPropertyValues("slipway.trigger=initialization")
			.withBean(Looking.class)
			.run((context) -> assertThat(context).hasNotFailed());
		assertThat(this.database.query("select version from schema_migrations")).containsExactly("1");
	}

	@Test
	void beansOfOneDataSourceDoNotWaitForTheMigrationsOfAnother() {
		TestDatabase other = TestPostgres.server().createDatabase();
		this.scripts
			.write("a/001_a.sql",
					"create table a(); create table book (title text); insert into book" + " values ('One')")
			.write("b/001_b.sql", "create table b()");
		new ApplicationContextRunner()
			.withConfiguration(
					AutoConfigurations.of(DataSourceAutoConfiguration.class, JdbcTemplateAutoConfiguration.class,
							JdbcClientAutoConfiguration.class, SlipwayAutoConfiguration.class))
			.withBean("databases", Databases.class, () -> new Databases(this.database, other))
			.withUserConfiguration(TwoDataSources.class)
			.withPropertyValues("slipway.services.b.data-source=second", "slipway.services.a.data-source=first",
					"slipway.services.a.locations=" + this.scripts.location() + "/a",
					"slipway.services.b.locations=" + this.scripts.location() + "/b")
			.run((context) -> {
				assertThat(context).hasNotFailed();
				assertThat(context.getBean(Databases.class).seen).containsExactly("first: a, null", "both: a, b");
			});
	}

	private void assertFilesOfTwoDataSourcesAreRefused() {
		TestDatabase other = TestPostgres.server().createDatabase();
		new ApplicationContextRunner()
			.withConfiguration(
					AutoConfigurations.of(DataSourceAutoConfiguration.class, JdbcTemplateAutoConfiguration.class,
							JdbcClientAutoConfiguration.class, SlipwayAutoConfiguration.class))
			.withBean("databases", Databases.class, () -> new Databases(this.database, other))
			.withUserConfiguration(TwoDataSources.class)
			.withPropertyValues("slipway.services.a.data-source=first", "slipway.services.b.data-source=second",
					"slipway.services.a.locations=" + this.scripts.location() + "/a",
					"slipway.services.b.locations=" + this.scripts.location() + "/b")
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.isInstanceOf(InvalidMigrationsException.class));
	}

	@Test
	void filesOfOneServiceThatAreRefusedStopAllBeforeAnythingRuns() {
		this.scripts.write("a/001_a.sql", "create table a()").write("b/1b.sql", "create table b()");
		assertFilesOfTwoDataSourcesAreRefused();
		assertThat(this.database.query("select to_regclass('a')")).containsExactly("null");
	}

	@Test
	void whatWasAppliedForAnotherDataSourceIsSaidWhenTheStartFails(CapturedOutput output) {
		this.scripts
			.write("a/001_a.sql", "create table a(); create table book (title text); insert into book values ('One')")
			.write("b/001_b.sql", "select 'not closed");
		assertFilesOfTwoDataSourcesAreRefused();
		assertThat(this.database.query("select to_regclass('a')")).containsExactly("a");
		assertThat(output).contains("Service 'a': 1 applied earlier in the start that fails now. It stays applied");
	}

	@Test
	void validationRefusesBeforeTheBeanIsCreated() {
		this.runner.withPropertyValues("slipway.mode=validate")
			.withUserConfiguration(InConstructor.class)
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.isInstanceOf(PendingMigrationsException.class));
	}

	@Test
	void lazyBeansGetTheirSchemaToo() {
		this.runner
			.withInitializer((context) -> context
				.addBeanFactoryPostProcessor(new org.springframework.boot.LazyInitializationBeanFactoryPostProcessor()))
			.withUserConfiguration(InConstructor.class)
			.run((context) -> {
				assertThat(context).hasNotFailed();
				assertThat(context.getBean(InConstructor.class)).isNotNull();
			});
	}

	private static void read(JdbcClient client) {
		assertThat(client.sql("select title from book").query(String.class).single()).isEqualTo("One");
	}

	@Configuration(proxyBeanMethods = false)
	@AutoConfigurationPackage
	static class Entities {

	}

	@Entity(name = "book")
	static class Book {

		@Id
		Long id;

		String title;

	}

	@Configuration(proxyBeanMethods = false)
	static class InConstructor {

		InConstructor(JdbcClient client) {
			read(client);
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class InPostConstruct {

		@Autowired
		private JdbcClient client;

		@PostConstruct
		void look() {
			read(this.client);
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class WithTemplate {

		WithTemplate(JdbcTemplate template) {
			read(JdbcClient.create(template));
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class InField {

		@Bean
		String title(JdbcTemplate template) {
			return Objects.requireNonNull(template.queryForObject("select title from book", String.class));
		}

	}

	@Configuration(proxyBeanMethods = false)
	@DependsOnDatabaseInitialization
	static class Annotated {

		Annotated(DataSource dataSource) {
			read(JdbcClient.create(dataSource));
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class WithJooq {

		WithJooq(DSLContext dsl) {
			assertThat(dsl.fetchValue("select title from book")).isEqualTo("One");
		}

	}

	static class Looking {

	}

	@Configuration(proxyBeanMethods = false)
	static class InPhaseZero implements SmartLifecycle {

		private final DataSource dataSource;

		private @Nullable String title;

		InPhaseZero(DataSource dataSource) {
			this.dataSource = dataSource;
		}

		@Override
		public void start() {
			this.title = JdbcClient.create(this.dataSource).sql("select title from book").query(String.class).single();
		}

		@Override
		public void stop() {
			this.title = null;
		}

		@Override
		public boolean isRunning() {
			return this.title != null;
		}

		@Override
		public int getPhase() {
			return 0;
		}

	}

	private static final class Databases {

		private final TestDatabase first;

		private final TestDatabase second;

		private final List<String> seen = new ArrayList<>();

		Databases(TestDatabase first, TestDatabase second) {
			this.first = first;
			this.second = second;
		}

		void look(String who) {
			this.seen.add(who + ": " + this.first.query("select to_regclass('a')").get(0) + ", "
					+ this.second.query("select to_regclass('b')").get(0));
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class TwoDataSources {

		@Bean
		@Primary
		DataSource first(Databases databases) {
			return databases.first.dataSource();
		}

		@Bean(defaultCandidate = false)
		DataSource second(Databases databases) {
			return databases.second.dataSource();
		}

		/** It has the primary DataSource through a JdbcTemplate. */
		@Bean
		Object usesFirst(JdbcClient client, Databases databases) {
			read(client);
			databases.look("first");
			return "";
		}

		@Bean
		@DependsOnDatabaseInitialization
		Object usesBoth(DataSource first, @Qualifier("second") DataSource second, Databases databases) {
			databases.look("both");
			return "";
		}

	}

}
