package dev.slipway.boot;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import javax.sql.DataSource;

import dev.slipway.boot.autoconfigure.SlipwayAutoConfiguration;
import dev.slipway.testing.Scripts;
import dev.slipway.testing.TestDatabase;
import dev.slipway.testing.TestPostgres;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.hibernate.autoconfigure.HibernateJpaAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.JdbcTemplateAutoConfiguration;
import org.springframework.boot.persistence.autoconfigure.EntityScan;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.boot.transaction.autoconfigure.TransactionAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Import;
import org.springframework.jdbc.core.simple.JdbcClient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;

/**
 * What somebody reads whose bean has missed a table while it was created, and that the
 * advice helps.
 */
@ExtendWith(OutputCaptureExtension.class)
class TooEarlyTests {

	private final TestDatabase database = TestPostgres.server().createDatabase();

	private final Scripts scripts;

	TooEarlyTests(@TempDir Path folder) {
		this.scripts = new Scripts(folder).write("001_book.sql",
				"create table book (id bigint primary key, title varchar(255)); insert into book values (1)");
	}

	@Test
	void beanThatNobodyKnowsToNeedTheSchemaIsNamedAndTheAdviceHelps(CapturedOutput output) {
		assertThatException().isThrownBy(() -> run(Unknown.class).close());
		assertThat(output)
			.contains("The bean '" + Unknown.Reader.class.getName()
					+ "' needs the schema while it is created, but migrations have not run yet:")
			.contains("ERROR: relation \"book\" does not exist (42P01)")
			.contains("Annotate '" + Unknown.Reader.class.getName()
					+ "' with @DependsOnDatabaseInitialization, or set slipway.trigger=initialization:"
					+ " then migrations run before other beans are created.");
		run(Unknown.class, "--slipway.trigger=initialization").close();
		assertThat(this.database.query("select version from schema_migrations")).containsExactly("1");
	}

	@Test
	void triggerLifecycleIsNamedWhereHibernateMissesATable(CapturedOutput output) {
		assertThatException().isThrownBy(() -> run(WithHibernate.class, "--slipway.trigger=lifecycle",
				"--spring.jpa.hibernate.ddl-auto=validate")
			.close());
		assertThat(output).contains(
				"The bean 'entityManagerFactory' needs the schema while it is created, but migrations have not run yet:")
			.contains("missing table [book]")
			.contains("Remove slipway.trigger=lifecycle: it lets migrations run after all beans are created.");
		run(WithHibernate.class, "--spring.jpa.hibernate.ddl-auto=validate").close();
	}

	@Test
	void tableThatNoMigrationMakesIsNotExplainedSo(CapturedOutput output) {
		assertThatException().isThrownBy(() -> run(ReadsAnother.class, "--slipway.trigger=initialization").close());
		assertThat(output).doesNotContain("migrations have not run yet");
	}

	private ConfigurableApplicationContext run(Class<?> bean, String... arguments) {
		List<String> all = new ArrayList<>(List.of("--spring.datasource.url=" + this.database.url(),
				"--spring.datasource.username=" + this.database.username(),
				"--spring.datasource.password=" + this.database.password(),
				"--slipway.locations=" + this.scripts.location(), "--spring.main.log-startup-info=false"));
		all.addAll(List.of(arguments));
		return new SpringApplicationBuilder(Application.class, bean).web(WebApplicationType.NONE)
			.run(all.toArray(new String[0]));
	}

	@ImportAutoConfiguration({ DataSourceAutoConfiguration.class, JdbcTemplateAutoConfiguration.class,
			SlipwayAutoConfiguration.class })
	static class Application {

	}

	@EntityScan(basePackageClasses = TriggerTests.Book.class)
	@ImportAutoConfiguration({ TransactionAutoConfiguration.class, HibernateJpaAutoConfiguration.class })
	static class WithHibernate {

	}

	/** It makes its connection by itself. */
	@Import(Unknown.Reader.class)
	static class Unknown {

		static class Reader {

			Reader(DataSource dataSource) {
				JdbcClient.create(dataSource).sql("select * from book").query().listOfRows();
			}

		}

	}

	@Import(ReadsAnother.Reader.class)
	static class ReadsAnother {

		static class Reader {

			Reader(DataSource dataSource) {
				JdbcClient.create(dataSource).sql("select * from no_book").query().listOfRows();
			}

		}

	}

}
