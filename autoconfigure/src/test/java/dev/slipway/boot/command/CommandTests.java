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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;

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

	@Test
	void validateWithSomethingPendingWritesNothingAndEndsWithThree() {
		assertFailed(3, PendingMigrationsException.class, "validate");
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
		assertThatExceptionOfType(CommandFailedException.class)
			.isThrownBy(() -> run("--slipway.command=migrate", "--slipway.mode=nonsense"))
			.satisfies((failure) -> assertThat(failure.getExitCode()).isEqualTo(1));
	}

	@Test
	void theModeOfTheApplicationIsNotThatOfTheCommand() {
		assertDone("migrate", "--slipway.mode=validate");
		assertThat(this.database.query("select count(*) from schema_migrations")).containsExactly("2");
	}

	@Test
	void anUnknownCommandIsRefusedBeforeAnythingIsMade() {
		List<String> contexts = new ArrayList<>();
		SpringApplication application = application();
		application.addInitializers((context) -> contexts.add("made"));
		assertThatExceptionOfType(CommandRefusedException.class)
			.isThrownBy(() -> application.run(arguments("--slipway.command=migrat")))
			.withMessage("There is no command 'migrat'.")
			.satisfies((failure) -> {
				assertThat(failure.getExitCode()).isEqualTo(2);
				assertThat(failure.getAction()).startsWith("Set slipway.command to one of: migrate, validate. ");
			});
		assertThat(contexts).isEmpty();
	}

	@Test
	void anEmptyCommandIsNone() {
		try (ConfigurableApplicationContext context = run("--slipway.command=",
				"--spring.main.web-application-type=none")) {
			assertThat(context.isRunning()).isTrue();
		}
		assertThat(this.journal.exits()).isEmpty();
		assertThat(this.journal.created()).containsExactlyInAnyOrder("weaver aware", "eager", "lifecycle", "listener",
				"lifecycle, started", "listener, called", "runner");
	}

	@Test
	void withoutSlipwayTheCommandIsRefusedAndTheApplicationDoesNotStart() {
		assertThatExceptionOfType(CommandRefusedException.class)
			.isThrownBy(() -> run("--slipway.command=migrate", "--slipway.enabled=false"))
			.withMessage("Command 'migrate' has nothing to work on: slipway.enabled is false.")
			.satisfies((failure) -> assertThat(failure.getExitCode()).isEqualTo(1));
		assertThat(this.journal.created()).isEmpty();
	}

	@Test
	void withoutADataSourceTheCommandIsRefused() {
		new ApplicationContextRunner().withConfiguration(AutoConfigurations.of(CommandAutoConfiguration.class))
			.withPropertyValues("slipway.command=validate")
			.run((context) -> assertThat(context).getFailure()
				.isInstanceOf(CommandRefusedException.class)
				.hasMessageStartingWith(
						"Command 'validate' has nothing to work on: the application has no DataSource"));
	}

	@Test
	void withoutACommandNothingIsConfigured() {
		new ApplicationContextRunner().withConfiguration(AutoConfigurations.of(CommandAutoConfiguration.class))
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(CommandRun.class));
	}

	@Test
	void anApplicationWhoseBeansWereDecidedOnAtItsBuildIsRefused() {
		System.setProperty("spring.aot.enabled", "true");
		try {
			assertThatExceptionOfType(CommandRefusedException.class).isThrownBy(() -> Command.require("migrate"))
				.withMessageContaining("decided on when it was built");
		}
		finally {
			System.clearProperty("spring.aot.enabled");
		}
	}

	private void assertDone(String command, String... more) {
		this.journal.exits().clear();
		assertThatExceptionOfType(SpringApplication.AbandonedRunException.class)
			.isThrownBy(() -> run(command(command, more)));
		assertThat(this.journal.exits()).containsExactly(0);
		assertThat(this.journal.created()).isEmpty();
		assertThat(this.journal.pools()).isNotEmpty().allSatisfy((pool) -> assertThat(pool.isClosed()).isTrue());
	}

	private void assertFailed(int code, Class<? extends Exception> cause, String command, String... more) {
		this.journal.exits().clear();
		assertThatExceptionOfType(CommandFailedException.class).isThrownBy(() -> run(command(command, more)))
			.withCauseInstanceOf(cause)
			.satisfies((failure) -> assertThat(failure.getExitCode()).isEqualTo(code));
		assertThat(this.journal.exits()).isEmpty();
		assertThat(this.journal.created()).isEmpty();
		assertThat(this.journal.pools()).allSatisfy((pool) -> assertThat(pool.isClosed()).isTrue());
	}

	private static String[] command(String command, String... more) {
		List<String> arguments = new ArrayList<>(List.of(more));
		arguments.add("--slipway.command=" + command);
		return arguments.toArray(String[]::new);
	}

	private ConfigurableApplicationContext run(String... arguments) {
		return application().run(arguments(arguments));
	}

	private SpringApplication application() {
		SpringApplication application = new SpringApplication(CommandApplication.class);
		application.setRegisterShutdownHook(false);
		application.addInitializers((context) -> {
			context.getBeanFactory().registerSingleton("journal", this.journal);
			context.getBeanFactory().registerSingleton("exit", (CommandExit) this.journal.exits()::add);
		});
		return application;
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

}
