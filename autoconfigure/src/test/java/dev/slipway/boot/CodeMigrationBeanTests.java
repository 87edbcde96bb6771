package dev.slipway.boot;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

import javax.sql.DataSource;

import dev.slipway.CodeMigration;
import dev.slipway.HistoryConflictException;
import dev.slipway.InvalidMigrationsException;
import dev.slipway.MigrationFailedException;
import dev.slipway.Migrator;
import dev.slipway.PendingMigrationsException;
import dev.slipway.SlipwayException;
import dev.slipway.boot.autoconfigure.ServiceConfigurationException;
import dev.slipway.boot.autoconfigure.SlipwayAutoConfiguration;
import dev.slipway.testing.Hints;
import dev.slipway.testing.Scripts;
import dev.slipway.testing.TestDatabase;
import dev.slipway.testing.TestPostgres;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.postgresql.PGConnection;

import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.predicate.RuntimeHintsPredicates;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.LazyInitializationBeanFactoryPostProcessor;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.hibernate.autoconfigure.HibernateJpaAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.JdbcClientAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.JdbcTemplateAutoConfiguration;
import org.springframework.boot.persistence.autoconfigure.EntityScan;
import org.springframework.boot.test.context.assertj.AssertableApplicationContext;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.transaction.autoconfigure.TransactionAutoConfiguration;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Lazy;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Beans that are code migrations: to which service they belong, when they are created,
 * and what they may need.
 */
class CodeMigrationBeanTests {

	private final TestDatabase database = TestPostgres.server().createDatabase();

	private final Scripts scripts;

	private final ApplicationContextRunner services;

	private final ApplicationContextRunner runner;

	CodeMigrationBeanTests(@TempDir Path folder) {
		this.scripts = new Scripts(folder).write("001_book.sql", "create table book(id bigint primary key)")
			.write("003_title.sql", "alter table book add title varchar(255) default 'None'");
		this.services = new ApplicationContextRunner()
			.withConfiguration(AutoConfigurations.of(DataSourceAutoConfiguration.class,
					JdbcTemplateAutoConfiguration.class, JdbcClientAutoConfiguration.class,
					TransactionAutoConfiguration.class, SlipwayAutoConfiguration.class))
			.withPropertyValues("spring.datasource.url=" + this.database.url(),
					"spring.datasource.username=" + this.database.username(),
					"spring.datasource.password=" + this.database.password());
		this.runner = this.services.withPropertyValues("slipway.locations=" + this.scripts.location());
	}

	@ParameterizedTest
	@ValueSource(strings = { "auto", "initialization", "lifecycle" })
	void beanRunsInOrderWithTheFiles(String trigger) {
		this.runner.withBean("addBook", AddBook.class)
			.withPropertyValues("slipway.trigger=" + trigger)
			.run((context) -> {
				assertThat(context).hasNotFailed();
				assertThat(history("schema_migrations")).containsExactly("1|book", "2|add_book", "3|title");
				assertThat(this.database.query("select id, title from book")).containsExactly("7|None");
			});
	}

	@Test
	void beanRunsBeforeWhatNeedsTheSchema() {
		this.scripts.delete("003_title.sql");
		this.runner.withConfiguration(AutoConfigurations.of(HibernateJpaAutoConfiguration.class))
			.withUserConfiguration(Entities.class)
			.withBean("addTitle", AddTitle.class)
			.withPropertyValues("spring.jpa.hibernate.ddl-auto=validate")
			.run((context) -> assertThat(context).hasNotFailed());
	}

	@Test
	void beanThatIsLazyOrMadeByAMethodRunsToo() {
		this.runner.withUserConfiguration(Lazily.class).run((context) -> {
			assertThat(context).hasNotFailed();
			assertThat(history("schema_migrations")).containsExactly("1|book", "2|add_book", "3|title");
		});
	}

