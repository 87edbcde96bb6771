package dev.slipway.engine;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

import dev.slipway.engine.catalog.Catalog;
import dev.slipway.engine.catalog.CatalogDifference;
import dev.slipway.testing.PostgresTools;
import dev.slipway.testing.TestDatabase;
import dev.slipway.testing.TestPostgres;
import dev.slipway.testing.ToolsServer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Two databases are compared object by object.
 */
class CatalogTests {

	private static final String OBJECTS = """
			create schema app;
			create table app.a (id int generated always as identity primary key, x varchar(10) not null default 'q', y int);
			create table app.b (i int references app.a, j serial, check (j > 0), unique (i, j));
			create table app.part (i int, t text) partition by range (i);
			create table app.part_1 partition of app.part for values from (0) to (10);
			create index a_x on app.a (x);
			create view app.v as select id, x from app.a where y > 1;
			create materialized view app.m as select 1 as one;
			create sequence app.s cache 5;
			create function app.f(i int) returns int language sql as 'select i';
			create function app.t() returns trigger language plpgsql as 'begin return new; end';
			create procedure app.p() language sql as 'select 1';
			create aggregate app.total(int) (sfunc = int4pl, stype = int, initcond = '0');
			create trigger t before insert on app.a for each row execute function app.t();
			create type app.mood as enum ('good', 'bad');
			create type app.pair as (a int, b text);
			create domain app.positive as int constraint positive_check check (value > 0);
			create type app.floats as range (subtype = float8);
			create policy own on app.a using (y = 1);
			create rule r as on delete to app.b do instead nothing;
			create statistics app.st on x, y from app.a;
			create operator app.=== (leftarg = int, rightarg = int, function = int4eq);
			create collation app.c from "C";
			create text search configuration app.ts (copy = simple);
			create foreign data wrapper w;
			create server srv foreign data wrapper w options (host 'one');
			create publication pub for table app.a;
			alter default privileges in schema app grant select on tables to public;
			comment on column app.a.x is 'x of a';
			comment on constraint b_j_check on app.b is 'a check';
			create cast (app.pair as text) with inout;
			""";

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '\u0001', value = { "create schema more | schema more",
			"drop table app.b | table app.b, sequence app.b_j_seq",
			"alter table app.a add z int | table column app.a.z, column order of table app.a",
			"alter table app.b alter i type bigint | table column app.b.i",
			"alter table app.a alter x drop default | table column app.a.x",
			"alter table app.a alter y set storage plain | ",
			"alter table app.a alter y set (n_distinct = 5) | table column app.a.y",
			"alter table app.b drop constraint b_j_check | table constraint b_j_check on app.b",
			"alter table app.b drop constraint b_i_j_key | table constraint b_i_j_key on app.b",
			"alter table app.b rename to bb | table app.b, table app.bb, sequence app.b_j_seq",
			"drop index app.a_x | index app.a_x", "create index a_y on app.a (y) where y > 3 | index app.a_y",
			"create or replace view app.v as select id, x from app.a | view app.v",
			"refresh materialized view app.m with no data | ", "alter sequence app.s increment 2 | sequence app.s",
			"select nextval('app.s') | ",
			"create or replace function app.f(i int) returns int language sql as 'select i + 1' | function app.f(integer)",
			"drop aggregate app.total(int) | aggregate app.total(integer)",
			"create or replace procedure app.p() language sql as 'select 2' | procedure app.p()",
			"alter table app.a disable trigger t | trigger t on app.a",
			"alter type app.mood add value 'so' | type app.mood",
			"alter type app.pair drop attribute b | type app.pair",
			"alter domain app.positive drop constraint positive_check | domain constraint positive_check on app.positive",
			"alter policy own on app.a using (y = 2) | policy own on app.a",
			"alter table app.a enable row level security | table app.a", "drop rule r on app.b | rule r on app.b",
			"drop statistics app.st | statistics object app.st",
			"drop operator app.=== (int, int) | operator app.===(integer,integer)",
			"drop text search configuration app.ts | text search configuration app.ts",
			"alter server srv options (set host 'two') | server srv",
			"create user mapping for public server srv | user mappings of server srv",
			"alter publication pub set (publish = 'insert') | publication pub",
			"grant insert on app.a to public | privileges of table app.a",
			"grant update (x) on app.a to public | privileges of table column app.a.x",
			"revoke execute on function app.f from public | privileges of function app.f(integer)",
			"alter table app.a owner to catalog_other | owner of table app.a, owner of sequence app.a_id_seq",
			"alter default privileges in schema app revoke select on tables from public | default acl for role postgres in schema app on tables",
			"comment on column app.a.x is null | comment of table column app.a.x",
			"comment on constraint b_j_check on app.b is null | comment of table constraint b_j_check on app.b",
			"drop cast (app.pair as text) | cast (app.pair AS pg_catalog.text)",
			"drop table app.part_1 | table app.part_1", "insert into app.a (x) values ('a') | ", "analyze | ",
			"create temp table t (i int) | ", "alter table app.a drop y cascade | "
					+ "view app.v, table column app.a.y, column order of table app.a, policy own on app.a, statistics object app.st" })
	void changeIsOneDifference(String change, String expected) throws SQLException {
		TestPostgres.server()
			.execute(
					"do 'begin create role catalog_other; exception when duplicate_object or unique_violation then null; end'");
		TestDatabase database = TestPostgres.server().createDatabase();
		database.execute(OBJECTS);
		Catalog before = read(database);
		database.execute(change);
		assertThat(before.differences(read(database)).stream().map((one) -> one.kind() + " " + one.name()))
			.containsExactlyInAnyOrderElementsOf((expected != null) ? split(expected, database.username()) : List.of());
	}

	private static List<String> split(String expected, String username) {
		return List.of(expected.replace("role postgres", "role " + username).split(", (?=[a-z])"));
	}

	@Test
	void tableThatIsLeftOutIsLeftOutWithItsParts() throws SQLException {
		TestDatabase database = TestPostgres.server().createDatabase();
		Catalog before = read(database);
		database.execute(
				"create table public.\"His tory\" (id bigint generated always as identity primary key, t text unique); "
						+ "comment on table public.\"His tory\" is 'x'");
		assertThat(before.differences(read(database, "public.\"His tory\"", "missing.table"))).isEmpty();
	}

	@Test
	void longDefinitionIsShownFromTheFirstDifferentLine() {
		assertThat(new CatalogDifference("function", "f()", "a\nb\nc", "a\nB\nc").lines("files", "database"))
			.containsExactly("function f()", "    files, from line 2:", "        b", "        c",
					"    database, from line 2:", "        B", "        c");
	}

	@Test
	void missingObjectIsCalledMissing() {
		assertThat(new CatalogDifference("table", "public.a", null, "").lines("files", "database"))
			.containsExactly("table public.a", "    files: missing", "    database: exists");
	}

	@Test
	@EnabledIf(value = "dev.slipway.testing.PostgresTools#areInstalled", disabledReason = PostgresTools.MISSING)
	void dumpMakesTheSameCatalog(@TempDir Path folder) throws Exception {
		ToolsServer server = ToolsServer.server();
		GeneratedDatabase.roles()
			.forEach((role) -> server.execute("do 'begin create role " + role.replace("'", "''")
					+ "; exception when duplicate_object or unique_violation then null; end'"));
		TestDatabase original = server.createDatabase();
		Path script = Files.writeString(folder.resolve("generated.sql"),
				GeneratedDatabase.script(1, List.of("citext", "hstore")));
		PostgresTools.psql(original, script, "-1");
		Path dump = folder.resolve("dump.sql");
		PostgresTools.dump(original, dump, "--schema-only");
		TestDatabase copy = server.createDatabase();
		PostgresTools.psql(copy, dump);
		assertThat(read(original).differences(read(copy))).isEmpty();
		assertThat(read(original).size()).isGreaterThan(1000);
	}

	private static Catalog read(TestDatabase database, String... without) throws SQLException {
		try (Connection connection = database.dataSource().getConnection()) {
			return Catalog.read(connection, List.of(without));
		}
	}

}
