package dev.slipway.engine;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import dev.slipway.DatabaseException;
import dev.slipway.DatabaseException.Reason;
import dev.slipway.HistoryConflictException;
import dev.slipway.MigrationFailedException;
import dev.slipway.MigrationListener;
import dev.slipway.MigrationPlan;
import dev.slipway.MigrationPlan.Entry;
import dev.slipway.MigrationReport;
import dev.slipway.MigrationReport.Applied;
import dev.slipway.Migrator;
import dev.slipway.MigratorOptions;
import dev.slipway.PendingMigrationsException;
import dev.slipway.testing.Scripts;
import dev.slipway.testing.TestDatabase;
import dev.slipway.testing.TestPostgres;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.tuple;

/**
 * {@link Migrator#plan()}, {@link Migrator#clean()} and what a {@link MigrationListener}
 * sees.
 */
class PlanAndCleanTests {

	private final TestDatabase database = TestPostgres.server().createDatabase();

	private final Scripts scripts;

	PlanAndCleanTests(@TempDir Path folder) {
		this.scripts = new Scripts(folder);
	}

	@Test
	void planOfANewDatabaseHasEverythingPending() {
		this.scripts.write("V1__one.sql", "create table one(i int)").write("R__view.sql", "select 1");
		MigrationPlan plan = this.scripts.migrator(this.database, "billing").plan();
		assertThat(plan.service()).isEqualTo("billing");
		assertThat(plan.historyTable()).isEqualTo("\"public\".\"schema_migrations_billing\"");
		assertThat(plan.version()).isNull();
		assertThat(plan.conflicts()).isEmpty();
		assertThat(states(plan)).containsExactly("V1__one PENDING", "R__view PENDING");
		assertThat(plan.pending()).extracting(Entry::appliedAt).containsOnlyNulls();
		assertThat(this.database.query("select to_regclass('schema_migrations_billing')")).containsExactly("null");
	}

	@Test
	void planTellsWhatIsAppliedWhenAndHowLongItTook() {
		this.scripts.write("V1__one.sql", "select pg_sleep(0.01)").write("R__view.sql", "select 1");
		this.scripts.migrator(this.database).migrate();
		this.scripts.write("V2__two.sql", "select 2").write("R__view.sql", "select 2");
		MigrationPlan plan = this.scripts.migrator(this.database).plan();
		assertThat(states(plan)).containsExactly("V1__one APPLIED", "V2__two PENDING", "R__view CHANGED");
		assertThat(plan.version()).isEqualTo("1");
		Entry first = plan.migrations().get(0);
		assertThat(first.kind()).isEqualTo(MigrationPlan.Kind.VERSIONED);
		assertThat(first.duration()).isNotNull();
		assertThat(first.appliedAt()).isNotNull();
		assertThat(plan.pending()).extracting(Entry::label).containsExactly("V2__two", "R__view");
	}

	@Test
	void planTellsWhoAppliedItAndWhereARowComesFrom() {
		this.scripts.write("1_one.sql", "select 1").write("3_three.sql", "select 3");
		this.scripts.migrator(this.database).migrate();
		this.database.execute("update schema_migrations set origin = 'Flyway' where version = '3'");
		this.scripts.delete("3_three.sql");
		this.scripts.write("4_four.sql", "select 4");
		Migrator migrator = Migrator.of(this.database.dataSource(), this.scripts.options().withOutOfOrder(true));
		String role = this.database.query("select session_user").get(0);
		assertThat(migrator.plan().migrations())
			.extracting(Entry::label, Entry::appliedBy, Entry::origin, Entry::hasFile)
			.containsExactly(tuple("1_one", role, null, true), tuple("3_three", role, "Flyway", false),
					tuple("4_four", null, null, true));
	}

	@Test
	void planOfATableOfAnEarlierReleaseHasNoOrigin() {
		this.scripts.write("1_one.sql", "select 1");
		this.scripts.migrator(this.database).migrate();
		this.database.execute("alter table schema_migrations drop column origin, drop column statement_hashes");
		assertThat(this.scripts.migrator(this.database).plan().migrations()).extracting(Entry::origin)
			.containsOnlyNulls();
	}

