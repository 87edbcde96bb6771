package dev.slipway.engine;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import dev.slipway.CodeMigration;
import dev.slipway.DatabaseException;
import dev.slipway.HistoryConflictException;
import dev.slipway.InvalidMigrationsException;
import dev.slipway.MigrationFailedException;
import dev.slipway.Migrator;
import dev.slipway.PlannedRun;
import dev.slipway.PlannedRun.Script;
import dev.slipway.PlannedRun.Statement;
import dev.slipway.testing.Scripts;
import dev.slipway.testing.TestDatabase;
import dev.slipway.testing.TestPostgres;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.jdbc.core.simple.JdbcClient;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * What a run would do, without doing it.
 */
class PreviewTests {

	private final TestDatabase database = TestPostgres.server().createDatabase();

	private final Scripts scripts;

	PreviewTests(@TempDir Path folder) {
		this.scripts = new Scripts(folder);
	}

	@Test
	void statementsComeWithTheirPlacesAndNothingIsWritten() {
		this.scripts
			.write("001_one.sql",
					"begin;\n\ncreate table one(i int);\n-- a comment\ninsert into one\nvalues (1);\ncommit;")
			.write("002_two.sql", "create index concurrently one_i on one(i);")
			.write("003_three.sql", "copy one from stdin;\n1\n2\n\\.\nselect 3;");
		PlannedRun run = this.scripts.migrator(this.database, "billing").preview();
		assertThat(run.service()).isEqualTo("billing");
		assertThat(run.createsHistoryTable()).isTrue();
		assertThat(run.version()).isNull();
		assertThat(run.migrations()).isEqualTo(3);
		assertThat(lines(run)).containsExactly("1 001_one true ''", "one.sql:3: create table one(i int)",
				"one.sql:5: insert into one\nvalues (1)",
				"2 002_two false 'it has create index concurrently one_i on one(i… on line 1'",
				"two.sql:1: create index concurrently one_i on one(i)", "3 003_three true ''",
				"three.sql:1: copy one from stdin (data)", "three.sql:5: select 3");
		assertThat(this.database.query("select count(*) from pg_class where relnamespace = 'public'::regnamespace"))
			.containsExactly("0");
	}

	@Test
	void callbacksStandWhereTheyRun() {
		this.scripts.write("V1__one.sql", "select 1")
			.write("V2__two.sql", "select 2; vacuum")
			.write("beforeMigrate.sql", "select 'first'")
			.write("beforeEachMigrate.sql", "select 'each'")
			.write("afterMigrateApplied.sql", "select 'applied'")
			.write("afterMigrate.sql", "select 'last'");
		PlannedRun run = this.scripts.migrator(this.database).preview();
		assertThat(run.scripts()).extracting((script) -> script.batch() + " " + script.label() + " " + script.within())
			.containsExactly("1 beforeMigrate null", "2 beforeEachMigrate V1__one", "2 V1__one null",
					"3 beforeEachMigrate null", "3 V2__two null", "4 afterMigrateApplied null", "5 afterMigrate null");
		this.scripts.migrator(this.database).migrate();
		assertThat(this.scripts.migrator(this.database).preview().scripts()).extracting(Script::label)
			.containsExactly("beforeMigrate", "afterMigrate");
	}

	@Test
	void valuesOfPlaceholdersAreReplacedAndNotShown() {
		this.scripts.write("001_one.sql", "create role app password '${password}'; select ${known}");
		PlannedRun run = Migrator
			.of(this.database.dataSource(),
					this.scripts.options().withPlaceholders(Map.of("password", "s3cr3t-value", "known", "17")))
			.preview();
		assertThat(lines(run)).containsExactly("1 001_one true ''", "one.sql:1: create role app password '${password}'",
				"one.sql:1: select 17");
	}

