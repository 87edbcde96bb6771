package dev.slipway.engine;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

import dev.slipway.HistoryConflictException;
import dev.slipway.MigrationFailedException;
import dev.slipway.Migrator;
import dev.slipway.MigratorOptions;
import dev.slipway.UndoRefusedException;
import dev.slipway.UnknownVersionException;
import dev.slipway.UndoReport;
import dev.slipway.testing.Scripts;
import dev.slipway.testing.TestDatabase;
import dev.slipway.testing.TestPostgres;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Migrations are undone with the scripts that were stored with them.
 */
class UndoTests {

	private final TestDatabase database = TestPostgres.server().createDatabase();

	private Scripts scripts;

	private Migrator migrator;

	@BeforeEach
	void prepare(@TempDir Path folder) {
		this.scripts = new Scripts(folder);
		this.scripts.write("001_a.sql", "create table a (i int);\n-- slipway: undo\ndrop table a;\n")
			.write("002_b.sql", "create table b (i int)")
			.write("002_b.down.sql", "drop table b")
			.write("003_c.sql", "create table c (i int);\n-- slipway: undo\ndrop table c;\n");
		this.migrator = this.scripts.migrator(this.database);
	}

	@Test
	void newestMigrationIsUndoneAndPendingAgain() {
		this.migrator.migrate();
		UndoReport report = this.migrator.undo(1);
		assertThat(report.undone()).extracting(UndoReport.Undone::label).containsExactly("003_c");
		assertThat(report.version()).isEqualTo("2");
		assertThat(tables()).containsExactly("a", "b");
		assertThat(rows()).containsExactly("1", "2");
		assertThat(this.migrator.migrate().applied()).hasSize(1);
		assertThat(tables()).containsExactly("a", "b", "c");
	}

	@Test
	void severalAreUndoneNewestFirst() {
		this.migrator.migrate();
		assertThat(this.migrator.undo(2).undone()).extracting(UndoReport.Undone::label)
			.containsExactly("003_c", "002_b");
		assertThat(tables()).containsExactly("a");
	}

	@Test
	void allAboveAVersionAreUndone() {
		this.migrator.migrate();
		assertThat(this.migrator.undoTo("1").undone()).hasSize(2);
		assertThat(tables()).containsExactly("a");
		assertThat(this.migrator.undoTo("0").undone()).hasSize(1);
		assertThat(tables()).isEmpty();
		assertThat(this.migrator.undo(1).undone()).isEmpty();
	}

	@Test
	void versionThatIsNotAppliedIsRefused() {
		this.migrator.migrate();
		assertThatExceptionOfType(UnknownVersionException.class).isThrownBy(() -> this.migrator.undoTo("7"))
			.withMessage("Slipway has not applied version '7'. The nearest is 3.");
		assertThatExceptionOfType(UndoRefusedException.class).isThrownBy(() -> this.migrator.undo(4))
			.withMessageContaining("4 migrations were to be undone, and 3 are applied.");
		assertThat(tables()).hasSize(3);
	}

	@Test
	void newestIsWhatWasAppliedLast() {
		this.scripts.delete("002_b.sql");
		this.scripts.delete("002_b.down.sql");
		this.migrator.migrate();
		this.scripts.write("002_b.sql", "create table b (i int);\n-- slipway: undo\ndrop table b;");
		Migrator any = Migrator.of(this.database.dataSource(), this.scripts.options().withOutOfOrder(true));
		any.migrate();
		assertThat(any.undo(1).undone()).extracting(UndoReport.Undone::version).containsExactly("2");
	}

	@Test
	void olderReleaseUndoesWhatOnlyTheNewerHad() {
		this.migrator.migrate();
		this.scripts.delete("003_c.sql");
		assertThat(this.migrator.undo(1).undone()).extracting(UndoReport.Undone::label).containsExactly("3_c");
		assertThat(tables()).containsExactly("a", "b");
	}

	@Test
	void storedScriptWinsOverTheFile() {
		this.migrator.migrate();
		this.scripts.write("002_b.down.sql", "drop table a, b, c");
		this.migrator.undo(2);
		assertThat(tables()).containsExactly("a");
	}

