package dev.slipway.boot.command;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import dev.slipway.DatabaseException;
import dev.slipway.HistoryConflictException;
import dev.slipway.InvalidMigrationsException;
import dev.slipway.MigrationFailedException;
import dev.slipway.PendingMigrationsException;
import dev.slipway.testing.Ports;
import dev.slipway.testing.Scripts;
import dev.slipway.testing.TestDatabase;
import dev.slipway.testing.TestPostgres;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.beans.factory.BeanCreationException;
import org.springframework.beans.factory.UnsatisfiedDependencyException;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.JdbcTemplateAutoConfiguration;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.jdbc.core.JdbcTemplate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * A command runs instead of the application, of which nothing is created but DataSources
 * and what they need. How the process ends is tested in {@link CommandProcessTests}.
 */
@ExtendWith(OutputCaptureExtension.class)
class CommandTests {

	private final TestDatabase database = TestPostgres.server().createDatabase();

	private final Journal journal = new Journal();

	private final Scripts scripts;

	CommandTests(@TempDir Path folder) {
		this.scripts = new Scripts(folder.resolve("scripts")).write("001_one.sql", "create table one(i int)")
			.write("002_two.sql", "create table two(i int)");
	}

	@Test
	void migrateAppliesWhatIsPendingAndNothingOfTheApplicationIsCreated(CapturedOutput output) {
		assertDone("migrate");
		assertThat(this.database.query("select version from schema_migrations order by id")).containsExactly("1", "2");
		assertThat(output.getOut().replaceAll("\\d+ ms", "N ms")).contains("""
				Slipway: 2 applied, up to date at version 2
				  001_one (N ms)
				  002_two (N ms)
				""");
	}

	@Test
	void aSecondMigrateSaysThatThereWasNothingToDo(CapturedOutput output) {
		assertDone("migrate");
		assertDone("migrate");
		assertThat(output.getOut()).contains("Slipway: nothing to apply, up to date at version 2\n");
	}

	@Test
	void validateOfAnUpToDateDatabaseIsDone(CapturedOutput output) {
		assertDone("migrate");
		assertDone("validate");
		assertThat(output.getOut()).contains("Slipway: up to date at version 2\n");
	}

	@Test
	void validateSaysWhenTheDatabaseIsAhead(CapturedOutput output) {
		assertDone("migrate");
		this.scripts.delete("002_two.sql");
		assertDone("validate");
		assertThat(output.getOut())
			.contains("Slipway: up to date at version 2, ahead of this release, which has no files of 2\n");
	}

	@ParameterizedTest
	@ValueSource(strings = { "auto", "initialization", "lifecycle" })
	void validateWithSomethingPendingWritesNothingAndEndsWithThree(String trigger) {
		assertFailed(3, PendingMigrationsException.class, "validate", "--slipway.trigger=" + trigger);
		assertThat(this.database.query("select to_regclass('schema_migrations')")).containsExactly("null");
	}

	@ParameterizedTest
	@ValueSource(strings = { "migrate", "validate" })
	void anAppliedFileThatHasChangedEndsWithThree(String command) {
		assertDone("migrate");
		this.scripts.write("001_one.sql", "changed");
		assertFailed(3, HistoryConflictException.class, command);
	}

	@ParameterizedTest
	@ValueSource(strings = { "migrate", "validate" })
	void filesThatCannotBeUsedEndWithThree(String command) {
		this.scripts.write("nonsense.sql", "select 1");
		assertFailed(3, InvalidMigrationsException.class, command);
	}

	@Test
	void aScriptThatFailsEndsWithOne() {
		this.scripts.write("002_two.sql", "broken");
		assertFailed(1, MigrationFailedException.class, "migrate");
		assertThat(this.database.query("select version from schema_migrations")).containsExactly("1");
	}

	@Test
	void anUnreachableDatabaseEndsWithOne() {
		assertFailed(1, DatabaseException.class, "migrate", "--own.datasource.jdbc-url=jdbc:postgresql://127.0.0.1:1/x",
				"--own.datasource.connection-timeout=300");
	}

	@Test
	void configurationThatCannotBeBoundEndsWithOne() {
		assertFailed(1, UnsatisfiedDependencyException.class, "migrate", "--slipway.mode=nonsense");
	}

	@Test
	void aFailureThatNobodyExplainsIsPrintedWithItsTrace(CapturedOutput output) {
		assertFailed(1, BeanCreationException.class, "migrate", "--own.datasource.broken=true");
		assertThat(output.getErr()).startsWith("Command 'migrate' has failed\nby ")
			.contains("\nby java.lang.IllegalStateException: broken\n    at " + CommandApplication.class.getName());
	}

	@Test
	void theModeOfTheApplicationIsNotThatOfTheCommand() {
		assertDone("migrate", "--slipway.mode=validate");
		assertThat(this.database.query("select count(*) from schema_migrations")).containsExactly("2");
	}

	@Test
	void anUnknownCommandIsRefusedBeforeAnythingIsMade() {
		List<String> contexts = new ArrayList<>();
		SpringApplication application = application(CommandApplication.class);
		application.addInitializers((context) -> contexts.add("made"));
		assertThatExceptionOfType(CommandRefusedException.class)
			.isThrownBy(() -> application.run(arguments("--slipway.command=migrat")))
			.withMessage("There is no command 'migrat'. Did you mean 'migrate'?")
			.satisfies((failure) -> {
				assertThat(failure.getExitCode()).isEqualTo(2);
				assertThat(failure.getAction())
					.startsWith("Set slipway.command to one of: migrate, validate, status, plan, undo, ");
			});
		assertThat(contexts).isEmpty();
	}