	@Test
	void whatIsFinishedIsNotShownAgain() {
		this.scripts.write("001_one.sql", "create table one(i int);\nvacuum one;\nvacuum nothing;");
		Migrator migrator = this.scripts.migrator(this.database);
		assertThatExceptionOfType(MigrationFailedException.class).isThrownBy(migrator::migrate);
		assertThat(migrator.preview().scripts()).singleElement().satisfies((script) -> {
			assertThat(script.finished()).isEqualTo(2);
			assertThat(script.transactional()).isFalse();
		});
		assertThat(lines(migrator.preview())).endsWith("one.sql:3: vacuum nothing");
	}

	@Test
	void codeHasNoStatements() {
		this.scripts.write("001_one.sql", "select 1");
		PlannedRun run = this.scripts.migrator(this.database).withCodeMigrations(List.of(new Code())).preview();
		assertThat(run.scripts()).extracting(Script::kind)
			.containsExactly(PlannedRun.Kind.MIGRATION, PlannedRun.Kind.CODE);
		assertThat(lines(run)).endsWith("1 2_code true ''");
	}

	@Test
	void nothingPendingIsAnEmptyRun() {
		this.scripts.write("001_one.sql", "select 1");
		this.scripts.migrator(this.database).migrate();
		PlannedRun run = this.scripts.migrator(this.database).preview();
		assertThat(run.scripts()).isEmpty();
		assertThat(run.version()).isEqualTo("1");
		assertThat(run.createsHistoryTable()).isFalse();
	}

	@Test
	void targetEndsIt() {
		this.scripts.write("001_one.sql", "select 1").write("002_two.sql", "select 2");
		PlannedRun run = Migrator.of(this.database.dataSource(), this.scripts.options().withTarget("1")).preview();
		assertThat(run.migrations()).isEqualTo(1);
		assertThat(run.aboveTarget()).containsExactly("002_two");
	}

	@Test
	void roleThatCanOnlyReadWillDo() {
		this.scripts.write("001_one.sql", "select 1");
		this.scripts.migrator(this.database).migrate();
		this.scripts.write("002_two.sql", "create table two(i int)");
		this.database.execute("create role reader; grant usage on schema public to reader;"
				+ " grant select on schema_migrations to reader");
		try {
			Migrator reader = Migrator.of(this.database.dataSource(), this.scripts.options().withRole("reader"));
			assertThat(reader.preview().migrations()).isEqualTo(1);
			assertThat(reader.plan().pending()).hasSize(1);
			assertThatExceptionOfType(DatabaseException.class).isThrownBy(reader::migrate);
		}
		finally {
			this.database.execute("drop owned by reader; drop role reader");
		}
	}

	@Test
	void whatARunWouldRefuseIsRefused() {
		this.scripts.write("001_one.sql", "select 1");
		Migrator migrator = this.scripts.migrator(this.database);
		migrator.migrate();
		this.scripts.write("002_two.sql", "select 'open");
		assertThatExceptionOfType(InvalidMigrationsException.class).isThrownBy(migrator::preview);
		this.scripts.write("002_two.sql", "select 2").write("001_one.sql", "select 11");
		assertThatExceptionOfType(HistoryConflictException.class).isThrownBy(migrator::preview);
	}

	private static List<String> lines(PlannedRun run) {
		List<String> lines = new ArrayList<>();
		for (Script script : run.scripts()) {
			lines.add(script.batch() + " " + script.label() + " " + script.transactional() + " '" + script.reason()
					+ "'");
			script.forEachStatement((statement) -> lines.add(line(statement)));
		}
		return lines;
	}

	private static String line(Statement statement) {
		return statement.place().substring(statement.place().lastIndexOf('_') + 1) + ": " + statement.sql()
				+ (statement.hasData() ? " (data)" : "");
	}

	static final class Code implements CodeMigration {

		@Override
		public String version() {
			return "2";
		}

		@Override
		public String name() {
			return "code";
		}

		@Override
		public void migrate(JdbcClient client) {
		}

	}

}