	@Test
	void beanIsNotCreatedBeforeItIsNeeded() {
		AtomicInteger created = new AtomicInteger();
		this.runner.withPropertyValues("slipway.locations=classpath:nothing/there")
			.withBean("addBook", CodeMigration.class, () -> {
				created.incrementAndGet();
				return new AddBook();
			}, (definition) -> definition.setLazyInit(true))
			.withPropertyValues("slipway.enabled=false")
			.run((context) -> assertThat(created).hasValue(0));
	}

	@Test
	void pendingBeanIsValidated() {
		this.scripts.migrator(this.database).migrate();
		this.runner.withBean("addBook", Later.class, "4")
			.withPropertyValues("slipway.mode=validate")
			.run((context) -> assertThat(failure(context)).isInstanceOf(PendingMigrationsException.class)
				.hasMessageContaining("  - 4_later"));
	}

	@Test
	void beanThatIsGoneIsMissed() {
		this.runner.withBean("addBook", AddBook.class).run((context) -> assertThat(context).hasNotFailed());
		this.runner.run((context) -> assertThat(failure(context)).isInstanceOf(HistoryConflictException.class)
			.hasMessageContaining("its class is missing"));
	}

	@Test
	void failureNamesTheClassAndStopsTheStart() {
		this.runner.withBean("fails", Fails.class)
			.run((context) -> assertThat(failure(context)).isInstanceOf(MigrationFailedException.class)
				.hasMessageContaining(
						"Migration 2_fails failed in " + Fails.class.getName() + " (CodeMigrationBeanTests.java:"));
	}

	@Test
	void eachServiceHasItsOwn() {
		services().withBean("a", OfService.class, "a", "1").withBean("b", OfService.class, "b", "1").run((context) -> {
			assertThat(context).hasNotFailed();
			assertThat(history("schema_migrations_a")).containsExactly("1|of_a");
			assertThat(history("schema_migrations_b")).containsExactly("1|of_b");
		});
	}

	@Test
	void beanWithoutAServiceIsRefusedWhereThereAreSeveral() {
		services().withBean("addBook", AddBook.class)
			.run((context) -> assertThat(failure(context)).isInstanceOf(ServiceConfigurationException.class)
				.hasMessage(
						"Slipway cannot tell the service of the code migration 'addBook' (" + AddBook.class.getName()
								+ "): its service() names none, and there are several. There are 'a', 'b'."));
	}

	@Test
	void beanOfAServiceThatDoesNotExistIsRefused() {
		this.runner.withBean("c", OfService.class, "c", "4")
			.run((context) -> assertThat(failure(context)).isInstanceOf(ServiceConfigurationException.class)
				.hasMessageContaining("its service() names 'c', which is none. The only one is the unnamed one."));
	}

	@Test
	void beanOfTheApplicationIsNotRunForAModule(@TempDir Path folder) {
		Scripts module = new Scripts(folder).write("001_module.sql", "create table module(i int)");
		this.services.withBean("module", Migrator.class, () -> module.migrator(this.database, "module"))
			.withBean("ofModule", OfService.class, "module", "9")
			.withBean("alone", Later.class, "4")
			.run((context) -> {
				assertThat(context).hasNotFailed();
				assertThat(history("schema_migrations_module")).containsExactly("1|module", "9|of_module");
				assertThat(history("schema_migrations")).contains("4|later");
			});
	}

	@ParameterizedTest
	@CsvSource({ "WithTemplate, jdbcTemplate", "ThroughARepository, jdbcClient", "InField, jdbcTemplate",
			"AsksLater, jdbcTemplate", "LazyInField, jdbcTemplate" })
	void beanThatNeedsTheSchemaItselfIsExplained(String type, String dependent) throws ClassNotFoundException {
		Class<?> bean = Class.forName(CodeMigrationBeanTests.class.getName() + "$" + type);
		for (String trigger : List.of("auto", "initialization")) {
			this.runner.withBean(Repository.class)
				.withBean("needsTables", bean)
				.withPropertyValues("slipway.trigger=" + trigger)
				.run((context) -> assertThat(failure(context)).isInstanceOf(ServiceConfigurationException.class)
					.hasMessageContaining(
							"Slipway cannot create the code migration 'needsTables' before the migrations run:"
									+ " it is given '" + dependent
									+ "', itself or through others, and that is created after them."));
		}
	}

