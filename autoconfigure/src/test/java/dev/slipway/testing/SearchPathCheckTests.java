package dev.slipway.testing;

import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What the search path decides is found wherever it stands, and nothing else.
 */
class SearchPathCheckTests {

	@ParameterizedTest
	@CsvSource(delimiter = ';', textBlock = """
			select 1 = 2; operator =
			select 'a'||'b'; operator ||
			select a.x -> 'y' from pg_catalog.pg_class a; operator ->
			select 2 * 3; operator *
			select x - 1; operator -
			select - x; operator -
			select x in (1, 2); operator = in in (…)
			select x not in (select 1); operator = in in (…)
			select x between 1 and 2; operator >= in between
			select x like 'y'; operator ~~ in like
			select x is not distinct from 1; operator = in is distinct from
			select nullif(x, 1); operator = in nullif
			select case x when 1 then 2 end; operator = in case x when
			select 1 from pg_catalog.a join pg_catalog.b using (x); operator = in join using (…)
			select 1 from pg_catalog.a natural join pg_catalog.b; operator = in natural join
			select 1 operator(public.=) 2; operator public.=
			select now(); function now
			select x::text; type text
			select x::text[]; type text
			select cast(x as jsonb); type jsonb
			select uuid 'x'; type uuid
			select 1 from pg_class; relation pg_class
			select 1 from pg_catalog.pg_class, pg_locks; relation pg_locks
			select 1 from pg_catalog.a left join lateral pg_locks on true; relation pg_locks
			update pg_settings set a = 1, b = 2; relation pg_settings
			insert into t values (1); relation t
			do $$ declare x record := null begin end $$; type record
			do $$ begin perform now() end $$; function now
			create table "a"."b" (a int, b text not null); type text
			create table "a"."b" (a int check (a in (1, 2))); operator = in in (…)
			create table "a"."b" (a int default now()); function now
			update "a"."b" h set x = 1, y = 2 where z = 3; operator =
			""")
	void whatThePathDecidesIsFound(String sql, String problem) {
		assertThat(new SearchPathCheck(List.of(sql)).problems()).singleElement()
			.asString()
			.startsWith(problem + " at: ");
	}

	@ParameterizedTest
	@ValueSource(strings = { "select 1 operator(pg_catalog.=) any (array(select 1)), 2 operator(pg_catalog.+) -1",
			"select count.*, -1, (-2) from x.y", "select pg_catalog.count(*) filter (where true) from \"a\".\"b\" h",
			"set local lock_timeout = 5; set x='y'", "update \"a\".\"b\" h set x = 1, y = (1) where true",
			"select extract(epoch from a.b)::pg_catalog.text, '1'::bigint, interval '1 s', coalesce(a, 'x'), current_user",
			"do $$ begin raise exception using errcode = 'SW001', message = 'x = y'; end $$",
			"select 1 from (values (1, 2)) m(n, o) cross join pg_catalog.unnest('{}'::int[]) p(pid)",
			"with recursive a(i) as (select 1), b(i) as (select 2) select i from a cross join b",
			"with t as (select 1) select 1 from t where true /* x = y */ -- x = y",
			"create table if not exists \"a\".\"b\" (x pg_catalog.text not null default session_user, unique (x, y))",
			"insert into \"a\".\"b\" (x, y) values ('=', null)", "select case when true then 1 else 2 end",
			"do $$ declare a pg_catalog.record; b int := 1; begin for a in select 1 loop null; end loop; end $$" })
	void whatIsQualifiedIsFine(String sql) {
		assertThat(new SearchPathCheck(List.of(sql)).problems()).isEmpty();
	}

	@ParameterizedTest
	@CsvSource(delimiter = ';', textBlock = """
			set local search_path = pg_catalog, pg_temp          ; 0
			set local search_path to 'pg_catalog', 'pg_temp'     ; 1
			set local search_path to pg_catalog, pg_temp         ; 0
			set local search_path = pg_catalog                   ; 1
			select pg_catalog.set_config('search_path', 'pg_catalog, pg_temp', true); 0
			select pg_catalog.set_config('search_path', 'pg_catalog', true)         ; 1
			""")
	void behindASafePathNamesAreFineAndTemporaryTablesMustNotComeFirst(String path, int problems) {
		assertThat(new SearchPathCheck(List.of("begin", path, "select now()", "commit")).problems()).hasSize(problems);
		assertThat(new SearchPathCheck(
				List.of("do $$ begin " + path.replace("select", "perform") + "; if now() then null; end if; end $$"))
			.problems()).hasSize(problems);
	}

	@Test
	void aSafePathEndsWithItsTransactionAndWithAScript() {
		assertThat(new SearchPathCheck(
				List.of("begin", "set local search_path = pg_catalog, pg_temp", "commit", "select now()"))
			.problems()).hasSize(1);
		assertThat(new SearchPathCheck(List.of("begin", "set local search_path = pg_catalog, pg_temp",
				"create " + TrapDatabase.SCRIPT + " table t()", "select now()"))
			.problems()).hasSize(1);
		assertThat(
				new SearchPathCheck(List.of("do $$ begin set local search_path = pg_catalog, pg_temp; perform now(); "
						+ "perform set_config('search_path', a -> 'b', true); perform now(); end $$"))
					.problems())
			.hasSize(1);
	}

	@Test
	void aBlockThatSetsASafePathHoldsForWhatComesAfterItInTheSameText() {
		assertThat(new SearchPathCheck(List
			.of("begin; do $$ begin set local search_path = pg_catalog, pg_temp; end $$; " + "select now(); commit"))
			.problems()).isEmpty();
	}

	@Test
	void allNamesAreCollected() {
		SearchPathCheck check = new SearchPathCheck(List
			.of("select pg_catalog.now() operator(pg_catalog.-) f(1) where a not in (1) and b like 'x' and c || d"));
		assertThat(check.operators()).containsExactly("-", "=", "||", "~~");
		assertThat(check.functions()).containsExactly("f", "now");
	}

}
