package dev.slipway.neighbours;

import java.nio.file.Path;

import javax.sql.DataSource;

import dev.slipway.DatabaseException;
import dev.slipway.DatabaseException.Reason;
import dev.slipway.boot.autoconfigure.FlywayNeighbourAutoConfiguration;
import dev.slipway.boot.autoconfigure.LiquibaseNeighbourAutoConfiguration;
import dev.slipway.boot.autoconfigure.ServiceConfigurationException;
import dev.slipway.boot.autoconfigure.SlipwayAutoConfiguration;
import dev.slipway.testing.Scripts;
import dev.slipway.testing.TestDatabase;
import dev.slipway.testing.TestPostgres;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.JdbcTemplateAutoConfiguration;
import org.springframework.boot.test.context.assertj.AssertableApplicationContext;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.jdbc.datasource.LazyConnectionDataSourceProxy;
import org.springframework.util.ClassUtils;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Flyway and Liquibase in the same application.
 */
@ExtendWith(OutputCaptureExtension.class)
class OtherToolsTests {

	private static final String FLYWAY = "org.springframework.boot.flyway.autoconfigure.FlywayAutoConfiguration";

	private static final String LIQUIBASE = "org.springframework.boot.liquibase.autoconfigure.LiquibaseAutoConfiguration";

	private final TestDatabase database = TestPostgres.server().createDatabase();

	private final Scripts scripts;

	private final Scripts others;

	private final DataSource real = this.database.dataSource();

	OtherToolsTests(@TempDir Path folder) {
		this.scripts = new Scripts(folder.resolve("ours")).write("V1__one.sql", "create table one (i int)");
		this.others = new Scripts(folder.resolve("theirs"));
	}

	@ParameterizedTest
	@ValueSource(strings = { "auto", "initialization", "lifecycle" })
	void flywayWithTheSameFilesIsRefusedBeforeItRuns(String trigger) {
		runner(FLYWAY)
			.withPropertyValues("slipway.trigger=" + trigger,
					"spring.flyway.locations=filesystem:" + this.scripts.folder())
			.run((context) -> {
				assertThat(refusal(context))
					.hasMessageContaining("Slipway and Flyway would both migrate the same database"
							+ " with the files of " + this.scripts.location());
				assertNothingHappened();
			});
	}

	@Test
	void flywayBehindAProxyIsNoticed() {
		runner(FLYWAY).withBean("real", DataSource.class, () -> this.real)
			.withBean("front", DataSource.class, () -> new LazyConnectionDataSourceProxy(this.real),
					(definition) -> definition.setPrimary(true))
			.withPropertyValues("slipway.data-source=real",
					"spring.flyway.locations=filesystem:" + this.scripts.folder())
			.run((context) -> assertThat(refusal(context)).hasMessageContaining("would both migrate"));
		assertNothingHappened();
	}

	@Test
	void folderWithinTheOthersIsTheSame() {
		runner(FLYWAY).withPropertyValues("spring.flyway.locations=filesystem:" + this.scripts.folder() + "/sub")
			.run((context) -> assertThat(refusal(context)).hasMessageContaining("would both migrate"));
		runner(FLYWAY).withPropertyValues("spring.flyway.locations=filesystem:" + this.scripts.folder().getParent())
			.run((context) -> assertThat(refusal(context)).hasMessageContaining("would both migrate"));
		assertNothingHappened();
	}

	@ParameterizedTest
	@ValueSource(strings = { "auto", "initialization", "lifecycle" })
	void flywayWithFilesOfItsOwnComesFirst(String trigger) {
		this.others.write("V1__base.sql", "create table base (i int)");
		this.scripts.write("V2__two.sql", "alter table base add column j int");
		ApplicationContextRunner runner = runner(FLYWAY)
			.withConfiguration(AutoConfigurations.of(JdbcTemplateAutoConfiguration.class))
			.withPropertyValues("slipway.trigger=" + trigger,
					"spring.flyway.locations=filesystem:" + this.others.folder());
		for (int start = 1; start <= 2; start++) {
			runner.run((context) -> assertThat(context).hasNotFailed());
		}
		assertThat(this.database.query("select count(*) from schema_migrations")).containsExactly("2");
		assertThat(this.database.query("select count(*) from flyway_schema_history where version is not null"))
			.containsExactly("1");
	}