	@Test
	void cycleThatNoDefinitionShowsIsExplainedToo() {
		this.runner.withInitializer((context) -> ((GenericApplicationContext) context).registerBean("needsTables",
				CodeMigration.class, () -> {
					context.getBean(JdbcTemplate.class);
					return new AddBook();
				}))
			.run((context) -> assertThat(context.getStartupFailure()).hasStackTraceContaining(
					"cannot create the code migration 'needsTables' before the migrations run: it is"
							+ " given a bean, itself or through others, and that is created after them."));
	}

	@Test
	void beanThatAsksTheContextForOneThatWaitsDoesNotWaitForItself() {
		this.runner.withInitializer((context) -> {
			((GenericApplicationContext) context).registerBean("asks", Asks.class,
					() -> new Asks(context, JdbcTemplate.class));
			context.addBeanFactoryPostProcessor(new LazyInitializationBeanFactoryPostProcessor());
		})
			.run((context) -> assertThat(failure(context)).isInstanceOf(MigrationFailedException.class)
				.hasMessageContaining("a code migration has asked for a bean that is created after the migrations"));
	}

	/** Whoever is created and waits for the migrations holds a lock of Spring's. */
	@ParameterizedTest
	@ValueSource(strings = { "auto", "initialization" })
	@Timeout(60)
	void beanThatAsksForOneWhileAnotherIsCreatedDoesNotWaitForItself(String trigger) {
		this.runner.withBean(Repository.class)
			.withInitializer((context) -> ((GenericApplicationContext) context).registerBean("asks", Asks.class,
					() -> new Asks(context, JdbcTemplate.class)))
			.withPropertyValues("slipway.trigger=" + trigger)
			.run((context) -> assertThat(context.getStartupFailure())
				.hasStackTraceContaining("a code migration has asked for a bean that is created after the migrations"));
		assertThat(history("schema_migrations")).containsExactly("1|book");
	}

	@ParameterizedTest
	@ValueSource(strings = { "auto", "initialization", "lifecycle" })
	@Timeout(60)
	void beanMayAskForOneThatNeedsNoSchema(String trigger) {
		this.runner.withPropertyValues("slipway.trigger=" + trigger)
			.withInitializer((context) -> ((GenericApplicationContext) context).registerBean("asks", Asks.class,
					() -> new Asks(context, Independent.class)))
			.withBean(Repository.class)
			.withBean(Independent.class)
			.run((context) -> assertThat(context).hasNotFailed());
	}

	@Test
	void beanMayUseTheSchemaThroughAnotherDoorWhereNothingWaitsForTheMigrations() {
		this.runner.withBean("asks", AsksLater.class)
			.withPropertyValues("slipway.trigger=lifecycle")
			.run((context) -> assertThat(context).hasNotFailed());
	}

	@Test
	void beanMayHaveADataSource() {
		this.runner.withBean("addBook", WithDataSource.class).run((context) -> assertThat(context).hasNotFailed());
	}

	@Test
	void classOfFlywaysShapeAmongTheFilesIsRefusedWithAWayOut() {
		this.scripts.write("V2__Add_keys.class", "");
		this.runner.run((context) -> assertThat(failure(context)).isInstanceOf(InvalidMigrationsException.class)
			.hasMessageContaining("V2__Add_keys.class is a migration of another tool's and no .sql file: what it does"
					+ " would be missing. Write it as SQL, make it a bean of the type dev.slipway.CodeMigration in a"
					+ " class of another name"));
	}

