package dev.slipway.boot.command;

import java.nio.file.Path;
import java.sql.Connection;

import dev.slipway.testing.Scripts;
import dev.slipway.testing.TestDatabase;
import dev.slipway.testing.TestPostgres;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Commands as processes that are told to end: what they do is rolled back, which the log
 * says before the process is gone.
 */
@Tag("once")
class TerminatedCommandProcessTests {

	private final TestDatabase database = TestPostgres.server().createDatabase();

	private final Scripts scripts;

	private final CommandProcess process;

	TerminatedCommandProcessTests(@TempDir Path folder) {
		this.scripts = new Scripts(folder.resolve("scripts")).write("001_one.sql", "create table one (i int)");
		this.process = new CommandProcess(this.database, folder);
	}

	@Test
	void migrateSaysWhatItHasRolledBack() {
		this.scripts.write("002_two.sql", "create table two (i int);\nselect pg_sleep(600)");
		assertThat(terminate("pg_sleep", "--slipway.command=migrate")).isEqualTo(143);
		assertThat(this.process.output()).contains("the run was interrupted: '002_two' was cancelled at ")
			.contains("002_two.sql:2:1 and rolled back in full.")
			.contains("The next start goes on by itself");
		assertThat(this.database.query("select to_regclass('one'), to_regclass('two')")).containsExactly("one|null");
	}

	@Test
	void resetSaysThatNothingWasDropped() throws Exception {
		this.scripts.migrator(this.database).migrate();
		try (Connection other = this.database.dataSource().getConnection()) {
			other.setAutoCommit(false);
			TestDatabase.query(other, "select * from one");
			assertThat(terminate("declare", "--slipway.command=reset", "--slipway.reset-allowed=true",
					"--slipway.confirm", "--slipway.lock-timeout=0"))
				.isEqualTo(143);
			other.rollback();
		}
		assertThat(this.process.output()).contains("reset was interrupted. Nothing was dropped.");
		assertThat(this.database.query("select to_regclass('one')")).containsExactly("one");
	}

	private int terminate(String statement, String... arguments) {
		String[] all = new String[arguments.length + 2];
		all[0] = "--slipway.locations=" + this.scripts.location();
		all[1] = "--logging.level.dev.slipway=warn";
		System.arraycopy(arguments, 0, all, 2, arguments.length);
		return this.process.terminate(() -> !this.database
			.query("select 1 from pg_stat_activity where datname = current_database() and state = 'active'"
					+ " and pid <> pg_backend_pid() and query like '%" + statement
					+ "%' and wait_event_type in ('Lock', 'Timeout')")
			.isEmpty(), all);
	}

}