	@Test
	void fileIsUsedWhereNothingIsStored() {
		this.scripts.write("004_d.sql", "create table d (i int)");
		this.migrator.migrate();
		this.scripts.write("004_d.down.sql", "drop table d");
		this.migrator.undo(1);
		assertThat(tables()).containsExactly("a", "b", "c");
	}

	@Test
	void migrationsWithoutUndoScriptAreListedBeforeAnythingIsUndone() {
		this.scripts.write("002_b.down.sql", "").write("004_d.sql", "create table d (i int)");
		this.scripts.delete("002_b.down.sql");
		this.scripts.write("005_e.sql", "create table e (i int);\n-- slipway: undo\ndrop table e;");
		this.migrator.migrate();
		assertThatExceptionOfType(UndoRefusedException.class).isThrownBy(() -> this.migrator.undoTo("1"))
			.satisfies((ex) -> assertThat(ex.getReasons()).hasSize(2))
			.withMessageContaining("'004_d' cannot be undone: it has no undo script")
			.withMessageContaining("'002_b' cannot be undone: it has no undo script")
			.withMessageEndingWith("Nothing was undone.");
		assertThat(tables()).hasSize(5);
	}

	@Test
	void failedScriptIsRolledBackAndWhatWasUndoneBeforeStays() {
		this.scripts.write("002_b.down.sql", "create table x (i int);\nselect 1 / 0;");
		this.migrator.migrate();
		assertThatExceptionOfType(MigrationFailedException.class).isThrownBy(() -> this.migrator.undo(2))
			.withMessageStartingWith("The undo of 002_b failed in ")
			.withMessageContaining("002_b.down.sql at line 2, column 1:")
			.withMessageContaining("division by zero")
			.withMessageEndingWith("Undone in this run: 003_c. 002_b stays applied as a whole.");
		assertThat(tables()).containsExactly("a", "b");
		assertThat(rows()).containsExactly("1", "2");
	}

	@Test
	void errorInAStoredScriptNamesItsLine() {
		this.scripts.write("003_c.sql", "create table c (i int);\n-- slipway: undo\ndrop table c;\nselect 1 / 0;");
		this.migrator.migrate();
		this.scripts.delete("003_c.sql");
		assertThatExceptionOfType(MigrationFailedException.class).isThrownBy(() -> this.migrator.undo(1))
			.withMessageContaining("the undo script of '3_c' in the history at line 2, column 1:");
	}

	@Test
	void placeholdersHaveTheirValuesOfNow() {
		this.scripts.write("004_d.sql",
				"-- slipway: placeholders\ncreate table ${name} (i int);\n-- slipway: undo\ndrop table ${name};");
		MigratorOptions options = this.scripts.options().withPlaceholders(Map.of("name", "secret_table"));
		Migrator.of(this.database.dataSource(), options).migrate();
		this.scripts.delete("004_d.sql");
		Migrator.of(this.database.dataSource(), options).undo(1);
		assertThat(tables()).containsExactly("a", "b", "c");
	}

	@Test
	void dataOfACopyIsPartOfTheScript() {
		this.scripts.write("004_d.sql",
				"delete from a;\n-- slipway: undo\ncopy a from stdin;\n1\n2\n\\.\ninsert into a values (3);");
		this.migrator.migrate();
		this.scripts.delete("004_d.sql");
		this.migrator.undo(1);
		assertThat(this.database.query("select i from a order by 1")).containsExactly("1", "2", "3");
	}

	@Test
	void laterRepeatableRunsAgain() {
		this.scripts.write("R__v.sql", "create or replace view v as select i from c");
		this.scripts.write("003_c.sql", "create table c (i int);\n-- slipway: undo\ndrop table c cascade;\n");
		this.migrator.migrate();
		this.migrator.undo(1);
		assertThat(this.database.query("select to_regclass('v')")).containsExactly("null");
		assertThat(this.migrator.migrate().applied()).hasSize(2);
		assertThat(this.database.query("select to_regclass('v')")).containsExactly("v");
	}