	@Test
	void flywayThatIsDisabledIsNoNeighbour() {
		runner(FLYWAY)
			.withPropertyValues("spring.flyway.enabled=false",
					"spring.flyway.locations=filesystem:" + this.scripts.folder())
			.run((context) -> assertThat(context).hasNotFailed());
		assertThat(this.database.query("select count(*) from schema_migrations")).containsExactly("1");
	}

	@Test
	void filesThatFlywayHasAppliedAreNotRunAgainWithoutIt() {
		ApplicationContextRunner both = runner(FLYWAY);
		both.withPropertyValues("slipway.enabled=false", "spring.flyway.locations=filesystem:" + this.scripts.folder())
			.run((context) -> assertThat(context).hasNotFailed());
		both.withPropertyValues("spring.flyway.enabled=false").run((context) -> {
			assertThat(context).hasFailed();
			assertThat(context.getStartupFailure()).rootCause()
				.isInstanceOfSatisfying(DatabaseException.class,
						(failure) -> assertThat(failure.getReason()).isEqualTo(Reason.FOREIGN_HISTORY))
				.hasMessageContaining("\"public\".\"flyway_schema_history\" of Flyway");
		});
		both.withPropertyValues("spring.flyway.enabled=false", "slipway.ignore-foreign-history=true",
				"slipway.table=history")
			.run((context) -> assertThat(context.getStartupFailure()).rootCause()
				.hasMessageContaining("relation \"one\" already exists"));
	}

	@ParameterizedTest
	@ValueSource(strings = { "auto", "initialization", "lifecycle" })
	void liquibaseWithFilesOfItsOwnComesFirst(String trigger) {
		this.scripts.write("V2__two.sql", "alter table base add column j int");
		ApplicationContextRunner runner = runner(LIQUIBASE)
			.withConfiguration(AutoConfigurations.of(JdbcTemplateAutoConfiguration.class))
			.withPropertyValues("slipway.trigger=" + trigger,
					"spring.liquibase.change-log=file:" + changeLog(this.others));
		for (int start = 1; start <= 2; start++) {
			runner.run((context) -> assertThat(context).hasNotFailed());
		}
		assertThat(this.database.query("select count(*) from schema_migrations")).containsExactly("2");
		assertThat(this.database.query("select count(*) from databasechangelog")).containsExactly("1");
	}

	@Test
	void liquibaseWithItsChangeLogAmongTheFilesIsRefusedBeforeItRuns() {
		runner(LIQUIBASE).withPropertyValues("spring.liquibase.change-log=file:" + changeLog(this.scripts))
			.run((context) -> {
				assertThat(refusal(context))
					.hasMessageContaining("Slipway and Liquibase would both migrate the same database");
				assertNothingHappened();
			});
	}

	@Test
	void settingsOfToolsThatAreThereAreNoLeftovers(CapturedOutput output) {
		runner(FLYWAY)
			.withPropertyValues("spring.flyway.enabled=false", "spring.flyway.table=x",
					"spring.liquibase.enabled=false")
			.run((context) -> assertThat(context).hasNotFailed());
		assertThat(output).doesNotContain("Settings without effect");
	}

	private static Throwable refusal(AssertableApplicationContext context) {
		assertThat(context).hasFailed();
		Throwable failure = context.getStartupFailure();
		while (failure.getCause() != null) {
			failure = failure.getCause();
		}
		return assertThat(failure).isInstanceOf(ServiceConfigurationException.class).actual();
	}

	private void assertNothingHappened() {
		assertThat(this.database.query("select relname from pg_class where relnamespace = 'public'::regnamespace"))
			.isEmpty();
	}

	private static Path changeLog(Scripts scripts) {
		scripts.write("changes.sql", """
				--liquibase formatted sql

				--changeset me:1
				create table base (i int);
				""");
		return scripts.folder().resolve("changes.sql");
	}

	private ApplicationContextRunner runner(String module) {
		return new ApplicationContextRunner()
			.withConfiguration(AutoConfigurations.of(DataSourceAutoConfiguration.class, SlipwayAutoConfiguration.class,
					FlywayNeighbourAutoConfiguration.class, LiquibaseNeighbourAutoConfiguration.class,
					ClassUtils.resolveClassName(module, getClass().getClassLoader())))
			.withPropertyValues("spring.datasource.url=" + this.database.url(),
					"spring.datasource.username=" + this.database.username(),
					"spring.datasource.password=" + this.database.password(),
					"slipway.locations=" + this.scripts.location());
	}

}