	@Test
	void planShowsConflictsBesideTheRest() {
		this.scripts.write("1_one.sql", "select 1").write("2_two.sql", "select 2").write("4_four.sql", "select 4");
		this.scripts.migrator(this.database).migrate();
		this.scripts.write("1_one.sql", "select 11").write("3_three.sql", "select 3");
		this.scripts.delete("2_two.sql");
		MigrationPlan plan = this.scripts.migrator(this.database).plan();
		assertThat(plan.conflicts()).extracting(HistoryConflictException.Conflict::version)
			.containsExactly("1", "2", "3");
		assertThat(states(plan)).containsExactly("1_one CONFLICT", "2_two CONFLICT", "4_four APPLIED",
				"3_three CONFLICT");
	}

	@Test
	void planShowsWhatFailedWhatANewerReleaseAppliedAndWhatABaselineCovers() {
		this.scripts.write("V1__one.sql", "select 1")
			.write("B2__two.sql", "select 2")
			.write("V3__three.sql", "select 3");
		this.scripts.migrator(this.database).migrate();
		this.scripts.delete("V3__three.sql");
		assertThat(states(this.scripts.migrator(this.database).plan())).containsExactly("V1__one COVERED",
				"B2__two APPLIED", "3_three AHEAD");
		this.scripts.write("V3__three.sql", "select 3")
			.write("V4__four.sql", "create table four(i int);\nvacuum four;\nvacuum nothing;");
		assertThatExceptionOfType(MigrationFailedException.class)
			.isThrownBy(() -> this.scripts.migrator(this.database).migrate());
		MigrationPlan plan = this.scripts.migrator(this.database).plan();
		assertThat(states(plan)).endsWith("V4__four FAILED");
		assertThat(plan.pending()).singleElement().extracting(Entry::statements).isEqualTo(2);
	}

	@Test
	void planDoesNotWaitForALockedTable() throws Exception {
		this.scripts.write("1_one.sql", "select 1");
		this.scripts.migrator(this.database).migrate();
		try (var connection = this.database.dataSource().getConnection();
				var statement = connection.createStatement()) {
			connection.setAutoCommit(false);
			statement.execute("lock table schema_migrations");
			assertThatExceptionOfType(DatabaseException.class)
				.isThrownBy(() -> this.scripts.migrator(this.database).plan())
				.satisfies((ex) -> assertThat(ex.getReason()).isEqualTo(Reason.WAIT_TIMEOUT));
		}
	}

	@Test
	void planOfOneServiceLeavesOutTheFolderOfAnotherWithin() {
		this.scripts.write("1_one.sql", "select 1").write("inner/1_other.sql", "select 1");
		Migrator outer = this.scripts.migrator(this.database, "outer");
		Migrator inner = Migrator.of(this.database.dataSource(),
				MigratorOptions.of("inner").withLocations(this.scripts.location() + "/inner"));
		assertThat(states(outer.plan(List.of(outer, inner)))).containsExactly("1_one PENDING");
	}

	@Test
	void cleanIsRefusedUnlessAllowed() {
		this.scripts.write("1_one.sql", "create table one(i int)");
		Migrator migrator = this.scripts.migrator(this.database, "billing");
		migrator.migrate();
		assertThatIllegalStateException().isThrownBy(migrator::clean)
			.withMessageContaining("MigratorOptions.withCleanSchemas");
		assertThat(this.database.query("select count(*) from one")).containsExactly("0");
	}

	@Test
	void cleanRefusesSchemasOfPostgreSql() {
		assertThatIllegalArgumentException().isThrownBy(() -> this.scripts.options().withCleanSchemas("pg_catalog"))
			.withMessageContaining("PostgreSQL's own");
	}

