package dev.slipway.engine;

import java.nio.file.Path;
import java.util.List;

import javax.sql.DataSource;

import dev.slipway.DatabaseException;
import dev.slipway.DatabaseException.Reason;
import dev.slipway.InvalidMigrationsException;
import dev.slipway.Migrator;
import dev.slipway.testing.PostgresTools;
import dev.slipway.testing.Scripts;
import dev.slipway.testing.TestDatabase;
import dev.slipway.testing.TestPostgres;
import dev.slipway.testing.ToolsServer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/**
 * What a service has made is dropped, and nothing else.
 */
class ResetTests {

	private final TestDatabase database = TestPostgres.server().createDatabase();

	private final Scripts scripts;

	ResetTests(@TempDir Path folder) {
		this.scripts = new Scripts(folder)
			.write("001_one.sql", "create table one (id bigint generated always as identity primary key, n serial);"
					+ " create type mood as enum ('a'); create function f() returns int language sql as 'select 1'")
			.write("002_two.sql",
					"create table two (one bigint references one, m mood); create view v as select * from two;"
							+ " create materialized view mv as select 1 as i; create sequence s; create schema made;"
							+ " create table made.inside (i int); create domain d as int; create type range as range (subtype = int4);"
							+ " create aggregate agg (int) (sfunc = int4pl, stype = int)")
			.write("R__view.sql", "create or replace view w as select 1 as one");
	}

	@Test
	void itDropsWhatItsMigrationsMadeAndMigratesFromNothing() {
		this.database
			.execute("create table others (i int); create function g() returns int language sql as 'select 2'");
		Migrator migrator = migrate();
		assertThat(migrator.owned(List.of(migrator))).containsExactly("schema made", "aggregate public.agg(integer)",
				"function public.f()", "materialized view public.mv", "sequence public.one_n_seq", "sequence public.s",
				"table made.inside", "table public.one", "table public.two", "type public.d", "type public.mood",
				"type public.range", "view public.v", "view public.w", "table \"public\".\"schema_migrations\"");
		assertThat(migrator.untold(List.of(migrator))).isEmpty();
		reset(migrator);
		assertThat(objects()).containsExactly("f|g", "r|others");
		assertThat(migrator.migrate().applied()).hasSize(3);
		reset(migrator);
		assertThat(objects()).containsExactly("f|g", "r|others");
		assertThat(migrator.owned(List.of(migrator))).isEmpty();
		reset(migrator);
	}

	@Test
	void whatBecameOfAnObjectLaterDoesNotMatter() {
		Migrator migrator = migrate();
		this.database.execute(
				"truncate one, two; grant all on one to public; alter table one add column more int; create index on one (more); create table made.at_runtime (i int);"
						+ " analyze");
		this.database.execute("vacuum full one");
		this.database.execute("vacuum full pg_depend");
		this.database.execute("vacuum freeze");
		reset(migrator);
		assertThat(objects()).isEmpty();
		migrator.migrate();
	}

	@Test
	void whatOthersHaveMadeOnTopIsRefusedByName() {
		Migrator migrator = migrate();
		this.database
			.execute("create view theirs as select * from one; create table child (one bigint references one)");
		assertThatExceptionOfType(DatabaseException.class).isThrownBy(() -> reset(migrator))
			.satisfies((failure) -> assertThat(failure.getReason()).isEqualTo(Reason.SHARED_SCHEMA))
			.withMessageContaining("what depends on them is not the service's: ")
			.withMessageContaining("view public.theirs")
			.withMessageContaining("constraint child_one_fkey on table public.child")
			.withMessageContaining("Nothing was dropped.");
		assertThat(objects()).contains("r|one", "v|theirs");
	}

	@Test
	void twoServicesAreResetTogether(@TempDir Path other) {
		Migrator first = migrate();
		Scripts folder = new Scripts(other);
		folder.write("001_on_top.sql", "create table made.second (one bigint references public.one)");
		Migrator second = folder.migrator(this.database, "second");
		second.migrate();
		assertThatExceptionOfType(DatabaseException.class)
			.isThrownBy(() -> Migrator.resetAll(List.of(first), List.of(first)))
			.withMessageContaining(
					"what another service has made, with its history in public.schema_migrations_second, is among"
							+ " them: table made.second");
		Migrator.resetAll(List.of(first, second), List.of(first, second));
		assertThat(objects()).isEmpty();
	}

	@Test
	void aHistoryThatWasRestoredIsNoWitness() {
		Migrator migrator = migrate();
		this.database.execute("create table copy as select * from schema_migrations; truncate schema_migrations;"
				+ " insert into schema_migrations overriding system value select * from copy; drop table copy");
		assertThat(migrator.owned(List.of(migrator))).containsExactly("table \"public\".\"schema_migrations\"");
		assertThat(migrator.untold(List.of(migrator))).containsExactly("1_one", "2_two", "view");
	}

