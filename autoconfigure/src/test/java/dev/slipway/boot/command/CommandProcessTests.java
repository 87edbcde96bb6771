package dev.slipway.boot.command;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

import dev.slipway.testing.Scripts;
import dev.slipway.testing.TestDatabase;
import dev.slipway.testing.TestPostgres;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The process of a command ends, whatever its threads are, and says what was done,
 * whatever is logged.
 */
class CommandProcessTests {

	private final TestDatabase database = TestPostgres.server().createDatabase();

	private final Scripts scripts;

	private final Path output;

	private final Path errors;

	CommandProcessTests(@TempDir Path folder) {
		this.scripts = new Scripts(folder.resolve("scripts")).write("001_one.sql", "create table one(i int)");
		this.output = folder.resolve("output");
		this.errors = folder.resolve("errors");
	}

	@Test
	void aCommandThatIsDoneEndsAProcessWithOtherThreadsAndPrintsWithoutALog() throws Exception {
		assertThat(run("migrate")).isZero();
		assertThat(Files.readString(this.output)).matches("""
				Slipway: 1 applied, up to date at version 1
				  001_one \\(\\d+ ms\\)
				""");
		assertThat(Files.readString(this.errors)).isEmpty();
	}

	@Test
	void aCommandThatFailsEndsAProcessWithOtherThreadsAndSaysWhyWithoutALog() throws Exception {
		assertThat(run("validate")).isEqualTo(3);
		assertThat(Files.readString(this.output)).isEmpty();
		assertThat(Files.readString(this.errors)).contains("1 migration is pending:\n\n  - 001_one\n");
	}

	@Test
	void anUnknownCommandIsNamedWithoutALog() throws Exception {
		assertThat(run("nonsense")).isEqualTo(2);
		assertThat(Files.readString(this.errors)).contains("There is no command 'nonsense'");
	}

	private int run(String command) throws IOException, InterruptedException {
		List<String> line = new ArrayList<>(List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
				"-Dimmortal=true", "-cp", System.getProperty("java.class.path"), CommandApplication.class.getName(),
				"--own.datasource.jdbc-url=" + this.database.url(),
				"--own.datasource.username=" + this.database.username(),
				"--own.datasource.password=" + this.database.password(),
				"--slipway.locations=" + this.scripts.location(), "--logging.level.root=off",
				"--logging.level.dev.slipway=off", "--slipway.command=" + command));
		Process process = new ProcessBuilder(line).redirectOutput(this.output.toFile())
			.redirectError(this.errors.toFile())
			.start();
		try {
			assertThat(process.waitFor(2, TimeUnit.MINUTES)).as("the process has ended").isTrue();
			return process.exitValue();
		}
		finally {
			process.destroyForcibly();
		}
	}

}
