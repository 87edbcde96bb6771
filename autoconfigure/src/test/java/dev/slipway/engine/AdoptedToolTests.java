package dev.slipway.engine;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

import dev.slipway.AdoptionRefusedException;
import dev.slipway.AdoptionReport;
import dev.slipway.AdoptionReport.Entry;
import dev.slipway.AdoptionReport.Outcome;
import dev.slipway.AdoptionReport.State;
import dev.slipway.DatabaseException;
import dev.slipway.DatabaseException.Reason;
import dev.slipway.Layout;
import dev.slipway.MigrationReport.Applied;
import dev.slipway.Migrator;
import dev.slipway.MigratorOptions;
import dev.slipway.testing.ForeignTool;
import dev.slipway.testing.TestDatabase;
import dev.slipway.testing.TestPostgres;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * The histories of other tools, with the table that each tool's source makes and with its
 * rows, are taken over: what is applied is not run again, and what is pending runs.
 */
class AdoptedToolTests {

	private static final String HISTORY = "slipway_history";

	private final TestDatabase database = TestPostgres.server().createDatabase();

	@TempDir
	private Path files;

	@ParameterizedTest
	@EnumSource(ForeignTool.class)
	void takesOverWhatIsAppliedAndAppliesTheRest(ForeignTool tool) {
		given(tool);
		List<String> theirs = rows(tool);

		AdoptionReport shown = migrator().showAdoption();
		assertNothingWritten();
		AdoptionReport report = migrator().adopt();

		assertThat(shown.outcome()).isEqualTo(Outcome.SHOWN);
		assertThat(report.outcome()).isEqualTo(Outcome.WRITTEN);
		assertThat(shown.entries()).isEqualTo(report.entries());
		assertThat(report.tool()).isEqualTo(tool.label());
		assertThat(report.entries()).extracting(Entry::version).containsExactlyElementsOf(versions(tool));
		assertThat(report.pending()).hasSize(2);
		assertThat(this.database.query("select distinct origin || ' ' || state from " + HISTORY))
			.containsExactly(tool.label() + " applied");
		assertThat(this.database.query("select count(*) from " + HISTORY + " where checksum = ''"))
			.containsExactly(Long.toString(programs(report)));
		assertAppliesTheRestOnce();
		assertThat(rows(tool)).isEqualTo(theirs);
	}

	@ParameterizedTest
	@EnumSource(names = { "GOLANG_MIGRATE", "GOOSE", "PRISMA", "RAILS" })
	void aStartTakesItOverByItself(ForeignTool tool) {
		given(tool);
		Migrator migrator = migrator(options().withAdoption(true, null));
		assertThat(migrator.migrate().applied()).hasSize(2);
		assertThat(migrator.migrate().applied()).isEmpty();
		assertThat(this.database.query("select count(*) from " + HISTORY)).containsExactly("5");
	}

	@ParameterizedTest
	@MethodSource("dev.slipway.testing.ForeignTool#withChecksums")
	void refusesAFileThatWasChanged(ForeignTool tool) throws IOException {
		given(tool);
		Path changed = this.files.resolve(tool.file());
		Files.writeString(changed, Files.readString(changed) + "\n-- more\nselect 1;\n");
		assertRefused("has changed since " + tool.label() + " has applied it");
	}

	@ParameterizedTest
	@MethodSource("dev.slipway.testing.ForeignTool#withFiles")
	void refusesARowWithoutAFile(ForeignTool tool) throws IOException {
		given(tool);
		Files.delete(this.files.resolve(tool.file()));
		if (tool == ForeignTool.YOYO) {
			Path next = this.files.resolve("0003.add-name.sql");
			Files.writeString(next, Files.readString(next).replace("-- depends: 0002.add-email\n", ""));
		}
		assertRefused(" has no file. Put the file into the locations (slipway.locations)");
	}

	@ParameterizedTest
	@MethodSource("dev.slipway.testing.ForeignTool#withFailures")
	void refusesAFileThatHasFailed(ForeignTool tool) {
		given(tool);
		tool.fail(this.database);
		AdoptionRefusedException refused = assertRefused("");
		assertThat(refused.getProblems()).singleElement().satisfies((problem) -> {
			assertThat(problem.description()).matches(".* (has failed|was begun and not finished)\\.");
			assertThat(problem.action()).isNotEmpty();
		});
	}

	@ParameterizedTest
	@EnumSource(names = { "ECTO", "PRISMA", "REFINERY", "SHMIG", "SQLX", "YOYO" })
	void keepsTheTimes(ForeignTool tool) {
		given(tool);
		migrator().adopt();
		assertThat(this.database.query("select extract(epoch from min(applied_at))::bigint from " + HISTORY
				+ " where applied_at < '2026-01-02'"))
			.containsAnyOf("1767261601", "1767261602");
	}

	@Test
	void namesAllProblemsAtOnce() throws IOException {
		given(ForeignTool.PRISMA);
		ForeignTool.PRISMA.fail(this.database);
		Files.delete(this.files.resolve("20260101000002_add_email/migration.sql"));
		Files.writeString(this.files.resolve("20260101000001_create_users/migration.sql"), "select 1;\n");
		assertThat(assertRefused("").getProblems()).hasSize(3);
	}

	@Test
	void findsTablesWithNamesOfTheirOwn() {
		given(ForeignTool.GOOSE);
		this.database.execute("create schema \"Tools\"");
		this.database.execute("alter table goose_db_version rename to \"our versions\"");
		this.database.execute("alter table \"our versions\" set schema \"Tools\"");
		assertThat(migrator(options().withAdoption(true, "Tools.our versions")).migrate().applied()).hasSize(2);
	}

