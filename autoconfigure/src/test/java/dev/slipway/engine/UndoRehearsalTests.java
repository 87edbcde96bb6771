package dev.slipway.engine;

import java.nio.file.Path;
import java.util.List;

import javax.sql.DataSource;

import com.zaxxer.hikari.HikariDataSource;
import dev.slipway.DatabaseException;
import dev.slipway.MigrationFailedException;
import dev.slipway.Migrator;
import dev.slipway.MigratorOptions;
import dev.slipway.RehearsalFailedException;
import dev.slipway.RehearsalReport;
import dev.slipway.testing.Scripts;
import dev.slipway.testing.TestDatabase;
import dev.slipway.testing.TestPostgres;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.jdbc.datasource.AbstractDataSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Undo scripts are rehearsed on a scratch database.
 */
@ExtendWith(OutputCaptureExtension.class)
class UndoRehearsalTests {

	private final TestDatabase database = TestPostgres.server().createDatabase();

	private final Scripts scripts;

	UndoRehearsalTests(@TempDir Path folder) {
		this.scripts = new Scripts(folder);
		this.scripts.write("001_a.sql", "create table a (i int, j int, k int);\n-- slipway: undo\ndrop table a;\n")
			.write("002_b.sql", "create table b (i int)")
			.write("003_c.sql", "alter table a drop column j;\n-- slipway: undo\nalter table a add column j int;\n")
			.write("004_d.sql",
					"create index concurrently a_i on a (i);\n-- slipway: undo\ndrop index concurrently a_i;\n");
	}

	@Test
	void goodScriptsLeaveTheSameDatabaseAndTheOwnOneIsNotTouched() {
		try (HikariDataSource pool = this.database.pool()) {
			RehearsalReport report = this.scripts.migrator(pool).rehearseUndo();
			assertThat(report.rehearsed()).containsExactly("001_a", "003_c", "004_d");
			assertThat(report.withoutUndo()).containsExactly("002_b");
		}
		assertThat(this.database.query("select 1 from pg_tables where schemaname = 'public'")).isEmpty();
		assertNoScratchIsLeft();
	}

	/** Whoever reads that a file was applied must know where. */
	@Test
	void logSaysThatTheFilesAreAppliedToAnotherDatabase(CapturedOutput output) {
		this.scripts.migrator(this.database).rehearseUndo();
		assertThat(output.getOut().lines().filter((line) -> line.contains("Slipway"))).first()
			.asString()
			.contains("Slipway tries the files in the empty database \"slipway_scratch_");
		assertThat(output.getOut().lines().filter((line) -> line.contains("Slipway"))).last()
			.asString()
			.contains("Slipway has dropped the database \"slipway_scratch_");
	}

	@Test
	void whatAnUndoScriptLeavesIsShownObjectByObject() {
		this.scripts.write("005_e.sql", """
				create type mood as enum ('good');
				create table if not exists e (m mood);
				comment on table b is 'new';
				-- slipway: undo
				drop table e;
				drop type mood;
				alter table b alter i set default 1;
				""");
		assertThatExceptionOfType(RehearsalFailedException.class)
			.isThrownBy(() -> this.scripts.migrator(this.database).rehearseUndo())
			.satisfies((ex) -> assertThat(ex.getFindings().get(0).lines()).containsExactly("comment of table public.b",
					"    before it: missing", "    after its undo: new", "table column public.b.i",
					"    before it: integer", "    after its undo: integer default 1"))
			.withMessageContaining("005_e: its undo script leaves another database than there was before it")
			.withMessageContaining("005_e: it makes another database when it is applied again after its undo");
		assertNoScratchIsLeft();
	}

	@Test
	void repeatableThatStandsInTheWayIsFound() {
		this.scripts.write("R__v.sql", "create or replace view v as select k from a");
		this.scripts.write("005_e.sql",
				"alter table a add l int;\n-- slipway: undo\nalter table a drop k;\nalter table a add k int; alter table a drop l");
		assertThatExceptionOfType(MigrationFailedException.class)
			.isThrownBy(() -> this.scripts.migrator(this.database).rehearseUndo())
			.withMessageContaining("The undo of 005_e failed");
		assertNoScratchIsLeft();
	}

	@Test
	void schemaOfTheOptionsIsThere() {
		MigratorOptions options = this.scripts.options().withSchema("his", false).withSearchPath("own");
		assertThat(Migrator.of(this.database.dataSource(), options).rehearseUndo().rehearsed()).hasSize(3);
	}

	@Test
	void servicesThatComeBeforeAreThere(@TempDir Path other) {
		DataSource dataSource = this.database.dataSource();
		Migrator first = Migrator.of(dataSource, this.scripts.options("first"));
		Scripts needing = new Scripts(other).write("001_v.sql",
				"create view v as select i from a;\n-- slipway: undo\ndrop view v;");
		Migrator second = Migrator.of(dataSource, needing.options("second"));
		assertThat(second.rehearseUndo(List.of(first, second)).rehearsed()).containsExactly("001_v");
	}

	@Test
	void databaseOfTheCallersMustHaveNoHistory() {
		Migrator migrator = this.scripts.migrator(this.database);
		TestDatabase scratch = TestPostgres.server().createDatabase();
		assertThat(migrator.rehearseUndo(scratch.dataSource()).rehearsed()).hasSize(3);
		assertThat(scratch.query("select count(*) from schema_migrations")).containsExactly("4");
		assertThatExceptionOfType(DatabaseException.class).isThrownBy(() -> migrator.rehearseUndo(scratch.dataSource()))
			.withMessageContaining("undo is rehearsed on a scratch database only, and this one has a history");
	}

	@Test
	void dataSourceThatTellsNothingIsRefused() {
		assertThatExceptionOfType(DatabaseException.class)
			.isThrownBy(() -> this.scripts.migrator(new AbstractDataSource() {
				@Override
				public java.sql.Connection getConnection() throws java.sql.SQLException {
					return UndoRehearsalTests.this.database.dataSource().getConnection();
				}

				@Override
				public java.sql.Connection getConnection(String username, String password)
						throws java.sql.SQLException {
					return getConnection();
				}
			}).rehearseUndo())
			.withMessageContaining("the DataSource does not tell the URL and the credentials");
	}

	@Test
	void roleThatMayNotCreateDatabasesIsRefused() {
		String role = "rehearsal_" + this.database.name();
		this.database.execute("create role " + role + " login password 'pw'");
		assertThatExceptionOfType(DatabaseException.class)
			.isThrownBy(() -> this.scripts.migrator(this.database.as(role, "pw")).rehearseUndo())
			.withMessageContaining("no scratch database can be created")
			.withMessageEndingWith("Nothing was created.");
		this.database.execute("drop role " + role);
	}

	private void assertNoScratchIsLeft() {
		assertThat(this.database.query("select datname from pg_database where datname like 'slipway_scratch_%'"))
			.isEqualTo(List.of());
	}

}
