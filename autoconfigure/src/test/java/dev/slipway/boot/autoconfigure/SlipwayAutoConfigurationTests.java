package dev.slipway.boot.autoconfigure;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;

import javax.sql.DataSource;

import dev.slipway.CodeMigration;
import dev.slipway.DatabaseException;
import dev.slipway.Migrator;
import dev.slipway.PendingMigrationsException;
import dev.slipway.SharedHistoryException;
import dev.slipway.testing.Scripts;
import dev.slipway.testing.TestDatabase;
import dev.slipway.testing.TestPostgres;
import dev.slipway.testing.Waits;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledIf;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.postgresql.PGConnection;

import org.springframework.beans.factory.support.AbstractBeanDefinition;
import org.springframework.boot.LazyInitializationBeanFactoryPostProcessor;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.condition.ConditionEvaluationReport;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.SystemEnvironmentPropertySource;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DriverManagerDataSource;
import org.springframework.scheduling.concurrent.ExecutorConfigurationSupport;
import org.springframework.util.ClassUtils;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.mock;

/**
 * Conditions, defaults and failures of the auto-configuration.
 */
@ExtendWith(OutputCaptureExtension.class)
class SlipwayAutoConfigurationTests {

	private final TestDatabase database = TestPostgres.server().createDatabase();

	private final Scripts scripts;

	private final ApplicationContextRunner runner;

	SlipwayAutoConfigurationTests(@TempDir Path folder) {
		this.scripts = new Scripts(folder).write("001_one.sql", "create table if not exists one(i int)");
		this.runner = new ApplicationContextRunner()
			.withConfiguration(AutoConfigurations.of(DataSourceAutoConfiguration.class, SlipwayAutoConfiguration.class))
			.withPropertyValues("spring.datasource.url=" + this.database.url(),
					"spring.datasource.username=" + this.database.username(),
					"spring.datasource.password=" + this.database.password());
	}

	@Test
	void theUnnamedServiceMigratesTheOnlyDataSource() {
		this.runner.withPropertyValues("slipway.locations=" + this.scripts.location()).run((context) -> {
			assertThat(context).hasNotFailed().hasSingleBean(MigrationLifecycle.class);
			assertThat(context.getBean(MigrationLifecycle.class).isRunning()).isTrue();
			assertThat(this.database.query("select version, name from public.schema_migrations"))
				.containsExactly("1|one");
		});
	}

	@Test
	void withoutAnyPropertyTheDefaultLocationIsMeant() {
		this.runner.run((context) -> {
			assertThat(context).hasNotFailed();
			assertThat(this.database.query("select name from public.schema_migrations"))
				.containsExactly("from_the_default_location");
		});
	}

	@Test
	void tableIsMadeInTheCurrentSchemaOfTheConnection() {
		this.database.execute("create schema app");
		this.runner
			.withPropertyValues("slipway.locations=" + this.scripts.location(),
					"spring.datasource.url=" + this.database.url() + "?currentSchema=app")
			.run((context) -> {
				assertThat(context).hasNotFailed();
				assertThat(this.database.query("select version, name from app.schema_migrations"))
					.containsExactly("1|one");
			});
	}

	@Test
	@DisabledIf("isFlywayThere")
	void settingsOfAToolThatIsNotThereAreNamedOnce(CapturedOutput output) {
		this.runner
			.withPropertyValues("slipway.locations=" + this.scripts.location(), "spring.flyway.out-of-order=true",
					"spring.flyway.connect-retries=3")
			.run((context) -> assertThat(context).hasNotFailed());
		assertThat(output.getOut().split("spring.flyway.out-of-order: slipway.out-of-order", -1)).hasSize(2);
		assertThat(output).contains("spring.flyway.connect-retries: slipway.connect-retries;")
			.doesNotContain("spring.liquibase");
	}

	static boolean isFlywayThere() {
		return ClassUtils.isPresent("org.flywaydb.core.Flyway", null);
	}