	@Test
	void cleanDropsEverythingSoThatMigrateBeginsAgain() {
		this.scripts.write("1_all.sql", """
				create table t(id serial primary key, i int generated always as identity, d date not null);
				create table "Odd Name"(t int references t) partition by range (t);
				create table part partition of "Odd Name" for values from (1) to (9);
				create index on t(d);
				create view v as select * from t;
				create materialized view m as select * from v;
				create sequence s;
				create type mood as enum ('sad', 'ok');
				create type pair as (a int, b mood);
				create domain pos as int check (value > 0);
				create type span as range (subtype = pos);
				create function f(a pair) returns int language sql as 'select 1';
				create procedure p() language sql as 'select 1';
				create aggregate total(int) (sfunc = int4pl, stype = int);
				create function trig() returns trigger language plpgsql as 'begin return new; end';
				create trigger tr before insert on t for each row execute function trig();
				create operator ### (leftarg = int, rightarg = int, function = int4pl);
				create collation c from "C";
				create text search configuration tsc (copy = simple);
				create operator family fam using btree;
				create statistics st on id, d from t;
				create rule ru as on delete to t do instead nothing;
				""");
		MigratorOptions options = this.scripts.options().withCleanSchemas("public");
		Migrator migrator = Migrator.of(this.database.dataSource(), options);
		migrator.migrate();
		this.database.execute("create extension if not exists pg_trgm");
		migrator.clean();
		assertThat(this.database.query("select relname from pg_class where relnamespace = 'public'::regnamespace"))
			.isEmpty();
		assertThat(this.database.query("select pg_describe_object(d.classid, d.objid, 0) from pg_depend d"
				+ " where d.refclassid = 'pg_namespace'::regclass and d.refobjid = 'public'::regnamespace"
				+ " and not exists (select from pg_depend e where e.objid = d.objid and e.deptype = 'e')"))
			.containsExactly("extension pg_trgm");
		assertThat(this.database.query("select count(*) from pg_proc where proname = 'similarity'"))
			.containsExactly("1");
		assertThat(migrator.migrate().applied()).hasSize(1);
		migrator.clean();
		migrator.clean();
		assertThat(migrator.plan().pending()).hasSize(1);
	}

	@Test
	void cleanDropsTheSchemaThatAMigrationHasMadeAndKeepsOthers() {
		this.database.execute("create schema kept; create schema histories");
		this.scripts.write("1_one.sql", "create schema made; create table made.t(i int); create table kept.t(i int);");
		Migrator migrator = Migrator.of(this.database.dataSource(),
				this.scripts.options().withSchema("histories", false).withCleanSchemas("made", "kept"));
		migrator.migrate();
		migrator.clean();
		assertThat(this.database.query("select nspname from pg_namespace where nspname in ('made', 'kept')"))
			.containsExactly("kept");
		assertThat(this.database.query("select to_regclass('histories.schema_migrations')")).containsExactly("null");
		assertThat(migrator.migrate().applied()).hasSize(1);
	}

	@Test
	void cleanTouchesNoOtherServiceUnlessBothAreCleaned() {
		this.scripts.write("1_one.sql", "create table if not exists t(i int)");
		Migrator one = Migrator.of(this.database.dataSource(), this.scripts.options("one").withCleanSchemas("public"));
		Migrator two = Migrator.of(this.database.dataSource(), this.scripts.options("two").withCleanSchemas("public"));
		one.migrate();
		two.migrate();
		assertThatExceptionOfType(DatabaseException.class).isThrownBy(one::clean)
			.withMessageContaining("public.schema_migrations_two")
			.withMessageContaining("Nothing was dropped.")
			.satisfies((ex) -> assertThat(ex.getReason()).isEqualTo(Reason.SHARED_SCHEMA));
		assertThat(this.database.query("select count(*) from t")).containsExactly("0");
		Migrator.cleanAll(List.of(one, two));
		assertThat(this.database.query("select to_regclass('t'), to_regclass('schema_migrations_two')"))
			.containsExactly("null|null");
	}

	@Test
	void cleanDropsNothingThatStandsInAnotherSchema() {
		this.scripts.write("1_one.sql", "create table t(i int primary key)");
		Migrator migrator = Migrator.of(this.database.dataSource(), this.scripts.options().withCleanSchemas("public"));
		migrator.migrate();
		this.database.execute("create schema other; create table other.child(i int references t)");
		assertThatExceptionOfType(DatabaseException.class).isThrownBy(migrator::clean)
			.withMessageContaining("child_i_fkey on table other.child");
		assertThat(this.database.query("select count(*) from t")).containsExactly("0");
		this.database
			.execute("alter table other.child drop constraint child_i_fkey; create view other.v as select 1 from t");
		assertThatExceptionOfType(DatabaseException.class).isThrownBy(migrator::clean)
			.withMessageContaining("view other.v");
	}

