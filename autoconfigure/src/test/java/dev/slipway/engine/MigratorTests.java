package dev.slipway.engine;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import com.zaxxer.hikari.HikariDataSource;
import dev.slipway.HistoryConflictException;
import dev.slipway.HistoryConflictException.Kind;
import dev.slipway.InvalidMigrationsException;
import dev.slipway.MigrationFailedException;
import dev.slipway.MigrationReport;
import dev.slipway.Migrator;
import dev.slipway.MigratorOptions;
import dev.slipway.testing.Canary;
import dev.slipway.testing.Scripts;
import dev.slipway.testing.TestDatabase;
import dev.slipway.testing.TestPostgres;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link Migrator} on a real server: what is applied, in which order, and what
 * a failure leaves.
 */
class MigratorTests {

	private final TestDatabase database = TestPostgres.server().createDatabase();

	private final Scripts scripts;

	MigratorTests(@TempDir Path folder) {
		this.scripts = new Scripts(folder);
	}

	@Test
	void filesAreAppliedInTheOrderOfTheirNumbers() {
		this.scripts.write("9_nine.sql", "insert into steps(name) values ('nine');")
			.write("10_ten.sql", "insert into steps(name) values ('ten');")
			.write("20260101120000_stamp.sql", "insert into steps(name) values ('stamp');")
			.write("001_one.sql", "create table steps(id int generated always as identity, name text);");
		MigrationReport report = this.scripts.migrator(this.database).migrate();
		assertThat(this.database.query("select name from steps order by id")).containsExactly("nine", "ten", "stamp");
		assertThat(report.applied()).extracting(MigrationReport.Applied::label)
			.containsExactly("001_one", "9_nine", "10_ten", "20260101120000_stamp");
		assertThat(history("version, name")).containsExactly("1|one", "9|nine", "10|ten", "20260101120000|stamp");
	}

