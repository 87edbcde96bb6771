package dev.slipway.boot.command;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import dev.slipway.testing.PostgresTools;
import dev.slipway.testing.Scripts;
import dev.slipway.testing.TestDatabase;
import dev.slipway.testing.ToolsServer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The command {@code baseline} as a process: from a live database without a history to
 * one that is migrated.
 */
@EnabledIf(value = "dev.slipway.testing.PostgresTools#areInstalled", disabledReason = PostgresTools.MISSING)
@Tag("once")
class BaselineCommandProcessTests {

	private final TestDatabase database = ToolsServer.server().createDatabase();

	private final Path folder;

	private final Scripts scripts;

	private final CommandProcess process;

	BaselineCommandProcessTests(@TempDir Path folder) throws IOException {
		this.folder = folder.toRealPath();
		this.scripts = new Scripts(this.folder.resolve("scripts"));
		Files.createDirectory(this.scripts.folder());
		this.process = new CommandProcess(this.database, this.folder,
				PostgresTools.programs() + ":" + System.getenv("PATH"));
		this.database
			.execute("create extension if not exists citext; create schema other; create table other.theirs (i int);"
					+ " create type mood as enum ('sad', 'ok'); create table people (id bigint generated always as identity"
					+ " primary key, name citext not null unique, mood mood default 'ok');"
					+ " create table pets (owner bigint references people, name text);"
					+ " create view happy as select * from people where mood = 'ok';"
					+ " create function one() returns int language sql as 'select 1';"
					+ " insert into people (name) values ('Ada')");
	}

	@Test
	void aLiveDatabaseBecomesTheFirstFileAndIsRecorded() throws IOException {
		assertThat(run("--slipway.command=baseline", "--slipway.dump=000001_init.sql")).isZero();
		Path file = this.scripts.folder().resolve("000001_init.sql");
		assertThat(this.process.output()).startsWith("Slipway has the new file " + file + "\n");
		assertThat(Files.readString(file)).contains("CREATE TABLE public.people")
			.contains("CREATE EXTENSION")
			.doesNotContain("theirs")
			.doesNotContain("Ada")
			.doesNotContain("OWNER TO");
		assertThat(run("--slipway.command=baseline", "--slipway.target=1")).isZero();
		assertThat(this.process.output()).isEqualTo("""
				Slipway would record as applied, without running it:
				  000001_init
				The files make in an empty database what this one has.
				Nothing was recorded. Add --slipway.confirm to record it.
				""");
		assertThat(this.database.query("select to_regclass('schema_migrations')")).containsExactly("null");
		assertThat(run("--slipway.command=baseline", "--slipway.target=1", "--slipway.confirm")).isZero();
		this.scripts.write("000002_more.sql", "create table more (i int)");
		assertThat(run("--slipway.command=migrate")).isZero();
		assertThat(this.database.query("select version, coalesce(origin, '') from schema_migrations order by id"))
			.containsExactly("1|baseline", "2|");
		assertThat(this.database.query("select count(*) from pg_database where datname like 'slipway\\_scratch%'"))
			.containsExactly("0");
		assertThat(run("--slipway.command=baseline", "--slipway.target=2", "--slipway.confirm")).isEqualTo(1);
		assertThat(this.process.errors()).contains("has a history in \"public\".\"schema_migrations\" with 2 rows");
	}

	@Test
	void whatDiffersIsShownObjectByObjectAndNothingIsRecorded() {
		assertThat(run("--slipway.command=baseline", "--slipway.dump=000001_init.sql")).isZero();
		this.database.execute("alter table pets add column born date; drop view happy");
		assertThat(run("--slipway.command=baseline", "--slipway.target=1", "--slipway.confirm")).isEqualTo(3);
		assertThat(this.process.output()).contains("  table column public.pets.born\n      files: missing\n")
			.contains("  view public.happy\n")
			.contains("Nothing was recorded: ");
		assertThat(this.database.query("select to_regclass('schema_migrations')")).containsExactly("null");
		assertThat(run("--slipway.command=baseline", "--slipway.target=1", "--slipway.output=json")).isEqualTo(3);
		assertThat(this.process.output()).startsWith(
				"{\"format\":1,\"command\":\"baseline\",\"exitCode\":3,\"service\":\"\",\"migrations\":[\"000001_init\"],");
	}

	@Test
	void aRoleThatMayCreateNoDatabaseIsToldAndMayRecordAllTheSame() {
		this.scripts.write("001_init.sql", "select 1");
		String role = "r_" + this.database.name();
		this.database.execute("create role " + role + " login password 'p'; grant create on schema public to " + role);
		CommandProcess other = new CommandProcess(this.database.as(role, "p"), this.folder);
		assertThat(other.run("--slipway.locations=" + this.scripts.location(), "--slipway.command=baseline",
				"--slipway.target=1", "--slipway.confirm"))
			.isZero();
		assertThat(other.output())
			.contains("was not compared with what the database has, since no empty database could be"
					+ " made: permission denied to create database.");
		assertThat(this.database.query("select version, origin from schema_migrations")).containsExactly("1|baseline");
	}

	@Test
	void withoutPgDumpTheCommandToRunElsewhereIsSaidWithoutThePassword() {
		CommandProcess without = new CommandProcess(this.database, this.folder, this.folder.toString());
		assertThat(without.run("--slipway.locations=" + this.scripts.location(), "--slipway.command=baseline",
				"--slipway.dump=000001_init.sql"))
			.isEqualTo(1);
		assertThat(without.errors()).contains("pg_dump is not on the path of this machine. Nothing was written.")
			.contains("pg_dump --no-password --host " + this.database.host() + " --port " + this.database.port())
			.contains("--exclude-schema '\"other\"'")
			.contains("--file " + this.scripts.folder().resolve("000001_init.sql"));
	}

	@Test
	void filesThatCannotBeAppliedToAnEmptyDatabaseLeaveNothingBehind() {
		this.scripts.write("001_init.sql", "alter table people add column more int");
		assertThat(run("--slipway.command=baseline", "--slipway.target=1", "--slipway.confirm")).isEqualTo(1);
		assertThat(this.process.errors()).contains("relation \"people\" does not exist");
		assertThat(this.database.query("select count(*) from pg_database where datname like 'slipway\\_scratch%'"))
			.containsExactly("0");
		assertThat(this.database.query("select to_regclass('schema_migrations')")).containsExactly("null");
	}

	@Test
	void aVersionThatNoFileHasIsAnErrorOfUsage() {
		this.scripts.write("001_init.sql", "select 1");
		assertThat(run("--slipway.command=baseline", "--slipway.target=7")).isEqualTo(2);
		assertThat(this.process.errors()).contains("has no file of version '7'. The nearest is 1.");
	}

	@Test
	void anExistingFileIsNotWrittenOver() {
		this.scripts.write("000001_init.sql", "select 1");
		assertThat(run("--slipway.command=baseline", "--slipway.dump=000001_init.sql")).isEqualTo(1);
		assertThat(this.process.errors()).contains("000001_init.sql exists already.");
		assertThat(run("--slipway.command=baseline")).isEqualTo(2);
		assertThat(this.process.errors())
			.contains("it needs either the version of the last file that the database has");
	}

	private int run(String... arguments) {
		String[] all = new String[arguments.length + 1];
		all[0] = "--slipway.locations=" + this.scripts.location();
		System.arraycopy(arguments, 0, all, 1, arguments.length);
		return this.process.run(all);
	}

}