	@Test
	void whatIsNotRecordedStaysWithItsHistory() {
		this.database.execute("create table one (i int); create table two (i int)");
		this.scripts.delete("R__view.sql");
		this.scripts.write("001_one.sql", "create table one (i int)")
			.write("002_two.sql", "create table two (i int)")
			.write("003_three.sql", "create table three (i int)");
		Migrator migrator = this.scripts.migrator(this.database);
		migrator.baseline("2", true, List.of(migrator));
		migrator.migrate();
		requireRefused(migrator, "1_one, 2_two");
		assertThat(objects()).contains("r|one", "r|two", "r|three", "r|schema_migrations");
	}

	@Test
	void whatAFileMadeStatementByStatementStaysWithItsHistory() {
		this.scripts.write("003_three.sql",
				"create table three (i int); create index concurrently three_i on three (i); create table later (i int)");
		requireRefused(migrate(), "3_three");
		assertThat(objects()).contains("r|one", "r|three", "r|later", "r|schema_migrations");
	}

	@Test
	void indexesThatWereMadeStatementByStatementGoWithTheirTables() {
		this.scripts.write("003_three.sql",
				"create index concurrently on two (one);\nCREATE UNIQUE INDEX CONCURRENTLY two_m on two (m); vacuum two");
		Migrator migrator = migrate();
		requireResetAndMigratedAgain(migrator);
	}

	@Test
	void aDatabaseThatWasRestoredFromADumpStaysAsItIs(@TempDir Path folder) {
		assumeTrue(PostgresTools.areInstalled(), PostgresTools.MISSING);
		TestDatabase original = ToolsServer.server().createDatabase();
		this.scripts.migrator(original).migrate();
		Path dump = folder.resolve("dump.sql");
		PostgresTools.dump(original, dump);
		TestDatabase restored = ToolsServer.server().createDatabase();
		PostgresTools.psql(restored, dump);
		Migrator migrator = this.scripts.migrator(restored);
		requireRefused(migrator, "1_one, 2_two, view");
		assertThat(restored.query("select count(*) from pg_class where relname in ('one', 'two', 'schema_migrations')"))
			.containsExactly("3");
		assertThat(migrator.migrate().applied()).isEmpty();
	}

	@Test
	void aTableThatIsYoungerThanItsRowsIsOfAnotherCluster() {
		Migrator migrator = migrate();
		this.database.execute("create schema elsewhere; alter table schema_migrations set schema elsewhere;"
				+ " alter table elsewhere.schema_migrations set schema public");
		requireRefused(migrator, "1_one, 2_two, view");
	}

	@Test
	void whatWasRepairedIsStillKnown() {
		migrate();
		this.scripts.write("R__view.sql", "create or replace view w as select 2 as one")
			.write("001_one.sql",
					"-- the same\ncreate table one (id bigint generated always as identity primary key, n serial);"
							+ " create type mood as enum ('a'); create function f() returns int language sql as 'select 1'");
		Migrator migrator = this.scripts.migrator(this.database);
		assertThat(migrator.repair(true).changes()).hasSize(1);
		migrator.migrate();
		assertThat(migrator.untold(List.of(migrator))).isEmpty();
		reset(migrator);
		assertThat(objects()).isEmpty();
	}

	@Test
	void noServiceIsDroppedWhenOneIsRefused(@TempDir Path other) {
		Migrator first = migrate();
		Scripts folder = new Scripts(other);
		folder.write("001_a.sql", "create table a (i int)");
		Migrator second = folder.migrator(this.database, "second");
		second.migrate();
		this.database.execute("update schema_migrations set origin = 'Flyway' where version = '1'");
		assertThatIllegalStateException()
			.isThrownBy(() -> Migrator.resetAll(List.of(first, second), List.of(first, second)));
		assertThat(objects()).contains("r|one", "r|a", "r|schema_migrations", "r|schema_migrations_second");
	}

	@Test
	void noServiceOfADatabaseIsDroppedWhenSomethingDependsOnOne(@TempDir Path other) {
		Migrator first = migrate();
		Migrator second = second(other, first.getDataSource());
		this.database.execute("create view theirs as select * from one");
		assertThatExceptionOfType(DatabaseException.class)
			.isThrownBy(() -> Migrator.resetAll(List.of(first, second), List.of(first, second)))
			.withMessageContaining("view public.theirs")
			.withMessageEndingWith("Nothing was dropped.");
		assertThat(objects()).contains("r|one", "r|a", "r|schema_migrations", "r|schema_migrations_second");
		this.database.execute("drop view theirs");
		Migrator.resetAll(List.of(first, second), List.of(first, second));
		assertThat(objects()).isEmpty();
	}

