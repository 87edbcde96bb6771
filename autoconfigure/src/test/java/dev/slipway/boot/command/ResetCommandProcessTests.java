package dev.slipway.boot.command;

import java.nio.file.Path;

import dev.slipway.testing.Scripts;
import dev.slipway.testing.TestDatabase;
import dev.slipway.testing.TestPostgres;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The command {@code reset} as a process.
 */
@Tag("once")
class ResetCommandProcessTests {

	private final TestDatabase database = TestPostgres.server().createDatabase();

	private final Scripts scripts;

	private final CommandProcess process;

	ResetCommandProcessTests(@TempDir Path folder) {
		this.scripts = new Scripts(folder.resolve("scripts")).write("001_one.sql", "create table one (i int)");
		this.process = new CommandProcess(this.database, folder);
		this.scripts.migrator(this.database).migrate();
		this.database.execute("create table others (i int); insert into one values (1)");
	}

	@Test
	void itShowsWhatItWouldDropAndDoesItWhenConfirmed() {
		assertThat(run("--slipway.reset-allowed=true", "--slipway.command=reset")).isZero();
		assertThat(this.process.output()).isEqualTo("""
				Slipway would drop:
				  table public.one
				  table "public"."schema_migrations"
				Nothing was dropped. Add --slipway.confirm to drop this and migrate from nothing.
				""");
		assertThat(this.database.query("select count(*) from one")).containsExactly("1");
		assertThat(run("--slipway.reset-allowed=true", "--slipway.command=reset", "--slipway.confirm")).isZero();
		assertThat(this.process.output()).startsWith("Slipway has dropped:\n  table public.one\n")
			.contains("Slipway: 1 applied, up to date at version 1");
		assertThat(this.database.query("select count(*) from one")).containsExactly("0");
		assertThat(this.database.query("select count(*) from others")).containsExactly("0");
		assertThat(run("--slipway.reset-allowed=true", "--slipway.command=reset", "--slipway.output=json")).isZero();
		assertThat(this.process.output()).startsWith("{\"format\":1,\"command\":\"reset\",\"exitCode\":0,"
				+ "\"dropped\":false,\"owned\":[{\"service\":\"\",\"objects\":[\"table public.one\",");
	}

	@Test
	void itIsRefusedUnlessASettingAllowsIt() {
		assertThat(run("--slipway.command=reset", "--slipway.confirm")).isEqualTo(1);
		assertThat(this.process.errors()).contains("slipway.reset-allowed is not true");
		assertThat(this.database.query("select count(*) from one")).containsExactly("1");
	}

	@ParameterizedTest
	@ValueSource(strings = { "prod", "dev,production" })
	void itNeverRunsInProduction(String profiles) {
		assertThat(run("--spring.profiles.active=" + profiles, "--slipway.reset-allowed=true",
				"--slipway.command=reset", "--slipway.confirm"))
			.isEqualTo(1);
		assertThat(this.process.errors()).contains("is active. It never drops production.");
		assertThat(this.database.query("select count(*) from one")).containsExactly("1");
	}

	@Test
	void itIsRefusedWhereOthersDependOnWhatItWouldDrop() {
		this.database.execute("create view theirs as select * from one");
		assertThat(run("--slipway.reset-allowed=true", "--slipway.command=reset", "--slipway.confirm")).isEqualTo(1);
		assertThat(this.process.errors()).contains("view public.theirs").contains("Nothing was dropped.");
		assertThat(this.database.query("select count(*) from one")).containsExactly("1");
	}

	private int run(String... arguments) {
		String[] all = new String[arguments.length + 1];
		all[0] = "--slipway.locations=" + this.scripts.location();
		System.arraycopy(arguments, 0, all, 1, arguments.length);
		return this.process.run(all);
	}

}
