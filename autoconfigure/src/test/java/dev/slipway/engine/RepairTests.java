package dev.slipway.engine;

import java.nio.file.Path;
import java.util.List;

import dev.slipway.HistoryConflictException;
import dev.slipway.MigrationFailedException;
import dev.slipway.Migrator;
import dev.slipway.RepairReport;
import dev.slipway.RepairReport.Change;
import dev.slipway.RepairReport.Kind;
import dev.slipway.testing.Scripts;
import dev.slipway.testing.TestDatabase;
import dev.slipway.testing.TestPostgres;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * A history is made to fit its files again, and what differs is shown.
 */
class RepairTests {

	private final TestDatabase database = TestPostgres.server().createDatabase();

	private Scripts scripts;

	private Migrator migrator;

	@BeforeEach
	void prepare(@TempDir Path folder) {
		this.scripts = new Scripts(folder);
		this.scripts.write("001_a.sql", "create table a (i int);\ncreate table aa (i int);\ncreate table aaa (i int);")
			.write("002_b.sql", "create table b (i int)")
			.write("003_c.sql", "create table c (i int)");
		this.migrator = this.scripts.migrator(this.database);
		this.migrator.migrate();
	}

	@Test
	void nothingIsRepairedWhereAllFits() {
		assertThat(this.migrator.repair(true))
			.isEqualTo(new RepairReport("", "\"public\".\"schema_migrations\"", List.of(), false));
	}

	@Test
	void changedFileIsShownStatementByStatementAndAccepted() {
		this.scripts.write("001_a.sql",
				"-- a comment\ncreate table a (i int);\n\ncreate table aa (i bigint);\ncreate table aaa (i int);\ncreate table x (i int);");
		RepairReport shown = this.migrator.repair(false);
		assertThat(shown.done()).isFalse();
		Change change = shown.changes().get(0);
		assertThat(change.kind()).isEqualTo(Kind.CHECKSUM);
		assertThat(change.details()).satisfiesExactly(
				(line) -> assertThat(line).startsWith("statement 2 was another one, ")
					.endsWith("001_a.sql:4: create table aa (i bigint)"),
				(line) -> assertThat(line).startsWith("statement 4 is new, ")
					.endsWith("001_a.sql:6: create table x (i int)"));
		assertThatExceptionOfType(HistoryConflictException.class).isThrownBy(this.migrator::migrate);
		assertThat(this.migrator.repair(true).done()).isTrue();
		assertThat(this.migrator.migrate().applied()).isEmpty();
		assertThat(this.migrator.repair(true).changes()).isEmpty();
	}

	@Test
	void conflictNamesTheStatements() {
		this.scripts.write("001_a.sql", "create table a (i int);\ncreate table aaa (i int);");
		assertThatExceptionOfType(HistoryConflictException.class).isThrownBy(this.migrator::migrate)
			.withMessageContaining("Compared with it, statement 2 as it was applied is gone.");
		assertThatExceptionOfType(HistoryConflictException.class).isThrownBy(this.migrator::validate)
			.withMessageContaining("Compared with it, statement 2 as it was applied is gone.");
	}

	@Test
	void changedCommentIsToldFromChangedStatements() {
		this.scripts.write("002_b.sql", "-- new\ncreate table b (i int)");
		assertThat(this.migrator.repair(false).changes().get(0).details())
			.containsExactly("no statement differs: comments, blanks, the data of a COPY or the undo script do");
	}

	@Test
	void rowOfAnEarlierReleaseSaysThatNothingIsKnown() {
		this.database.execute("alter table schema_migrations drop statement_hashes");
		this.scripts.write("002_b.sql", "create table bb (i int)");
		assertThat(this.migrator.repair(false).changes().get(0).details()).singleElement()
			.asString()
			.startsWith("which statements differ is not known");
		assertThat(this.migrator.repair(true).done()).isTrue();
		assertThat(
				this.database.query("select octet_length(statement_hashes) from schema_migrations where version = '2'"))
			.containsExactly("4");
	}

	@Test
	void rowOfARemovedFileIsRemovedAndThatOfANewerReleaseStays() {
		this.scripts.delete("001_a.sql");
		this.scripts.delete("003_c.sql");
		assertThat(this.migrator.repair(true).changes()).extracting(Change::kind, Change::label)
			.containsExactly(org.assertj.core.groups.Tuple.tuple(Kind.FILE_GONE, "1_a"));
		assertThat(this.database.query("select version from schema_migrations order by id")).containsExactly("2", "3");
		assertThat(this.migrator.migrate().applied()).isEmpty();
	}

	@Test
	void failedRowIsRemoved() {
		this.scripts.write("004_d.sql", "-- slipway: no-transaction\nselect 1;\nselect broken;");
		assertThatExceptionOfType(MigrationFailedException.class).isThrownBy(this.migrator::migrate);
		assertThat(this.migrator.repair(true).changes()).singleElement()
			.satisfies((change) -> assertThat(change.description())
				.contains("what its first 1 did must be taken back by hand before"));
		assertThat(this.database.query("select count(*) from schema_migrations")).containsExactly("3");
	}