	@Test
	void listenerSeesTheRun() {
		this.scripts.write("1_one.sql", "select 1").write("2_two.sql", "select 2");
		Seen seen = new Seen();
		List<Migrator> all = List.of(this.scripts.migrator(this.database, "a"));
		Migrator.migrateAll(all, all, List.of(seen));
		Migrator.validateAll(all, all, List.of(seen));
		assertThat(seen.events).containsExactly("a started 2", "a applied 1_one", "a applied 2_two", "a completed 2",
				"a started 0", "a completed 0");
	}

	@Test
	void listenerSeesAFailure() {
		this.scripts.write("1_one.sql", "select 1").write("2_two.sql", "select nothing");
		Seen seen = new Seen();
		List<Migrator> all = List.of(this.scripts.migrator(this.database, "a"));
		assertThatExceptionOfType(PendingMigrationsException.class)
			.isThrownBy(() -> Migrator.validateAll(all, all, List.of(seen)));
		assertThatExceptionOfType(MigrationFailedException.class)
			.isThrownBy(() -> Migrator.migrateAll(all, all, List.of(seen)));
		assertThat(seen.events).containsExactly("a started 2", "a failed PendingMigrationsException", "a started 2",
				"a applied 1_one", "a failed MigrationFailedException");
	}

	@Test
	void listenerSeesWhatIsTriedBeforeItIsApplied() {
		this.scripts.write("V1__one.sql", "select 1")
			.write("V2__two.sql", "select 2")
			.write("V3__three.sql", "vacuum")
			.write("afterMigrate.sql", "select 4");
		List<String> events = new ArrayList<>();
		List<Migrator> all = List.of(this.scripts.migrator(this.database, "a"));
		Migrator.migrateAll(all, all, List.of(new MigrationListener() {
			@Override
			public void filesTried(String service, List<String> labels) {
				events.add(service + " tries " + labels);
			}

			@Override
			public void migrationApplied(String service, Applied applied) {
				events.add(service + " applied " + applied.label());
			}
		}));
		assertThat(events).containsExactly("a tries [V1__one, V2__two]", "a applied V1__one", "a applied V2__two",
				"a tries [V3__three]", "a applied V3__three", "a tries [afterMigrate]");
	}

	@Test
	void exceptionOfAListenerEndsTheRunAndWhatIsAppliedStays() {
		this.scripts.write("1_one.sql", "select 1").write("2_two.sql", "vacuum");
		List<Migrator> all = List.of(this.scripts.migrator(this.database, "a"));
		assertThatIllegalStateException()
			.isThrownBy(() -> Migrator.migrateAll(all, all, List.of(new MigrationListener() {
				@Override
				public void migrationApplied(String service, Applied applied) {
					throw new IllegalStateException("no further");
				}
			})))
			.withMessage("no further");
		assertThat(this.database.query("select name from schema_migrations_a")).containsExactly("one");
	}

	private static List<String> states(MigrationPlan plan) {
		return plan.migrations().stream().map((migration) -> migration.label() + " " + migration.state()).toList();
	}

	/** Notes what it sees. */
	private static final class Seen implements MigrationListener {

		private final List<String> events = new ArrayList<>();

		@Override
		public void runStarted(String service, int pending) {
			this.events.add(service + " started " + pending);
		}

		@Override
		public void migrationApplied(String service, Applied applied) {
			this.events.add(service + " applied " + applied.label());
		}

		@Override
		public void runCompleted(MigrationReport report) {
			this.events.add(report.service() + " completed " + report.applied().size());
		}

		@Override
		public void runFailed(String service, Throwable failure) {
			this.events.add(service + " failed " + failure.getClass().getSimpleName());
		}

	}

}