	@Test
	void disabledItDoesNothing() {
		this.runner.withPropertyValues("slipway.enabled=false")
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(MigrationLifecycle.class));
		assertThat(this.database.query("select to_regclass('schema_migrations')")).containsExactly("null");
	}

	@Test
	void withoutTheDriverItBacksOff() {
		this.runner.withClassLoader(new FilteredClassLoader(PGConnection.class))
			.withPropertyValues("spring.datasource.url=jdbc:h2:mem:x", "spring.datasource.username=sa")
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(MigrationLifecycle.class));
	}

	@Test
	void withoutADataSourceItBacksOff() {
		new ApplicationContextRunner().withConfiguration(AutoConfigurations.of(SlipwayAutoConfiguration.class))
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(MigrationLifecycle.class));
	}

	@Test
	void aDataSourceThatIsNotInjectedByTypeIsNotMigrated() {
		new ApplicationContextRunner().withConfiguration(AutoConfigurations.of(SlipwayAutoConfiguration.class))
			.withBean("own", DataSource.class, DriverManagerDataSource::new,
					(definition) -> definition.setAutowireCandidate(false))
			.withBean("named", DataSource.class, DriverManagerDataSource::new,
					(definition) -> ((AbstractBeanDefinition) definition).setDefaultCandidate(false))
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(MigrationLifecycle.class));
	}

	@Test
	void theDataSourceOfAParentContextIsMigrated() {
		new ApplicationContextRunner()
			.withBean("parents", DataSource.class,
					() -> new DriverManagerDataSource(this.database.url(), this.database.username(),
							this.database.password()))
			.run((parent) -> new ApplicationContextRunner().withParent(parent)
				.withConfiguration(AutoConfigurations.of(SlipwayAutoConfiguration.class))
				.withPropertyValues("slipway.locations=" + this.scripts.location())
				.run((context) -> {
					assertThat(context).hasNotFailed();
					assertThat(conditionOf(context)).isEqualTo("Slipway migrations found DataSource 'parents'");
					assertThat(this.database.query("select name from schema_migrations")).containsExactly("one");
				}));
	}

	@Test
	void theConditionReportSaysWhatWasNotFound() {
		new ApplicationContextRunner().withConfiguration(AutoConfigurations.of(SlipwayAutoConfiguration.class))
			.run((context) -> assertThat(conditionOf(context)).isEqualTo(
					"Slipway migrations did not find any DataSource, Migrator, CodeMigration, connection details,"
							+ " slipway.url, slipway.data-source or slipway.services"));
	}

	@Test
	void codeMigrationWithoutADataSourceIsAnError() {
		CodeMigration code = mock(CodeMigration.class);
		new ApplicationContextRunner().withConfiguration(AutoConfigurations.of(SlipwayAutoConfiguration.class))
			.withBean(CodeMigration.class, () -> code)
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.isInstanceOf(ServiceConfigurationException.class)
				.hasMessageContaining("Slipway has no DataSource: it names none, and there is no DataSource bean."));
	}

	@Test
	void aDeclaredServiceWithoutADataSourceIsAnError() {
		new ApplicationContextRunner().withConfiguration(AutoConfigurations.of(SlipwayAutoConfiguration.class))
			.withPropertyValues("slipway.services.a.schema=x")
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.isInstanceOf(ServiceConfigurationException.class)
				.hasMessageContaining("Service 'a' has no DataSource"));
	}

	@Test
	void servicesTakeWhatTheyDoNotSayFromTheirParentAndFromTheDefaults(CapturedOutput output) {
		new Scripts(this.scripts.folder().resolve("second")).write("1_two.sql", "create table two(i int)");
		new Scripts(this.scripts.folder().resolve("first")).write("1_one.sql", "create table one(i int)");
		this.runner
			.withPropertyValues("slipway.create-schema=true", "slipway.schema=history",
					"slipway.locations=file:" + this.scripts.folder() + "/{service}",
					"slipway.services.second.table=own_name", "slipway.services.second.search-path=two_space,public",
					"slipway.services.first.schema=first_history")
			.withInitializer(
					(context) -> new JdbcTemplate(this.database.dataSource()).execute("create schema two_space"))
			.run((context) -> {
				assertThat(context).hasNotFailed();
				assertThat(this.database.query("select name from history.own_name")).containsExactly("two");
				assertThat(this.database.query("select name from first_history.schema_migrations_first"))
					.containsExactly("one");
				assertThat(this.database.query("select to_regclass('two_space.two'), to_regclass('public.one')"))
					.containsExactly("two_space.two|one");
			});
		assertThat(output.getOut().indexOf("Service 'second' is up to date"))
			.isLessThan(output.getOut().indexOf("Service 'first' is up to date"));
	}

	@Test
	void anOverrideDoesNotChangeTheOrderOfDeclaration(CapturedOutput output) {
		String location = this.scripts.location();
		new ApplicationContextRunner()
			.withConfiguration(AutoConfigurations.of(DataSourceAutoConfiguration.class, SlipwayAutoConfiguration.class))
			.withInitializer((context) -> {
				var sources = context.getEnvironment().getPropertySources();
				Map<String, Object> declared = new LinkedHashMap<>();
				declared.put("spring.datasource.url", this.database.url());
				declared.put("spring.datasource.username", this.database.username());
				declared.put("spring.datasource.password", this.database.password());
				declared.put("slipway.services.zebra.search-path", "public");
				declared.put("slipway.services.zebra.locations", "file:/to/be/overridden");
				declared.put("slipway.services.my-ant.locations", location);
				sources.addLast(new MapPropertySource("declared", declared));
				sources.addFirst(new SystemEnvironmentPropertySource("test-systemEnvironment",
						Map.of("SLIPWAY_SERVICES_ZEBRA_LOCATIONS", location)));
				sources.addFirst(
						new MapPropertySource("override", Map.of("slipway.services.my-ant.out-of-order", "true")));
			})
			.run((context) -> assertThat(context).hasNotFailed());
		assertThat(output.getOut().indexOf("'zebra'")).isPositive().isLessThan(output.getOut().indexOf("'my-ant'"));
	}

	@Test
	void anEnvironmentVariableThatSpellsANameWithoutItsHyphenMeansTheSameService() {
		this.runner
			.withInitializer((context) -> context.getEnvironment()
				.getPropertySources()
				.addFirst(new SystemEnvironmentPropertySource("test-systemEnvironment",
						Map.of("SLIPWAY_SERVICES_EVENTHANDLER_CREATESCHEMA", "true"))))
			.withPropertyValues("slipway.services.event-handler.locations=" + this.scripts.location(),
					"slipway.services.event-handler.schema=created")
			.run((context) -> {
				assertThat(context).hasNotFailed();
				assertThat(this.database.query("select name from created.schema_migrations_event_handler"))
					.containsExactly("one");
			});
	}

	@Test
	void theFilesOfAllServicesAreReportedAtOnce() {
		this.runner
			.withPropertyValues("slipway.services.a.locations=classpath:none/a",
					"slipway.services.b.locations=classpath:none/b")
			.run((context) -> assertThat(context).getFailure()
				.cause()
				.hasMessageContaining("Service 'a' cannot use")
				.hasMessageContaining("classpath:none/a")
				.hasMessageContaining("Service 'b' cannot use")
				.hasMessageContaining("classpath:none/b"));
	}

	@Test
	void aModuleBringsItsServiceAsABean() {
		withModule().withPropertyValues("slipway.services.app.locations=classpath:db/migration").run((context) -> {
			assertThat(context).hasNotFailed();
			assertThat(this.database.query("select name from public.schema_migrations_module")).containsExactly("one");
			assertThat(this.database.query("select name from public.schema_migrations_app")).hasSize(1);
		});
	}

	@Test
	void aModuleDoesNotSwitchOffTheApplicationsOwnMigrations() {
		withModule().run((context) -> {
			assertThat(context).hasNotFailed();
			assertThat(this.database.query("select name from public.schema_migrations"))
				.containsExactly("from_the_default_location");
		});
	}

	@Test
	void twoServicesOfOneNameAreRefused() {
		withModule().withPropertyValues("slipway.services.module.locations=classpath:db/migration")
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.hasMessageContaining("Service 'module' is declared twice"));
	}

	@Test
	void anUnknownDataSourceIsNamedBesideThoseThatExist() {
		this.runner.withPropertyValues("slipway.services.query.data-source=qeryDataSource")
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.isInstanceOfSatisfying(ServiceConfigurationException.class, (failure) -> {
					assertThat(failure)
						.hasMessage("Service 'query' has no DataSource: there is no DataSource bean named "
								+ "'qeryDataSource'. There is only 'dataSource'.");
					assertThat(failure.getAction()).contains("Set slipway.services.query.data-source");
				}));
	}

	@Test
	void twoDataSourcesAndNoChoiceIsAnError() {
		this.runner.withUserConfiguration(TwoDataSources.class)
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.isInstanceOfSatisfying(ServiceConfigurationException.class, (failure) -> assertThat(failure)
					.hasMessageContaining("there are 'a', 'b', none of them primary")));
	}

	@Test
	void twoServicesThatShareATableAreRefused() {
		this.runner
			.withPropertyValues("slipway.table=shared", "slipway.services.a.locations=" + this.scripts.location(),
					"slipway.services.b.locations=" + this.scripts.location())
			.run((context) -> assertThat(context).getFailure()
				.cause()
				.isInstanceOf(SharedHistoryException.class)
				.hasMessageContaining("Service 'a' and Service 'b' both use \"public\".\"shared\""));
	}

	@Test
	void aNameThatPostgresWouldCutOffIsRefused() {
		this.runner.withPropertyValues("slipway.table=" + "x".repeat(64))
			.run((context) -> assertThat(context).getFailure()
				.cause()
				.isInstanceOf(ServiceConfigurationException.class)
				.hasMessageContaining("table must be a name of 1 to 63 bytes")
				.hasMessageContaining("has 64"));
	}

	@Test
	void anUnreachableDatabaseEndsTheStart() {
		this.runner
			.withPropertyValues("spring.datasource.url=jdbc:postgresql://127.0.0.1:1/x",
					"spring.datasource.hikari.connection-timeout=500", "slipway.locations=" + this.scripts.location())
			.run((context) -> assertThat(context).getFailure()
				.cause()
				.isInstanceOfSatisfying(DatabaseException.class,
						(failure) -> assertThat(failure.getReason()).isEqualTo(DatabaseException.Reason.UNREACHABLE)));
	}

	@Test
	void inModeValidateTheStartIsRefusedWhileAnythingIsPending() {
		ApplicationContextRunner validating = this.runner.withPropertyValues("slipway.mode=validate",
				"slipway.locations=" + this.scripts.location());
		validating.run((context) -> assertThat(context).getFailure()
			.cause()
			.isInstanceOf(PendingMigrationsException.class)
			.hasMessageContaining("001_one"));
		assertThat(this.database.query("select to_regclass('schema_migrations')")).containsExactly("null");
		this.runner.withPropertyValues("slipway.locations=" + this.scripts.location())
			.run((context) -> assertThat(context).hasNotFailed());
		validating.run((context) -> assertThat(context).hasNotFailed());
	}

	@Test
	void inModeWaitTheStartGoesOnWhenAnotherProcessHasMigrated(CapturedOutput output) {
		CompletableFuture<Void> other = CompletableFuture.runAsync(() -> {
			Waits.untilPrinted(output, "waits for another process");
			this.scripts.migrator(this.database).migrate();
		});
		this.runner.withPropertyValues("slipway.mode=wait", "slipway.locations=" + this.scripts.location())
			.run((context) -> assertThat(context).hasNotFailed());
		other.join();
	}

	@Test
	void inModeWaitTheStartIsRefusedAtTheLimit() {
		this.runner
			.withPropertyValues("slipway.mode=wait", "slipway.wait-timeout=1ms",
					"slipway.locations=" + this.scripts.location())
			.run((context) -> assertThat(context).getFailure().cause().isInstanceOf(PendingMigrationsException.class));
	}

	@Test
	void aWaitWithoutTimeIsRefused() {
		this.runner.withPropertyValues("slipway.wait-timeout=0s")
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.hasMessage("slipway.wait-timeout must be positive, but is PT0S"));
	}

	@Test
	void lazyBeansDoNotMakeTheMigrationLazy() {
		this.runner.withPropertyValues("slipway.locations=" + this.scripts.location())
			.withInitializer(
					(context) -> context.addBeanFactoryPostProcessor(new LazyInitializationBeanFactoryPostProcessor()))
			.run((context) -> assertThat(this.database.query("select to_regclass('one')")).containsExactly("one"));
	}

	@Test
	void theLifecycleRunsAfterPlainBeansAndBeforeExecutors() {
		MigrationLifecycle lifecycle = new MigrationLifecycle(() -> {
		});
		assertThat(lifecycle.getPhase()).isPositive().isLessThan(ExecutorConfigurationSupport.DEFAULT_PHASE);
		assertThat(lifecycle.isPauseable()).isFalse();
		assertThat(lifecycle.isAutoStartup()).isTrue();
	}

	private static String conditionOf(ConfigurableApplicationContext context) {
		return Objects
			.requireNonNull(ConditionEvaluationReport.get(context.getBeanFactory())
				.getConditionAndOutcomesBySource()
				.get(SlipwayAutoConfiguration.class.getName()))
			.stream()
			.filter((evaluated) -> evaluated.getCondition() instanceof OnMigrationsCondition)
			.map((evaluated) -> evaluated.getOutcome().getMessage())
			.findFirst()
			.orElseThrow();
	}

	private ApplicationContextRunner withModule() {
		return this.runner.withUserConfiguration(ModuleConfiguration.class)
			.withBean("scripts", Scripts.class, () -> this.scripts);
	}

	@Configuration(proxyBeanMethods = false)
	static class ModuleConfiguration {

		@Bean
		Migrator moduleMigrator(DataSource dataSource, Scripts scripts) {
			return scripts.migrator(dataSource, "module");
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class TwoDataSources {

		@Bean
		DataSource a() {
			return new DriverManagerDataSource();
		}

		@Bean
		DataSource b() {
			return new DriverManagerDataSource();
		}

	}

}