	@ParameterizedTest
	@EnumSource(names = { "GOLANG_MIGRATE", "DBMATE", "RAILS", "ECTO" })
	void asksForAnotherTableWhereTheToolHasOurs(ForeignTool tool) {
		given(tool);
		MigratorOptions unnamed = options().withTable("schema_migrations");
		assertThatExceptionOfType(DatabaseException.class).isThrownBy(migrator(unnamed)::adopt)
			.satisfies((refused) -> assertThat(refused.getReason()).isEqualTo(Reason.FOREIGN_TABLE));
		assertThatExceptionOfType(DatabaseException.class)
			.isThrownBy(migrator(unnamed.withAdoption(true, null))::migrate)
			.satisfies((refused) -> assertThat(refused.getReason()).isEqualTo(Reason.FOREIGN_TABLE));
		assertThat(this.database.query("select to_regclass('orders')")).containsExactly("null");
	}

	@Test
	void ofATernThatHasAppliedNothingAllFilesRun() {
		given(ForeignTool.TERN);
		this.database.execute("drop table users");
		this.database.execute("update schema_version set version = 0");
		assertThat(migrator(options().withAdoption(true, null)).migrate().applied()).hasSize(5);
	}

	@Test
	void severalRowsWhereTheToolKeepsOneAreRefused() {
		given(ForeignTool.GOLANG_MIGRATE);
		this.database.execute("insert into schema_migrations values (2, false)");
		assertRefused("there are 2 rows, and the tool keeps one");
	}

	@Test
	void aProgramThatNobodyHasLeftOutHasNoFile() throws IOException {
		given(ForeignTool.GOOSE);
		Files.delete(this.files.resolve("00003_add_name.go"));
		assertRefused("goose's version 3 has no file.");
	}

	@ParameterizedTest
	@EnumSource(names = { "GOOSE", "TERN" })
	void aProgramThatIsPendingIsRefused(ForeignTool tool) throws IOException {
		given(tool);
		Files.writeString(this.files.resolve("006_backfill.go"), "package migrations\n");
		assertRefused("006_backfill.go is a program that " + tool.label() + " has not run, and exclude leaves it out.");
	}

	@Test
	void railsWithoutItsSecondTableIsTakenForDbmate() {
		given(ForeignTool.RAILS);
		this.database.execute("drop table ar_internal_metadata");
		assertRefused("dbmate's version 20260101000001 has no file.");
	}

	@Test
	void goBack() {
		given(ForeignTool.DBMATE);
		migrator().adopt();
		assertThat(migrator().undoAdoption(true).outcome()).isEqualTo(Outcome.UNDONE);
		assertNothingWritten();
		assertThat(rows(ForeignTool.DBMATE)).hasSize(3);
	}

	private void given(ForeignTool tool) {
		tool.copyFiles(this.files);
		tool.restore(this.database);
	}

	private AdoptionRefusedException assertRefused(String message) {
		AdoptionRefusedException[] refused = new AdoptionRefusedException[1];
		assertThatExceptionOfType(AdoptionRefusedException.class).isThrownBy(migrator()::adopt)
			.satisfies((ex) -> refused[0] = ex)
			.withMessageContaining(message)
			.withMessageContaining("Nothing was written");
		assertThatExceptionOfType(AdoptionRefusedException.class)
			.isThrownBy(migrator(options().withAdoption(true, null))::migrate)
			.withMessageContaining(message);
		assertNothingWritten();
		assertThat(this.database.query("select to_regclass('orders')")).containsExactly("null");
		return refused[0];
	}

	private void assertAppliesTheRestOnce() {
		assertThat(migrator().migrate().applied()).extracting(Applied::name)
			.allMatch((name) -> name.matches("create.orders|add.total"))
			.hasSize(2);
		assertThat(this.database
			.query("select count(*) from pg_attribute where attrelid = 'orders'::regclass and attname = 'total'"))
			.containsExactly("1");
		assertThat(migrator().migrate().applied()).isEmpty();
	}

	private void assertNothingWritten() {
		assertThat(this.database.query("select to_regclass('" + HISTORY + "')")).containsExactly("null");
	}

	private List<String> rows(ForeignTool tool) {
		return this.database.query("select t::text from " + tool.table() + " t order by t::text");
	}

	private static long programs(AdoptionReport report) {
		return report.entries().stream().filter((entry) -> entry.state() == State.PROGRAM).count();
	}

	/** Those of the first three files. */
	private static List<String> versions(ForeignTool tool) {
		String prefix = switch (tool) {
			case EVOLVE, GOLANG_MIGRATE, GOOSE, GRAPHILE_MIGRATE, POSTGRATOR, POSTGRES_MIGRATIONS, RAMBLER, REFINERY,
					TERN, YOYO ->
				"";
			case NODE_PG_MIGRATE -> "176722560000";
			case SHMIG -> "176722560";
			default -> "2026010100000";
		};
		return Stream.of("1", "2", "3").map((number) -> prefix + number).toList();
	}

	private Migrator migrator() {
		return migrator(options());
	}

	private Migrator migrator(MigratorOptions options) {
		return Migrator.of(this.database.dataSource(), options);
	}

	private MigratorOptions options() {
		MigratorOptions options = MigratorOptions.of("")
			.withLocations("file:" + this.files)
			.withTable(HISTORY)
			.withExclude("*.go", "*.js", "*.fizz");
		return Files.exists(this.files.resolve("sqls")) ? options.withLayout(Layout.DB_MIGRATE) : options;
	}

}
