package dev.slipway.boot.command;

import java.nio.file.Path;

import dev.slipway.testing.Ports;
import dev.slipway.testing.Scripts;
import dev.slipway.testing.TrapDatabase;
import dev.slipway.testing.TrapServer;
import dev.slipway.testing.TrapServer.Victim;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * A command executes nothing that a role has made which is not trusted.
 */
class TrapCommandTests {

	private final Journal journal = new Journal();

	private final Scripts scripts;

	TrapCommandTests(@TempDir Path folder) {
		this.scripts = new Scripts(folder).write("001_one.sql",
				"create " + TrapDatabase.SCRIPT + " table public.one(i int)");
	}

	@ParameterizedTest
	@EnumSource
	void noTrapIsExecuted(Victim victim) {
		TrapDatabase database = TrapServer.server().createDatabase(victim);
		assertEnds(3, database, "validate");
		assertEnds(0, database, "migrate");
		assertEnds(0, database, "migrate");
		assertEnds(0, database, "validate");
		TrapDatabase.Log log = database.log();
		assertThat(log.executedTraps()).isEmpty();
		assertThat(log.leftToSearchPath()).isEmpty();
		assertThat(log.namesWithoutTrap()).isEmpty();
	}

	private void assertEnds(int code, TrapDatabase database, String command) {
		this.journal.exits().clear();
		assertThatExceptionOfType(SpringApplication.AbandonedRunException.class)
			.isThrownBy(() -> run(database, command));
		assertThat(this.journal.exits()).containsExactly(code);
	}

	private ConfigurableApplicationContext run(TrapDatabase database, String command) {
		SpringApplication application = new SpringApplication(CommandApplication.class);
		application.setRegisterShutdownHook(false);
		application.addInitializers((context) -> {
			context.getBeanFactory().registerSingleton("journal", this.journal);
			context.getBeanFactory().registerSingleton("exit", (CommandExit) this.journal.exits()::add);
		});
		return application.run("--server.port=" + Ports.free(), "--own.datasource.jdbc-url=" + database.victim().url(),
				"--own.datasource.username=" + database.victim().username(), "--slipway.schema=public",
				"--slipway.locations=" + this.scripts.location(), "--slipway.command=" + command);
	}

}