	@Test
	void undoScriptThatWasCorrectedIsStored() {
		this.scripts.write("004_d.sql", "create table d (i int)").write("004_d.down.sql", "drop table wrong");
		this.migrator.migrate();
		this.scripts.write("004_d.down.sql", "drop table d");
		assertThat(this.migrator.repair(true).changes()).extracting(Change::kind).containsExactly(Kind.UNDO_SCRIPT);
		this.migrator.undo(1);
		assertThat(this.database.query("select to_regclass('d')")).containsExactly("null");
	}

	@Test
	void valuesOfPlaceholdersAreNotShown() {
		this.scripts.write("004_d.sql", "-- slipway: placeholders\nselect '${pw}';");
		Migrator with = Migrator.of(this.database.dataSource(),
				this.scripts.options().withPlaceholders(java.util.Map.of("pw", "HUNTER2")));
		with.migrate();
		this.scripts.write("004_d.sql", "-- slipway: placeholders\nselect '${pw}', 2;");
		assertThat(with.repair(false).changes().get(0).details()).singleElement()
			.asString()
			.contains("${pw}")
			.doesNotContain("HUNTER2");
	}

	@Test
	void triggerThatKeepsARowAsItIsIsNoticed() {
		this.scripts.write("002_b.sql", "create table bb (i int)");
		this.database.execute("create function keep() returns trigger language plpgsql as 'begin return old; end'; "
				+ "create trigger keep before update on schema_migrations for each row execute function keep()");
		assertThatExceptionOfType(dev.slipway.DatabaseException.class).isThrownBy(() -> this.migrator.repair(true))
			.withMessageContaining("the row that was written is not there")
			.withMessageEndingWith("Nothing was changed.");
	}

	@Test
	void fileThatWasRenumberedAndChangedKeepsItsRowAndDoesNotRunAgain() {
		this.scripts.write("20260101120000_d.sql", "create table d (i int)")
			.write("20260102120000_e.sql", "create table e (i int)");
		this.migrator.migrate();
		this.scripts.delete("20260101120000_d.sql");
		this.scripts.write("004_d.sql", "create table if not exists d (i int)");
		assertThatExceptionOfType(HistoryConflictException.class).isThrownBy(this.migrator::migrate)
			.satisfies((failure) -> assertThat(failure.getConflicts()).singleElement()
				.satisfies((conflict) -> assertThat(conflict.description()).contains("004_d.sql has changed since")
					.contains("as '20260101120000_d'")
					.contains("statement 1 was another one")));
		RepairReport shown = this.migrator.repair(true);
		assertThat(shown.changes()).singleElement().satisfies((change) -> {
			assertThat(change.kind()).isEqualTo(Kind.CHECKSUM);
			assertThat(change.label()).isEqualTo("004_d");
			assertThat(change.description()).contains("004_d.sql as it is now is recorded")
				.contains("in the row of '20260101120000_d'");
			assertThat(change.details()).singleElement().asString().startsWith("statement 1 was another one");
		});
		assertThat(this.migrator.migrate().applied()).isEmpty();
		assertThat(versions()).containsExactly("1", "2", "3", "4", "20260102120000");
		assertThat(this.migrator.repair(true).changes()).isEmpty();
	}

	@Test
	void newestFileThatWasRenumberedAndChangedKeepsItsRowToo() {
		this.scripts.write("20260101120000_d.sql", "create table d (i int)");
		this.migrator.migrate();
		this.scripts.delete("20260101120000_d.sql");
		this.scripts.write("004_d.sql", "create table if not exists d (i int)");
		assertThat(this.migrator.repair(true).changes()).extracting(Change::label).containsExactly("004_d");
		assertThat(this.migrator.migrate().applied()).isEmpty();
		assertThat(versions()).containsExactly("1", "2", "3", "4");
	}

	@Test
	void rowIsNotRemovedForAFileThatWouldRunTheSameAgain() {
		this.scripts.delete("002_b.sql");
		this.scripts.write("004_b.sql", "create table b (i bigint)");
		assertThatExceptionOfType(HistoryConflictException.class).isThrownBy(() -> this.migrator.repair(true))
			.withMessageContaining("004_b.sql")
			.withMessageContaining("'2_b'");
		this.scripts.delete("004_b.sql");
		this.scripts.write("004_bb.sql", "create table b (i int)");
		assertThatExceptionOfType(HistoryConflictException.class).isThrownBy(() -> this.migrator.repair(true))
			.withMessageContaining("004_bb.sql")
			.withMessageContaining("'2_b'");
		assertThat(versions()).containsExactly("1", "2", "3");
	}

	@Test
	void rowsAreNotRemovedWhereNothingTellsWhichOfThemBecameTheFile() {
		this.scripts.write("20260101120000_d.sql", "select 1")
			.write("20260102120000_d.sql", "select 2")
			.write("20260103120000_e.sql", "select 3");
		this.migrator.migrate();
		this.scripts.delete("20260101120000_d.sql");
		this.scripts.delete("20260102120000_d.sql");
		this.scripts.write("004_d.sql", "select 4");
		assertThatExceptionOfType(HistoryConflictException.class).isThrownBy(() -> this.migrator.repair(true))
			.withMessageContaining("004_d.sql")
			.withMessageContaining("'20260101120000_d'")
			.withMessageContaining("'20260102120000_d'")
			.withMessageContaining("nothing tells which file became which");
		assertThat(versions()).hasSize(6);
	}

	private List<String> versions() {
		return this.database.query("select version from schema_migrations order by id");
	}

}