	@Test
	void nativeImageKnowsTheViewsOfAConnection() {
		RuntimeHints hints = Hints.registered();
		for (Class<?> type : List.of(Connection.class, ResultSet.class, PGConnection.class)) {
			assertThat(RuntimeHintsPredicates.proxies().forInterfaces(type)).accepts(hints);
		}
	}

	/** What is said, whichever bean was being created. */
	private static @Nullable Throwable failure(AssertableApplicationContext context) {
		Throwable failure = context.getStartupFailure();
		while (failure != null && !(failure instanceof SlipwayException)) {
			failure = failure.getCause();
		}
		return failure;
	}

	private ApplicationContextRunner services() {
		return this.services.withPropertyValues("slipway.services.a.table=schema_migrations_a",
				"slipway.services.b.table=schema_migrations_b");
	}

	private List<String> history(String table) {
		return this.database.query("select version, name from " + table + " order by id");
	}

	static class AddBook implements CodeMigration {

		@Override
		public String version() {
			return "2";
		}

		@Override
		public String name() {
			return "add_book";
		}

		@Override
		public void migrate(JdbcClient jdbc) {
			jdbc.sql("insert into book values (:id)").param("id", 7).update();
		}

	}

	record Later(String version) implements CodeMigration {

		@Override
		public String name() {
			return "later";
		}

		@Override
		public void migrate(JdbcClient jdbc) {
			jdbc.sql("select 1").query().listOfRows();
		}

	}

	static class AddTitle extends AddBook {

		@Override
		public void migrate(JdbcClient jdbc) {
			jdbc.sql("alter table book add title varchar(255)").update();
		}

	}

	static class Fails extends AddBook {

		@Override
		public String name() {
			return "fails";
		}

		@Override
		public void migrate(JdbcClient jdbc) {
			throw new IllegalStateException("no key");
		}

	}

	static class OfService implements CodeMigration {

		private final String service;

		private final String version;

		OfService(String service, String version) {
			this.service = service;
			this.version = version;
		}

		@Override
		public String version() {
			return this.version;
		}

		@Override
		public String name() {
			return "of_" + this.service;
		}

		@Override
		public @Nullable String service() {
			return this.service;
		}

		@Override
		public void migrate(JdbcClient jdbc) {
			jdbc.sql("select 1").query().listOfRows();
		}

	}

	static class WithTemplate extends AddBook {

		WithTemplate(JdbcTemplate template) {
		}

	}

	static class Repository {

		Repository(JdbcClient client) {
		}

	}

	static class ThroughARepository extends AddBook {

		ThroughARepository(Repository repository) {
		}

	}

	static class InField extends AddBook {

		@Autowired
		private JdbcTemplate template;

	}

	static class WithDataSource extends AddBook {

		WithDataSource(DataSource dataSource) {
		}

	}

	static class AsksLater extends AddBook {

		private final ObjectProvider<JdbcTemplate> templates;

		AsksLater(ObjectProvider<JdbcTemplate> templates) {
			this.templates = templates;
		}

		@Override
		public void migrate(JdbcClient jdbc) {
			this.templates.getObject();
		}

	}

	static class Asks extends AddBook {

		private final ApplicationContext context;

		private final Class<?> wanted;

		Asks(ApplicationContext context, Class<?> wanted) {
			this.context = context;
			this.wanted = wanted;
		}

		@Override
		public void migrate(JdbcClient jdbc) {
			this.context.getBean(this.wanted);
		}

	}

	static class Independent {

	}

	static class LazyInField extends AddBook {

		@Autowired
		@Lazy
		private JdbcTemplate template;

	}

	@Configuration(proxyBeanMethods = false)
	static class Lazily {

		@Bean
		@Lazy
		CodeMigration addBook() {
			return new AddBook();
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EntityScan(basePackageClasses = TriggerTests.Book.class)
	static class Entities {

	}

}