	@Test
	void noDatabaseIsDroppedWhenAnotherIsRefused(@TempDir Path other) {
		Migrator first = migrate();
		TestDatabase elsewhere = TestPostgres.server().createDatabase();
		Migrator second = second(other, elsewhere.dataSource());
		this.database.execute("create view theirs as select * from one");
		assertThatExceptionOfType(DatabaseException.class)
			.isThrownBy(() -> Migrator.resetAll(List.of(first, second), List.of(first, second)))
			.withMessageEndingWith("Nothing was dropped.");
		assertThat(elsewhere.query("select to_regclass('a')")).containsExactly("a");
	}

	@Test
	void servicesWithRolesOfTheirOwnAreDroppedTogether(@TempDir Path other) {
		String role = "r_" + this.database.name();
		this.database.execute("create role " + role + "; grant create on schema public to " + role);
		Scripts folder = new Scripts(other);
		folder.write("001_a.sql", "create table a (i int)");
		Migrator first = migrate();
		Migrator second = Migrator.of(first.getDataSource(), folder.options("second").withRole(role));
		second.migrate();
		Migrator.resetAll(List.of(first, second), List.of(first, second));
		assertThat(objects()).isEmpty();
	}

	@Test
	void whatWasDroppedThroughAnotherDataSourceIsSaid(@TempDir Path other) {
		Migrator first = migrate();
		Migrator second = second(other, this.database.dataSource());
		this.database.execute("create view theirs as select * from one");
		assertThatExceptionOfType(DatabaseException.class)
			.isThrownBy(() -> Migrator.resetAll(List.of(first, second), List.of(first, second)))
			.withMessageEndingWith("Dropped before, through another DataSource, is what Service 'second' owned."
					+ " Nothing else was dropped.");
		assertThat(objects()).contains("r|one").doesNotContain("r|a");
	}

	private static Migrator second(Path folder, DataSource dataSource) {
		Scripts scripts = new Scripts(folder);
		scripts.write("001_a.sql", "create table a (i int)");
		Migrator second = scripts.migrator(dataSource, "second");
		second.migrate();
		return second;
	}

	private void requireResetAndMigratedAgain(Migrator migrator) {
		assertThat(migrator.untold(List.of(migrator))).isEmpty();
		reset(migrator);
		assertThat(objects()).isEmpty();
		assertThat(migrator.migrate().applied()).hasSize(4);
	}

	private void requireRefused(Migrator migrator, String untold) {
		assertThat(migrator.untold(List.of(migrator))).containsExactly(untold.split(", "));
		assertThatIllegalStateException().isThrownBy(() -> reset(migrator))
			.withMessageEndingWith("and they would find it in their way: " + untold + ". Nothing was dropped.");
	}

	@Test
	void aSchemaWhosePrivilegesWereChangedIsStillItsMakers() {
		String role = "r_" + this.database.name();
		this.database.execute("create role " + role + " login password 'p'; grant create on schema public to " + role
				+ "; grant create on database \"" + this.database.name() + "\" to " + role);
		Migrator migrator = this.scripts.migrator(this.database.as(role, "p"));
		migrator.migrate();
		this.database.execute("grant usage on schema made to public");
		assertThat(migrator.owned(List.of(migrator))).contains("schema made");
		reset(migrator);
		assertThat(objects()).isEmpty();
		migrator.migrate();
	}

	@Test
	void whatHasANumberNowIsStillKnown() {
		this.scripts.write("20260101120000_three.sql", "create table three (i int)");
		migrate();
		this.scripts.delete("20260101120000_three.sql");
		this.scripts.write("003_three.sql", "create table three (i int)");
		Migrator migrator = migrate();
		requireResetAndMigratedAgain(migrator);
	}

	@Test
	void aFileThatCannotBeUsedIsFoundBeforeAnythingIsDropped() {
		Migrator migrator = migrate();
		this.scripts.write("002_two.sql", "select 'never ends");
		assertThatExceptionOfType(InvalidMigrationsException.class).isThrownBy(() -> reset(migrator));
		assertThat(objects()).contains("r|one", "r|schema_migrations");
	}

	@Test
	void extensionsStay() {
		this.scripts.write("003_extension.sql", "create extension citext; create table three (c citext)");
		Migrator migrator = migrate();
		reset(migrator);
		assertThat(objects()).isEmpty();
		assertThat(this.database.query("select count(*) from pg_extension where extname = 'citext'"))
			.containsExactly("1");
	}

	private Migrator migrate() {
		Migrator migrator = this.scripts.migrator(this.database);
		migrator.migrate();
		return migrator;
	}

	private static void reset(Migrator migrator) {
		Migrator.resetAll(List.of(migrator), List.of(migrator));
	}

	private List<String> objects() {
		return this.database.query("""
				select relkind, relname from pg_class where relkind in ('r', 'v', 'm', 'S')
				and relnamespace in (select oid from pg_namespace where nspname in ('public', 'made'))
				union all select 'f', proname from pg_proc p where pronamespace = 'public'::regnamespace
				and not exists (select from pg_depend d where d.objid = p.oid and d.deptype = 'e') order by 1, 2""");
	}

}
