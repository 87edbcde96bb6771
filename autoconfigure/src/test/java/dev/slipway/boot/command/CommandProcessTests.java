package dev.slipway.boot.command;

import java.nio.file.Path;

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

	private final CommandProcess process;

	CommandProcessTests(@TempDir Path folder) {
		this.scripts = new Scripts(folder.resolve("scripts")).write("001_one.sql", "create table one(i int)");
		this.process = new CommandProcess(this.database, folder);
	}

	@Test
	void aCommandThatIsDoneEndsAProcessWithOtherThreadsAndPrintsWithoutALog() {
		assertThat(run("migrate")).isZero();
		assertThat(this.process.output()).matches("""
				Slipway: 1 applied, up to date at version 1
				  001_one \\(\\d+ ms\\)
				""");
		assertThat(this.process.errors()).isEmpty();
	}

	@Test
	void aCommandThatFailsEndsAProcessWithOtherThreadsAndSaysWhyWithoutALog() {
		assertThat(run("validate")).isEqualTo(3);
		assertThat(this.process.output()).isEmpty();
		assertThat(this.process.errors()).contains("1 migration is pending:\n\n  - 001_one\n");
	}

	@Test
	void anUnknownCommandIsNamedWithoutALog() {
		assertThat(run("nonsense")).isEqualTo(2);
		assertThat(this.process.errors()).contains("There is no command 'nonsense'");
	}

	private int run(String command) {
		return this.process.run("--slipway.locations=" + this.scripts.location(), "--slipway.command=" + command);
	}

}
