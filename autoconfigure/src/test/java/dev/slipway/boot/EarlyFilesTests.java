package dev.slipway.boot;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.function.BooleanSupplier;

import dev.slipway.CodeMigration;
import dev.slipway.InvalidMigrationsException;
import dev.slipway.boot.autoconfigure.SlipwayAutoConfiguration;
import dev.slipway.testing.Scripts;
import dev.slipway.testing.TestDatabase;
import dev.slipway.testing.TestPostgres;
import dev.slipway.testing.Waits;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.beans.factory.InitializingBean;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.jdbc.core.simple.JdbcClient;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The files are read on a thread of their own while beans are created. Whatever comes of
 * that, a start does and says what it does without.
 */
class EarlyFilesTests {

	private static final String THREAD = "slipway-files";

	private final TestDatabase database = TestPostgres.server().createDatabase();

	private final Path folder;

	private final Scripts scripts;

	private final ApplicationContextRunner runner;

	EarlyFilesTests(@TempDir Path root) {
		this.folder = root.resolve("scripts");
		this.scripts = new Scripts(this.folder).write("001_one.sql", "create table one ()");
		this.runner = new ApplicationContextRunner()
			.withConfiguration(AutoConfigurations.of(DataSourceAutoConfiguration.class, SlipwayAutoConfiguration.class))
			.withPropertyValues("spring.datasource.url=" + this.database.url(), "spring.datasource.username=postgres",
					"slipway.locations=file:" + this.folder);
	}

	@Test
	void aStartUsesWhatWasReadWhileItsBeansWereCreated() {
		this.runner.run((context) -> assertThat(context).hasNotFailed());
		assertThat(versions()).containsExactly("1");
		whileBeansAreCreated(() -> {
			this.scripts.write("002_two.sql", "create table two ()");
			delete("001_one.sql");
		}).run((context) -> {
			assertThat(context).hasNotFailed();
			assertThat(context.getBean(MigrationReports.class).all()).singleElement()
				.satisfies((report) -> assertThat(report.version()).isEqualTo("1"));
		});
		assertThat(versions()).containsExactly("1");
	}

	/** Never one text with the checksum of another. */
	@Test
	void whatIsAppliedAndRecordedIsWhatWasRead() {
		whileBeansAreCreated(() -> this.scripts.write("001_one.sql", "create table other ()"))
			.run((context) -> assertThat(context).hasNotFailed());
		assertThat(this.database.query("select to_regclass('one'), to_regclass('other')")).containsExactly("one|null");
		this.runner.run((context) -> assertThat(context.getStartupFailure())
			.hasStackTraceContaining("001_one.sql has changed since it was applied"));
	}

	@Test
	void aContextThatStartsAgainReadsAgain() {
		this.runner.run((context) -> {
			this.scripts.write("002_two.sql", "create table two ()");
			context.stop();
			context.start();
			assertThat(versions()).containsExactly("1", "2");
		});
	}

	@ParameterizedTest
	@ValueSource(strings = { "true", "false" })
	void aFileThatCannotBeUsedIsSaidOnceAndInTheSameWords(String background) {
		this.scripts.write("002_bad.sql", "select 'unterminated").write("nameless.sql", "select 1");
		this.runner.withPropertyValues("slipway.background-reading=" + background).run((context) -> {
			Throwable failure = context.getStartupFailure();
			while (failure != null && !(failure instanceof InvalidMigrationsException)) {
				failure = failure.getCause();
			}
			assertThat(failure).isNotNull().hasMessageContaining("nameless.sql");
			assertThat(Objects.requireNonNull(failure).getStackTrace()).extracting(StackTraceElement::getMethodName)
				.contains("migrateAll");
		});
	}

	@ParameterizedTest
	@ValueSource(strings = { "slipway.background-reading=false", "slipway.command=status", "slipway.enabled=false" })
	void nothingIsReadEarlyWith(String property) {
		this.runner.withPropertyValues(property)
			.withBean(Seen.class, () -> new Seen(EarlyFilesTests::isReading))
			.run((context) -> assertThat(context.getBean(Seen.class).reading).isFalse());
	}

	@Test
	void codeMigrationsStandAmongTheFiles() {
		this.runner.withBean("V2__two", CodeMigration.class, () -> new CodeMigration() {

			@Override
			public String version() {
				return "2";
			}

			@Override
			public void migrate(JdbcClient jdbc) {
				jdbc.sql("create table two ()").update();
			}

			@Override
			public String name() {
				return "two";
			}

		}).run((context) -> assertThat(context).hasNotFailed());
		assertThat(versions()).containsExactly("1", "2");
	}

	@Test
	void eachOfSeveralServicesGetsItsOwn() {
		new Scripts(this.folder.resolveSibling("other")).write("007_seven.sql", "create table seven ()");
		this.runner
			.withPropertyValues("slipway.services.a.locations=file:" + this.folder,
					"slipway.services.b.locations=file:" + this.folder.resolveSibling("other"))
			.run((context) -> assertThat(context).hasNotFailed());
		assertThat(this.database
			.query("select (select version from schema_migrations_a)," + " (select version from schema_migrations_b)"))
			.containsExactly("1|7");
	}

	private ApplicationContextRunner whileBeansAreCreated(Runnable change) {
		return this.runner.withBean(InitializingBean.class, () -> () -> {
			Waits.until(() -> !isReading());
			change.run();
		});
	}

	private static boolean isReading() {
		return Thread.getAllStackTraces().keySet().stream().anyMatch((thread) -> thread.getName().equals(THREAD));
	}

	private void delete(String file) {
		try {
			Files.delete(this.folder.resolve(file));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private List<String> versions() {
		return this.database.query("select version from schema_migrations order by id");
	}

	/** Sees once whether something is so. */
	static final class Seen {

		final boolean reading;

		Seen(BooleanSupplier seen) {
			this.reading = seen.getAsBoolean();
		}

	}

}