	@Test
	void aSecondRunAppliesNothing() {
		this.scripts.write("001_one.sql", "create table t(i int)");
		this.scripts.migrator(this.database).migrate();
		MigrationReport second = this.scripts.migrator(this.database).migrate();
		assertThat(second.applied()).isEmpty();
		assertThat(second.version()).isEqualTo("1");
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', value = {
			"create table ${schema}.t (i int) | ${schema} is not replaced in this file: set slipway.placeholders.schema and slipway.placeholder-replacement=true, or write the value.",
			"select 1 where ${Any_Name} = 1 | ${Any_Name} is not replaced in this file: set slipway.placeholders[Any_Name]",
			"select 'é', :name | :name is a variable of psql that the script does not set: write the value, or \\set name and the value before it, or ${name} with slipway.placeholders.name and slipway.placeholder-replacement=true.",
			"select :'name' | :'name' is a variable of psql", "drop table :\"name\" | :\"name\" is a variable of psql",
			"vacuum ${t} | ${t} is not replaced in this file" })
	void variableThatNothingFillsIsNamed(String sql, String advice) {
		this.scripts.write("001_one.sql", sql.replace("\\n", "\n"));
		assertThatExceptionOfType(MigrationFailedException.class)
			.isThrownBy(() -> this.scripts.migrator(this.database).migrate())
			.withMessageContaining(advice)
			.withMessageContaining("(42601)");
	}

	@ParameterizedTest
	@ValueSource(strings = { "select 1 frm t", "select '${x}' frm t", "select 1::int frm t",
			"select (array[1])[1:1] frm t", "-- :name ${x}\nselect 1 frm t", "select * from nosuch -- ${x} :name" })
	void anotherErrorHasNoSuchAdvice(String sql) {
		this.scripts.write("001_one.sql", sql);
		assertThatExceptionOfType(MigrationFailedException.class)
			.isThrownBy(() -> this.scripts.migrator(this.database).migrate())
			.withMessageNotContaining("is not replaced")
			.withMessageNotContaining("variable of psql");
	}

	@Test
	void aFailingScriptShowsItsPlaceAndLeavesNothing() {
		this.scripts.write("001_create_events.sql", "create table events (id int);")
			.write("002_add_source.sql", "alter table events add source text;")
			.write("003_add_index.sql", "-- a comment\ncreate table leftover (id int);\n\n\n\n\n\n\n\n\n\n"
					+ "create index on evnts (received_at);\n");
		assertThatExceptionOfType(MigrationFailedException.class)
			.isThrownBy(() -> this.scripts.migrator(this.database, "ingestion").migrate())
			.withMessage("""
					Migration ingestion 003_add_index.sql failed at line 12, column 17:

					  12 | create index on evnts (received_at);
					     |                 ^
					ERROR: relation "evnts" does not exist (42P01)
					Applied in this run: 001_create_events, 002_add_source. \
					003_add_index was rolled back in full.""");
		assertThat(this.database.query("select version from schema_migrations_ingestion order by id"))
			.containsExactly("1", "2");
		assertThat(this.database.query("select to_regclass('leftover')")).containsExactly("null");
	}

	@Test
	void aFailingScriptShowsDetailHintAndContext() {
		this.scripts.write("001_one.sql", """
				create function refuse() returns void language plpgsql as $$
				begin
					raise exception 'no' using errcode = 'P0042', detail = 'because', hint = 'try again';
				end $$;
				select refuse();
				""");
		assertThatExceptionOfType(MigrationFailedException.class)
			.isThrownBy(() -> this.scripts.migrator(this.database).migrate())
			.withMessage("""
					Migration 001_one.sql failed at line 5, column 1:

					  5 | select refuse();
					    | ^
					ERROR: no (P0042)
					DETAIL: because
					HINT: try again
					CONTEXT: PL/pgSQL function refuse() line 3 at RAISE
					Applied in this run: none. 001_one was rolled back in full.""");
	}

	@Test
	void thePlaceIsRightBehindLineEndsOfWindowsAMarkAndCharactersBeyondTheBasicPlane() {
		this.scripts.write("001_one.sql", "\uFEFF-- 😀\r\nselect '😀', 😀broken;\r\n");
		assertThatExceptionOfType(MigrationFailedException.class)
			.isThrownBy(() -> this.scripts.migrator(this.database).migrate())
			.satisfies((failure) -> {
				assertThat(failure.getPosition().line()).isEqualTo(2);
				assertThat(failure.getPosition().column()).isEqualTo(13);
				assertThat(failure.getPosition().excerpt())
					.isEqualTo("  2 | select '😀', 😀broken;\n    |              ^");
			});
	}

	@Test
	void aDeferredConstraintThatFailsAtTheEndLeavesNothing() {
		this.scripts.write("001_one.sql", """
				create table parent (id int primary key);
				create table child (parent int references parent deferrable initially deferred);
				insert into child values (1);
				""");
		assertThatExceptionOfType(MigrationFailedException.class)
			.isThrownBy(() -> this.scripts.migrator(this.database).migrate())
			.satisfies((failure) -> assertThat(failure.getError().sqlState()).isEqualTo("23503"))
			.satisfies((failure) -> assertThat(failure.getPosition().line()).isEqualTo(3));
		assertThat(this.database.query("select to_regclass('child')")).containsExactly("null");
	}

	@Test
	void aRepeatableRunsAgainWhenTheValueOfAPlaceholderChanges() {
		this.scripts.write("V1__t.sql", "create table t(s text); -- ${who}")
			.write("R__t.sql", "insert into t values ('${who}')");
		MigratorOptions options = this.scripts.options();
		Migrator.of(this.database.dataSource(), options.withPlaceholders(Map.of("who", "me"))).migrate();
		assertThat(Migrator.of(this.database.dataSource(), options.withPlaceholders(Map.of("who", "me")))
			.migrate()
			.applied()).isEmpty();
		assertThat(Migrator.of(this.database.dataSource(), options.withPlaceholders(Map.of("who", "you")))
			.migrate()
			.applied()).extracting(MigrationReport.Applied::label).containsExactly("R__t");
		assertThat(this.database.query("select s from t")).containsExactly("me", "you");
	}

	@Test
	void aFailingCallbackOfEachMigrationIsNamedAndTakesTheMigrationWithIt() {
		this.scripts.write("V1__t.sql", "create table t(s text);")
			.write("afterEachMigrate.sql", "insert into t values ('a');\nselect nothing");
		assertThatExceptionOfType(MigrationFailedException.class)
			.isThrownBy(() -> this.scripts.migrator(this.database).migrate())
			.withMessageMatching("(?s)Migration V1__t.sql failed in .*/afterEachMigrate.sql at line 2, column 8:.*"
					+ "V1__t was rolled back in full\\.");
		assertThat(this.database.query("select to_regclass('t')")).containsExactly("null");
	}

	@Test
	void theValueOfAPlaceholderIsNotShownWhereTheServerQuotesIt() {
		this.scripts.write("1_t.sql", "create table t(i int); -- a comment\ninsert into t values ('${secret}');");
		MigratorOptions options = this.scripts.options().withPlaceholders(Map.of("secret", Canary.value()));
		assertThatExceptionOfType(MigrationFailedException.class)
			.isThrownBy(() -> Migrator.of(this.database.dataSource(), options).migrate())
			.withMessageContaining("invalid input syntax for type integer: \"${secret}\"")
			.withMessageContaining("  2 | insert into t values ('${secret}');\n    |                       ^");
	}

	@Test
	void afterMendingTheFileTheNextRunGoesOn() {
		this.scripts.write("001_one.sql", "create table t(i int)").write("002_two.sql", "insert into t values ('x')");
		assertThatExceptionOfType(MigrationFailedException.class)
			.isThrownBy(() -> this.scripts.migrator(this.database).migrate());
		this.scripts.write("002_two.sql", "insert into t values (2)");
		MigrationReport report = this.scripts.migrator(this.database).migrate();
		assertThat(report.applied()).extracting(MigrationReport.Applied::label).containsExactly("002_two");
		assertThat(this.database.query("select i from t")).containsExactly("2");
	}

	@Test
	void aMalformedLastFileStopsTheFirstOneFromRunning() {
		this.scripts.write("001_one.sql", "create table t(i int)").write("002_two.sql", "select 'never ends");
		assertThatExceptionOfType(InvalidMigrationsException.class)
			.isThrownBy(() -> this.scripts.migrator(this.database).migrate())
			.withMessageContaining("002_two.sql:1:8: a string begins here and never ends.")
			.withMessageContaining("1 | select 'never ends\n    |        ^")
			.withMessageContaining("Nothing was applied.");
		assertThat(this.database.query("select to_regclass('t'), to_regclass('schema_migrations')"))
			.containsExactly("null|null");
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "?preferQueryMode=simple", "?preferQueryMode=extendedForPrepared",
			"?preferQueryMode=extendedCacheEverything", "?autosave=always", "?autosave=always&cleanupSavepoints=true",
			"?reWriteBatchedInserts=true", "?prepareThreshold=1" })
	void aSelectWithEffectsRunsForAllOfItsRowsInEveryModeOfTheDriver(String parameters) {
		this.scripts.write("001_partitions.sql", """
				create table log (at date not null) partition by range (at);
				create function make(m int) returns void language plpgsql as $$
				begin
					execute format('create table log_%s partition of log for values from (%L) to (%L)', m,
						make_date(2026, m, 1), make_date(2026, m, 1) + interval '1 month');
				end $$;
				select make(m) from generate_series(1, 12) m;
				insert into log select make_date(2026, 1, 1) from generate_series(1, 1000) returning at;
				""")
			.write("003_many.sql", "insert into log values ('2026-02-02');\n".repeat(301))
			.write("004_many.sql", "insert into log values ('2026-02-02');\n".repeat(301))
			.write("002_question.sql", "create table q as select '{\"a\": 1}'::jsonb ? 'a' as has, '{d}' as text");
		MigratorOptions options = this.scripts.options();
		Migrator.of(this.database.dataSource(parameters), options).migrate();
		Migrator.of(this.database.dataSource(parameters), options).migrate();
		assertThat(this.database.query("select count(*) from pg_inherits where inhparent = 'log'::regclass"))
			.containsExactly("12");
		assertThat(this.database.query("select has, text from q")).containsExactly("t|{d}");
	}

	@ParameterizedTest
	@ValueSource(strings = { "ar-EG-u-nu-arab", "fa-IR-u-nu-arabext", "th-TH-u-nu-thai", "tr-TR" })
	void digitsAndLettersAreTheSameInEveryLocale(String tag) {
		Locale before = Locale.getDefault();
		Locale.setDefault(Locale.forLanguageTag(tag));
		try {
			this.scripts.write("001_INIT.sql", "CREATE TABLE t(i int); INSERT INTO t VALUES (1)");
			this.scripts.migrator(this.database).migrate();
			assertThat(this.scripts.migrator(this.database).migrate().applied()).isEmpty();
		}
		finally {
			Locale.setDefault(before);
		}
	}

	@Test
	void whatAFileMeansDoesNotDependOnTheServersRuleForStrings() {
		this.database.execute("alter database " + this.database.name() + " set standard_conforming_strings = off");
		this.scripts.write("001_one.sql", "create table t (s text); insert into t values ('back\\');");
		this.scripts.migrator(this.database).migrate();
		assertThat(this.database.query("select s from t")).containsExactly("back\\");
	}

	@Test
	void plainStringsMayEscapeWithBackslashesAfterTheSettingSaysSo() {
		this.scripts.write("001_one.sql", """
				create table t (s text);
				set standard_conforming_strings = off;
				set escape_string_warning = off;
				insert into t values ('it\\'s; one');
				set standard_conforming_strings = on;
				insert into t values ('back\\');
				""").write("002_two.sql", "insert into t values ('\\');");
		this.scripts.migrator(this.database).migrate();
		assertThat(this.database.query("select s from t")).containsExactly("it's; one", "back\\", "\\");
	}

	@Test
	void aTransactionAroundTheWholeFileIsSlipwaysOwn() {
		this.scripts.write("001_one.sql", "-- wrapped\nbegin;\ncreate table t(i int);\ncommit;\n")
			.write("002_two.sql", "START TRANSACTION; insert into t values (2); END;");
		this.scripts.migrator(this.database).migrate();
		assertThat(history("version, statements")).containsExactly("1|1", "2|1");
	}

	@Test
	void filesWithoutStatementsAreRecorded() {
		this.scripts.write("001_empty.sql", "").write("002_comment.sql", "-- nothing yet\n");
		this.scripts.migrator(this.database).migrate();
		assertThat(history("version, statements")).containsExactly("1|0", "2|0");
	}

	@Test
	void unqualifiedNamesLandInTheSearchPathOfTheService() {
		this.scripts.write("001_schema.sql", "create schema app; create table t(i int);").write("002_function.sql", """
				create function note() returns trigger language plpgsql as $$
				begin insert into t values (new.i + 1); return null; end $$;
				create table source(i int);
				create constraint trigger later after insert on source deferrable initially deferred
					for each row execute function note();
				insert into source values (41);
				""");
		Migrator.of(this.database.dataSource(), this.scripts.options("x").withSearchPath("app", "public")).migrate();
		assertThat(this.database.query("select i from app.t")).containsExactly("42");
		assertThat(this.database.query("select schemaname from pg_tables where tablename = 'source'"))
			.containsExactly("app");
	}

	@Test
	void theHistoryTableLivesInItsSchemaWhichIsCreatedOnRequest() {
		this.scripts.write("001_one.sql", "set search_path to ''; create table public.t(i int)");
		Migrator
			.of(this.database.dataSource(),
					this.scripts.options().withSchema("My \"Schema\"", true).withTable("H'istory"))
			.migrate();
		assertThat(this.database.query("select version from \"My \"\"Schema\"\"\".\"H'istory\"")).containsExactly("1");
	}

	@Test
	void aFileNameMayHoldWhatQuotesTheFrameAroundIt() {
		this.scripts.write("001_a$slipway$ 'b' \\ %s.sql", "create table t(i int)");
		this.scripts.migrator(this.database).migrate();
		assertThat(history("name")).containsExactly("a$slipway$ 'b' \\ %s");
	}

	@Test
	void allConflictsAreReportedAtOnce() {
		this.scripts.write("001_one.sql", "select 1")
			.write("002_two.sql", "select 2")
			.write("004_four.sql", "select 4");
		this.scripts.migrator(this.database).migrate();
		this.scripts.write("001_one.sql", "select 11")
			.write("003_three.sql", "select 3")
			.write("005_five.sql", "select 5");
		this.scripts.delete("002_two.sql");
		assertThatExceptionOfType(HistoryConflictException.class)
			.isThrownBy(() -> this.scripts.migrator(this.database).migrate())
			.satisfies(
					(failure) -> assertThat(failure.getConflicts()).extracting(HistoryConflictException.Conflict::kind)
						.containsExactly(Kind.CHANGED, Kind.MISSING, Kind.OUT_OF_ORDER))
			.withMessageContaining("001_one.sql has changed since it was applied at ")
			.withMessageContaining("Version 2 (two) was applied at ")
			.withMessageContaining("003_three.sql is not applied, although version 4 already is");
		assertThat(history("version")).containsExactly("1", "2", "4");
	}

	@Test
	void outOfOrderFillsAHole() {
		this.scripts.write("001_one.sql", "select 1").write("003_three.sql", "select 3");
		this.scripts.migrator(this.database).migrate();
		this.scripts.write("002_two.sql", "select 2");
		Migrator.of(this.database.dataSource(), this.scripts.options().withOutOfOrder(true)).migrate();
		assertThat(history("version")).containsExactly("1", "3", "2");
	}

	@Test
	void aDatabaseThatIsAheadIsFine() {
		this.scripts.write("001_one.sql", "select 1").write("002_two.sql", "select 2");
		this.scripts.migrator(this.database).migrate();
		this.scripts.delete("002_two.sql");
		assertThat(this.scripts.migrator(this.database).migrate().ahead()).containsExactly("2");
	}

	@Test
	void lineEndsAndAMarkDoNotChangeAnAppliedFile() {
		this.scripts.write("001_one.sql", "select 1;\nselect 2;\n");
		this.scripts.migrator(this.database).migrate();
		this.scripts.write("001_one.sql", "\uFEFFselect 1;\r\nselect 2;\r\n");
		assertThat(this.scripts.migrator(this.database).migrate().applied()).isEmpty();
	}

	@Test
	void aPoolWithoutAutocommitGetsItsConnectionBackWithout() throws Exception {
		this.scripts.write("001_one.sql", "create table t(i int)");
		try (HikariDataSource pool = this.database.pool((config) -> config.setAutoCommit(false))) {
			this.scripts.migrator(pool).migrate();
			try (var connection = pool.getConnection()) {
				assertThat(connection.getAutoCommit()).isFalse();
			}
		}
		assertThat(this.database.query("select to_regclass('t')")).containsExactly("t");
	}

	@Test
	void aFolderThatIsAnotherServicesLocationIsLeftToIt() {
		Scripts inner = new Scripts(this.scripts.folder().resolve("billing")).write("001_one.sql",
				"create table billing(i int)");
		new Scripts(this.scripts.folder().resolve("billing_old")).write("002_two.sql", "create table old(i int)");
		this.scripts.write("001_one.sql", "create table own(i int)");
		List<MigrationReport> reports = Migrator
			.migrateAll(List.of(this.scripts.migrator(this.database), inner.migrator(this.database, "billing")));
		assertThat(reports.get(0).applied()).extracting(MigrationReport.Applied::label)
			.containsExactly("001_one", "002_two");
		assertThat(reports.get(1).applied()).extracting(MigrationReport.Applied::label).containsExactly("001_one");
	}

	@Test
	void severalServicesArePlannedBeforeTheFirstIsChanged() {
		Scripts broken = new Scripts(this.scripts.folder().resolve("broken"));
		Scripts sound = new Scripts(this.scripts.folder().resolve("sound"));
		sound.write("001_one.sql", "create table t(i int)");
		broken.write("001_one.sql", "select $$never ends");
		List<Migrator> migrators = List.of(sound.migrator(this.database, "a"), broken.migrator(this.database, "b"));
		assertThatExceptionOfType(InvalidMigrationsException.class).isThrownBy(() -> Migrator.migrateAll(migrators));
		assertThat(this.database.query("select to_regclass('t')")).containsExactly("null");
	}

	private List<String> history(String columns) {
		return this.database.query("select " + columns + " from public.schema_migrations order by id");
	}

}
