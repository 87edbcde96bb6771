package dev.slipway.engine.sql;

import java.io.StringReader;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * For which scripts the server runs no code but its own.
 */
class CodeFreeStatementsTests {

	@ParameterizedTest
	@ValueSource(strings = {
			"create table t (id bigint primary key, name text not null, amount numeric(12,2) not null default 0)",
			"create table if not exists a.t (id bigint generated always as identity (start with 10), at timestamptz default now())",
			"create table t (a text check (length(a) between 1 and 200), b int references u (id) on delete cascade)",
			"create table t (a int, b int); create index on t (a, b desc nulls last); create unique index i on t (b)",
			"comment on table t is 'select set_config(''a.b'', ''c'', false)'", "comment on column t.a is null",
			"begin; create table t (a int); commit" })
	void definitionsOfTablesAndCommentsRunNone(String script) throws Exception {
		assertThat(certain(script)).isTrue();
	}

	@ParameterizedTest
	@ValueSource(strings = { "set work_mem = '1MB'", "select 1", "select f()", "do $$ begin end $$", "call p()",
			"insert into t values (1)", "update t set a = 1", "delete from t", "listen a", "prepare p as select 1",
			"discard all", "create function f() returns int language sql as 'select 1'", "create view v as select 1",
			"create temp table t (a int)", "create temporary table t (a int)", "create local temp table t (a int)",
			"create table pg_temp.t (a int)", "create table \"pg_temp\".t (a int)",
			"create table t (a comp default '(1)')", "create table t (a text check (a in ('a', 'b')))",
			"create table t as select f()", "create table t as values (f(1))",
			"create table t (a, b) as values (f(1), 2)", "create table t as execute p",
			"create table t (a int, b int generated always as (f(1)) stored)",
			"create table t (a int default cast(1 as d))", "create table t (a int) partition by range ((f(1)))",
			"create table t partition of u for values from (f(1)) to (f(2))", "create table t (like u including all)",
			"create table t (a int) inherits (u)", "create table t of u (primary key (a))",
			"create table t (a int, exclude using gist (a with =))", "create table t (a int) using heap",
			"create table t (a int default $1)", "create table t (a int default 1::d)", "create table t (a int[])",
			"create table t (a int /* ' */ default 1 /* ' */)", "create table t (a int -- x\n)",
			"create schema s create table t (a int)", "create table t (a int); create index on t ((f(1)))",
			"create table t (a int); create index on t (f(a))",
			"create table t (a int); create index on t using gin (a)",
			"create table t (a int); create index on t (a) where f(1)", "create index on t (a)",
			"create table if not exists t (a int); create index on t (a)",
			"create table t (a int); create index on s.t (a)", "create table t (a int); create index on only t (a)",
			"comment on function f(d) is 'x'", "alter table t add a int default f()", "grant select on t to public",
			"create table t (a int); select 1", "drop table t", "truncate t", "copy t from '/tmp/x'",
			"refresh materialized view v", "analyze t",
			"create event trigger e on ddl_command_end execute function f()" })
	void whatMayRunSomeIsNotCertain(String script) throws Exception {
		assertThat(certain(script)).isFalse();
	}

	private static boolean certain(String script) throws Exception {
		StatementSplitter splitter = new StatementSplitter(new StringReader(script));
		CodeFreeStatements statements = new CodeFreeStatements();
		for (StatementSplitter.Part part = splitter.next(); part != StatementSplitter.Part.END; part = splitter
			.next()) {
			if (part == StatementSplitter.Part.STATEMENT) {
				statements.take(splitter.statement());
			}
		}
		return statements.certain();
	}

}