	@Test
	void statementsThatRefuseATransactionRunOneByOne() {
		this.scripts.write("004_d.sql",
				"create index concurrently c_i on c (i);\n-- slipway: undo\ndrop index concurrently c_i;\ninsert into a values (1);");
		this.migrator.migrate();
		this.migrator.undo(1);
		assertThat(this.database.query("select to_regclass('c_i'), count(*) from a")).containsExactly("null|1");
		assertThat(rows()).containsExactly("1", "2", "3");
	}

	@Test
	void migrationThatIsUndoneInPartStopsMigrateUntilUndoGoesOn() {
		this.scripts.write("004_d.sql", """
				create index concurrently c_i on c (i);
				-- slipway: undo
				drop index concurrently c_i;
				insert into a values (1);
				select 1 / count(*) from b;
				insert into a values (2);
				""");
		this.migrator.migrate();
		assertThatExceptionOfType(MigrationFailedException.class).isThrownBy(() -> this.migrator.undo(1))
			.withMessageContaining("Statements 1 to 2 of it")
			.withMessageEndingWith(
					"stay done: 004_d is undone in part, and nothing is applied before undo has gone on with statement 3.");
		assertThatExceptionOfType(HistoryConflictException.class).isThrownBy(this.migrator::migrate)
			.withMessageContaining("Version 4 (d) is undone in part: 2 statements of its undo script are finished.");
		this.database.execute("insert into b values (1)");
		assertThat(this.migrator.undo(1).undone()).hasSize(1);
		assertThat(this.database.query("select i from a order by 1")).containsExactly("1", "2");
		assertThat(this.migrator.migrate().applied()).hasSize(1);
	}

	@Test
	void migrationOfWhichNothingIsUndoneStaysApplied() {
		this.scripts.write("004_d.sql", "-- slipway: no-transaction\nselect 1;\nselect 2;\n-- slipway: undo\n"
				+ "drop index concurrently missing;\n");
		this.migrator.migrate();
		List<String> before = this.database.query("select state, statements, checksum from schema_migrations");
		assertThatExceptionOfType(MigrationFailedException.class).isThrownBy(() -> this.migrator.undo(1))
			.withMessageEndingWith("Undone in this run: none. 004_d stays applied as a whole.");
		assertThat(this.database.query("select state, statements, checksum from schema_migrations")).isEqualTo(before);
		assertThat(this.migrator.migrate().applied()).isEmpty();
	}

	@Test
	void baselineIsNotUndone() {
		this.scripts.delete("001_a.sql");
		this.scripts.delete("002_b.sql");
		this.scripts.delete("002_b.down.sql");
		this.scripts.delete("003_c.sql");
		this.scripts.write("B2__base.sql", "create table a (i int)")
			.write("V3__c.sql", "create table c (i int)")
			.write("U3__c.sql", "drop table c");
		this.migrator.migrate();
		assertThatExceptionOfType(UndoRefusedException.class).isThrownBy(() -> this.migrator.undo(2))
			.withMessageContaining("'B2__base' is a baseline, which nothing undoes.");
		this.migrator.undo(1);
		assertThat(tables()).containsExactly("a");
	}

	@Test
	void scriptThatOthersCouldHaveWrittenIsRefused() {
		this.migrator.migrate();
		this.scripts.delete("003_c.sql");
		String stranger = "undo_stranger_" + this.database.name();
		this.database.execute("create role " + stranger + " login; grant update on schema_migrations to " + stranger);
		assertThatExceptionOfType(UndoRefusedException.class).isThrownBy(() -> this.migrator.undo(1))
			.withMessageContaining("to which other roles can write: " + stranger);
		assertThat(tables()).hasSize(3);
		this.database.execute("drop owned by " + stranger + "; drop role " + stranger);
	}

	private List<String> tables() {
		return this.database.query(
				"select tablename from pg_tables where schemaname = 'public' and tablename <> 'schema_migrations' order by 1");
	}

	private List<String> rows() {
		return this.database.query("select version from schema_migrations where version is not null order by id");
	}

}