	@Test
	void anEmptyCommandIsNone() {
		SpringApplication application = application(CommandApplication.class);
		application.addInitializers(this::addSingletons);
		try (ConfigurableApplicationContext context = application
			.run(arguments("--slipway.command=", "--spring.main.web-application-type=none"))) {
			assertThat(context.isRunning()).isTrue();
		}
		assertThat(this.journal.exits()).isEmpty();
		assertThat(this.journal.created()).containsExactlyInAnyOrder("initializer", "weaver aware", "eager",
				"any listener", "failure listener", "choosy listener", "exit codes", "lifecycle", "listener",
				"lifecycle, started", "listener, called", "runner");
	}

	@Test
	void withoutSlipwayTheCommandIsRefusedAndTheApplicationDoesNotStart(CapturedOutput output) {
		assertFailed(1, CommandRefusedException.class, "migrate", "--slipway.enabled=false");
		assertThat(output).contains("Command 'migrate' has nothing to work on: slipway.enabled is false.");
	}

	@Test
	void withoutADataSourceTheCommandIsRefused(CapturedOutput output) {
		SpringApplication application = new SpringApplication(Nothing.class);
		application.setRegisterShutdownHook(false);
		assertEnds(1, CommandRefusedException.class, application, "--slipway.command=validate",
				"--spring.autoconfigure.exclude=" + DataSourceAutoConfiguration.class.getName());
		assertThat(output).contains("Command 'validate' has nothing to work on: the application has no DataSource");
	}

	@Test
	void aParentContextWithoutAutoConfigurationLeavesTheCommandToItsChild() {
		this.scripts.delete("002_two.sql");
		SpringApplicationBuilder builder = new SpringApplicationBuilder(Parent.class).child(CommandApplication.class)
			.initializers(this::addSingletons)
			.registerShutdownHook(false);
		assertEnds(0, null, () -> builder.run(arguments(command("migrate"))));
		assertThat(this.database.query("select version from schema_migrations")).containsExactly("1");
	}

	@Test
	void aBeanThatWouldWaitForMigrationsRunsNoneBeforeTheCommand() {
		assertEnds(3, PendingMigrationsException.class, application(CommandApplication.class, EarlyReader.class),
				arguments(command("validate")));
		assertThat(this.database.query("select to_regclass('schema_migrations')")).containsExactly("null");
	}

	@Test
	void aFailureIsExplainedOnceAndWithoutATrace(CapturedOutput output) {
		assertFailed(3, PendingMigrationsException.class, "validate");
		assertThat(output.getOut()).containsOnlyOnce("2 migrations are pending:")
			.doesNotContain("\tat dev.slipway.boot.command.CommandRun", "Unable to close");
		assertThat(output.getErr()).isEmpty();
	}

	private void assertDone(String command, String... more) {
		assertEnds(0, null, application(CommandApplication.class), arguments(command(command, more)));
		assertThat(this.journal.pools()).isNotEmpty();
	}

	private void assertFailed(int code, Class<? extends Exception> cause, String command, String... more) {
		assertEnds(code, cause, application(CommandApplication.class), arguments(command(command, more)));
	}

	private void assertEnds(int code, @Nullable Class<? extends Exception> cause, SpringApplication application,
			String... arguments) {
		application.addInitializers(this::addSingletons);
		assertEnds(code, cause, () -> application.run(arguments));
	}

	private void assertEnds(int code, @Nullable Class<? extends Exception> cause, ThrowingCallable start) {
		this.journal.exits().clear();
		assertThatExceptionOfType(SpringApplication.AbandonedRunException.class).isThrownBy(start)
			.satisfies((end) -> assertThat(end.getCause()).satisfiesAnyOf((none) -> assertThat(cause).isNull(),
					(failure) -> assertThat(failure).isInstanceOf(cause)));
		assertThat(this.journal.exits()).containsExactly(code);
		assertThat(this.journal.created()).isEmpty();
		assertThat(this.journal.pools()).allSatisfy((pool) -> assertThat(pool.isClosed()).isTrue());
	}

	private static String[] command(String command, String... more) {
		List<String> arguments = new ArrayList<>(List.of(more));
		arguments.add("--slipway.command=" + command);
		return arguments.toArray(String[]::new);
	}

	private static SpringApplication application(Class<?>... sources) {
		SpringApplication application = new SpringApplication(sources);
		application.setRegisterShutdownHook(false);
		return application;
	}

	private void addSingletons(ConfigurableApplicationContext context) {
		ConfigurableListableBeanFactory beans = context.getBeanFactory();
		if (!beans.containsSingleton("journal")) {
			beans.registerSingleton("journal", this.journal);
			beans.registerSingleton("exit", (CommandExit) this.journal.exits()::add);
		}
	}

	private String[] arguments(String... more) {
		List<String> arguments = new ArrayList<>(
				List.of("--server.port=" + Ports.free(), "--own.datasource.jdbc-url=" + this.database.url(),
						"--own.datasource.username=" + this.database.username(),
						"--own.datasource.password=" + this.database.password(),
						"--slipway.locations=" + this.scripts.location()));
		// The last of two arguments with one name would not win: both do.
		arguments.removeIf((argument) -> List.of(more)
			.stream()
			.anyMatch((other) -> other.startsWith(argument.substring(0, argument.indexOf('=') + 1))));
		arguments.addAll(List.of(more));
		return arguments.toArray(String[]::new);
	}

	@EnableAutoConfiguration
	static class Nothing {

	}

	static class Parent {

	}

	/** Post-processors are created with what they need, before the command runs. */
	@Import(JdbcTemplateAutoConfiguration.class)
	static class EarlyReader {

		@Bean
		static BeanPostProcessor early(JdbcTemplate template) {
			return new BeanPostProcessor() {
			};
		}

	}

}
