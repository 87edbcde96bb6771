package dev.slipway.boot.command;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

import dev.slipway.engine.history.HistoryTable;
import dev.slipway.engine.lock.AdvisoryLock;
import dev.slipway.testing.Scripts;
import dev.slipway.testing.TestDatabase;
import dev.slipway.testing.TestPostgres;
import dev.slipway.testing.Waits;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What a person sees on a terminal, which the program {@code script} of Linux has made.
 */
@EnabledOnOs(OS.LINUX)
@Tag("once")
class CommandTerminalTests {

	private final TestDatabase database = TestPostgres.server().createDatabase();

	private final Path folder;

	private final Scripts scripts;

	CommandTerminalTests(@TempDir Path folder) {
		this.folder = folder;
		this.scripts = new Scripts(folder.resolve("scripts")).write("001_one.sql", "create table one(i int)");
	}

	@Test
	void pendingMigrationsHaveAColour() throws Exception {
		assertThat(run("status", Map.of())).contains("\u001b[33m  +  1        one   pending\u001b[0;39m\r\n");
	}

	@Test
	void noColorIsRespected() throws Exception {
		assertThat(run("status", Map.of("NO_COLOR", "1"))).contains("  +  1        one   pending\r\n")
			.doesNotContain("\u001b");
	}

	@Test
	void migrateShowsWhichFileOfHowManyIsNext() throws Exception {
		assertThat(run("migrate", Map.of())).contains("Slipway: 0 of 1 applied, now 001_one\r",
				"\rSlipway: 1 applied, up to date at version 1\r\n");
	}

	@Test
	void migrateShowsWhichProcessItWaitsFor() throws Exception {
		String lock = AdvisoryLock.of(new HistoryTable("public", "schema_migrations")).acquisition();
		assertThat(runUntilWaiting("select " + lock))
			.containsPattern("Slipway: 0 of 1 applied, 001_one waits: pid \\d+ \\(user postgres, [^\r]*\r")
			.contains("\rSlipway: 1 applied, up to date at version 1\r\n");
	}

	@Test
	void migrateShowsWhichSessionIsInItsWay() throws Exception {
		this.database.execute("create table busy (i int)");
		this.scripts.write("001_one.sql", "alter table busy add column j int");
		assertThat(runUntilWaiting("select * from busy"))
			.containsPattern("Slipway: 0 of 1 applied, 001_one waits: pid \\d+, user postgres, [^\r]*\r")
			.contains("\rSlipway: 1 applied, up to date at version 1\r\n");
	}

	/** Others hold what is waited for until the terminal shows that. */
	private String runUntilWaiting(String query) throws Exception {
		try (Connection others = this.database.dataSource().getConnection()) {
			others.setAutoCommit(false);
			TestDatabase.query(others, query);
			return run("migrate", Map.of(), others);
		}
	}

	private String run(String command, Map<String, String> variables) throws Exception {
		return run(command, variables, null);
	}

	/**
	 * Run a command.
	 * @param others hold what the command waits for; {@code null} when it waits for
	 * nothing
	 */
	private String run(String command, Map<String, String> variables, @Nullable Connection others) throws Exception {
		List<String> line = List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
				"-XX:TieredStopAtLevel=1", "-cp", System.getProperty("java.class.path"),
				CommandApplication.class.getName(), "--own.datasource.jdbc-url=" + this.database.url(),
				"--own.datasource.username=" + this.database.username(),
				"--own.datasource.password=" + this.database.password(),
				"--slipway.locations=" + this.scripts.location(), "--logging.level.root=off",
				"--logging.level.dev.slipway=off", "--slipway.command=" + command);
		Path shell = Files.writeString(this.folder.resolve("command.sh"),
				line.stream().map((word) -> "'" + word + "'").collect(Collectors.joining(" ", "exec ", "\n")));
		Path output = this.folder.resolve("output");
		ProcessBuilder builder = new ProcessBuilder("script", "-qec", "sh " + shell, "/dev/null")
			.redirectErrorStream(true)
			.redirectOutput(output.toFile());
		builder.environment().remove("NO_COLOR");
		builder.environment().putAll(variables);
		Process process = builder.start();
		try {
			if (others != null) {
				Waits.until(() -> Files.readString(output).contains(" waits: pid ") || !process.isAlive());
				others.rollback();
			}
			assertThat(process.waitFor(2, TimeUnit.MINUTES)).as("the process has ended").isTrue();
			assertThat(process.exitValue()).isZero();
			return Files.readString(output);
		}
		finally {
			process.destroyForcibly();
		}
	}

}
