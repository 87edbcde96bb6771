package dev.slipway.engine.script;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

import dev.slipway.ServerError;
import dev.slipway.engine.sql.SqlStatement;
import dev.slipway.engine.sql.SqlStatement.Kind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.core.io.FileSystemResource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.params.provider.Arguments.arguments;

/**
 * What the reading of a whole script shows, and what it gives to be run.
 */
class ScriptTests {

	@ParameterizedTest
	@ValueSource(strings = { "begin; select 1; commit", "BEGIN WORK; select 1; END;",
			"start transaction; select 1; end", "select 1; commit;", "begin transaction; select 1; commit work",
			"-- c\nbegin /* c */; select 1;\ncommit -- c" })
	void aTransactionAroundTheWholeFileIsLeftOut(String sql) throws Exception {
		assertThat(run(sql)).containsExactly("select 1");
		assertThat(parsed(sql).transactional()).isTrue();
		assertThat(parsed(sql).statements()).isEqualTo(1);
	}

	@ParameterizedTest
	@ValueSource(strings = { "begin; create table t(i int); commit; select 1;", "rollback;", "abort; select 1",
			"begin isolation level serializable; select 1; commit", "select 1; begin; select 2; end",
			"commit; select 1", "start transaction read only; select 1; commit",
			"begin; select 1; commit; begin; select 2; commit",
			"begin; set transaction isolation level serializable; select 1; commit" })
	void transactionControlWithinAFileIsLeftToTheFile(String sql) throws Exception {
		assertThat(parsed(sql).transactional()).isFalse();
		assertThat(parsed(sql).reason()).startsWith("it controls transactions itself, with ").endsWith(" on line 1");
		assertThat(run(sql)).hasSize(parsed(sql).statements());
	}

	@ParameterizedTest
	@ValueSource(strings = { "create index concurrently i on t (a)",
			"CREATE UNIQUE INDEX CONCURRENTLY IF NOT EXISTS i ON t (a)", "drop index concurrently i",
			"reindex (concurrently, verbose) table t", "reindex index concurrently i", "REINDEX DATABASE d",
			"reindex schema s", "reindex system d", "reindex (verbose) database d", "vacuum",
			"vacuum (full, analyze) t", "cluster", "cluster verbose", "cluster (verbose)", "cluster (verbose off)",
			"CLUSTER (VERBOSE TRUE);", "discard all", "DISCARD /* . */ ALL", "alter system set work_mem = '1MB'",
			"create database d", "drop database if exists d", "create tablespace t location '/t'", "drop tablespace t",
			"alter database d set tablespace t", "create subscription s connection 'x' publication p",
			"drop subscription s", "alter subscription s refresh publication", "alter subscription s add publication p",
			"alter subscription s set (failover = true)", "alter subscription s set (two_phase = false)",
			"commit prepared 'x'", "rollback prepared 'x'",
			"alter table if exists only \"a\".b detach partition c.d concurrently" })
	void whatRefusesATransactionIsKnown(String sql) throws Exception {
		assertThat(ScriptTexts.split(sql)).extracting(SqlStatement::kind).containsExactly(Kind.NON_TRANSACTIONAL);
		assertThat(parsed("select 1;\n" + sql + ";").reason()).startsWith("it has ").endsWith(" on line 2");
	}

	@ParameterizedTest
	@ValueSource(strings = { "create index \"concurrently\" on t (a)", "create index i on concurrently.t (a)",
			"comment on table t is 'create index concurrently'", "reindex table t", "cluster t using i",
			"cluster \"t\"", "cluster (verbose) t", "analyze", "discard temp", "discard plans", "discard sequences",
			"alter subscription s set (slot_name = none)", "alter subscription s disable",
			"alter database d set search_path = a", "alter table t detach partition p",
			"alter table t detach partition p finalize",
			"create subscription s connection 'x' publication p with (connect = false, slot_name = 's')",
			"create view v as select 'vacuum'", "savepoint a", "rollback to savepoint a", "rollback work to a",
			"prepare p as select 1", "copy t from '/file'", "create table vacuum (a int)",
			"alter table t add column detach int" })
	void whatOnlyLooksLikeItIsNot(String sql) throws Exception {
		assertThat(ScriptTexts.split(sql)).extracting(SqlStatement::kind).containsExactly(Kind.PLAIN);
		assertThat(parsed(sql).transactional()).isTrue();
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			set search_path = a                               | SETTING
			set session authorization x                       | SETTING
			reset role                                        | SETTING
			set local search_path = a                         | PLAIN
			set transaction read write                        | TRANSACTION_MODE
			set constraints all deferred                      | PLAIN
			select pg_catalog.set_config('search_path', '', false) | SETTING
			select set_config('a.b', 'c', true)               | PLAIN
			select 1                                          | PLAIN
			abort                                             | ROLLBACK
			copy t (a,b,c,d,e,f,g,h,i,j,k,l,m,n,o,p,q,r) from stdin | COPY_STREAM
			copy t to stdout                                  | COPY_OUT
			copy (select stdin from t) to program 'x'         | PLAIN
			copy t (a) from stdin with csv                    | COPY_STREAM
			""")
	void settingsOfTheSessionAreKnown(String sql, Kind kind) throws Exception {
		assertThat(ScriptTexts.split(sql)).extracting(SqlStatement::kind).containsExactly(kind);
	}

	@Test
	void dataOfACopyIsPassedOnAsItIs() throws Exception {
		String sql = "copy t from stdin; -- c\r\na\t\\N\r\n\\.x\r\n\\\\.\r\n\r\n😀\r\n\\.\r\nselect 1";
		assertThat(data(sql)).containsExactly("a\t\\N\r\n\\.x\r\n\\\\.\r\n\r\n😀\r\n");
		assertThat(run(sql)).containsExactly("copy t from stdin", "select 1");
		assertThat(data("copy t from stdin;\n1\n2")).containsExactly("1\n2");
		assertThat(data("copy t from stdin;\n\\.")).containsExactly("");
		assertThat(data("copy t from stdin;")).containsExactly("");
		assertThat(data("copy t from stdin;\n1\n\\.\ncopy u from stdin;\n\\.\n")).containsExactly("1\n", "");
	}

	@Test
	void aScriptLargerThanTheWindowIsReadLikeASmallOne(@TempDir Path folder) throws Exception {
		StringBuilder sql = new StringBuilder();
		for (int i = 0; i < 20_000; i++) {
			sql.append("-- number ").append(i).append("\nselect '").append(i).append("😀'; ");
		}
		sql.append("copy t from stdin;\n");
		sql.append("0123456789\t\\.\n".repeat(100_000));
		sql.append("\\.\nselect $a$").append("x".repeat(300_000)).append("$a$;\n  broken");
		Path file = Files.writeString(folder.resolve("f.sql"), sql);
		Script script = Script
			.read(new ScriptFile("f.sql", new FileSystemResource(file), null, false, ReadingRules.DEFAULT));
		assertThat(script.checksum())
			.isEqualTo(ScriptTexts.script("\uFEFF" + sql.toString().replace("\n", "\r\n")).checksum());
		assertThat(script.parse()).isEmpty();
		try (ScriptStatements statements = script.open()) {
			for (int i = 0; i < 20_000; i++) {
				SqlStatement statement = next(statements);
				assertThat(statement.text()).isEqualTo("select '" + i + "😀'");
				assertThat(statement.line()).isEqualTo(i + 2);
			}
			statements.next();
			ByteArrayOutputStream data = new ByteArrayOutputStream();
			statements.writeData(data);
			assertThat(data.size()).isEqualTo(14 * 100_000);
			assertThat(next(statements).line()).isEqualTo(20_001 + 100_002);
			SqlStatement last = next(statements);
			assertThat(script.locate(last)).hasToString("f.sql:120004:3");
			assertThat(script.locate(last).excerpt()).contains("|   broken\n").endsWith("|   ^");
			assertThat(statements.next()).isNull();
		}
	}

	@Test
	void aLargeFileThatChangesWhileItIsRunIsNoticed(@TempDir Path folder) throws Exception {
		Path file = Files.writeString(folder.resolve("f.sql"), "select 1;\n".repeat(20_000));
		Script script = Script
			.read(new ScriptFile("f.sql", new FileSystemResource(file), null, false, ReadingRules.DEFAULT));
		assertThat(script.parse()).isEmpty();
		Files.writeString(file, "select 2;\n".repeat(20_000));
		assertThatExceptionOfType(IOException.class).isThrownBy(() -> drain(script))
			.withMessage("the file has changed since it was read first");
	}

	/** Else a repeatable that cannot be read would count as another one, or as none. */
	@ParameterizedTest
	@ValueSource(strings = { "-- +goose Up\n", "-- slipway: placeholders\n", "-- +goose Up\n-- +goose ENVSUB ON\n" })
	void checksumOfWhatCannotBeReadAgainIsAnError(String head, @TempDir Path folder) throws Exception {
		Path file = Files.writeString(folder.resolve("f.sql"), head + "select 1;\n".repeat(20_000));
		Script script = Script
			.read(new ScriptFile("f.sql", new FileSystemResource(file), null, false, ReadingRules.DEFAULT));
		Files.writeString(file, head + "select 2;\n".repeat(20_000));
		assertThatExceptionOfType(IOException.class).isThrownBy(script::checksumAsRun)
			.withMessage("the file has changed since it was read first");
		Files.delete(file);
		assertThatExceptionOfType(IOException.class).isThrownBy(script::checksumAsRun);
	}

	@Test
	void valuesOfTheEnvironmentAreShownByTheirNames() throws Exception {
		Script script = ScriptTexts.script("-- +goose Up\n-- +goose ENVSUB ON\nselect '${NOT_SET:-north}';\n");
		script.parse();
		assertThat(script.names()).containsOnlyKeys("north");
	}

	@Test
	void anErrorInTheDataOfACopyHasItsLine() throws Exception {
		Script script = ScriptTexts.script("select 1;\ncopy t\nfrom stdin;\n1\nx\n\\.\n");
		assertThat(script.parse()).isEmpty();
		try (ScriptStatements statements = script.open()) {
			statements.next();
			ServerError error = new ServerError("ERROR", "m", "22P02", null, null, "COPY t, line 2, column i: \"x\"",
					0);
			assertThat(script.locate(next(statements), error)).hasToString("f.sql:5:1");
		}
	}

	@Test
	void linesThatOnlyChangeWhatPsqlPrintsArePassedOver() throws Exception {
		assertThat(run("\\restrict abc\nselect 1;\n\\set ON_ERROR_STOP on\r\n\\echo 'x;\n\\unrestrict abc"))
			.containsExactly("select 1");
	}

	@ParameterizedTest
	@ValueSource(strings = { "\\connect d", "\\c d", "\\q", "\\! ls", "\\encoding LATIN1", "\\.", "\\if true" })
	void everyOtherLineOfPsqlsIsRefused(String line) throws Exception {
		assertThat(ScriptTexts.script("select 1;\n" + line).parse())
			.hasValueSatisfying((problem) -> assertThat(problem.description())
				.startsWith("f.sql:2:1: " + line.split(" ")[0] + " is a command of psql"));
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|',
			value = { "\\gset | placeholders such as ${name}", "\\c other | declare a service",
					"\\connect other | declare a service", "\\copy t from 'f.csv' | write COPY … FROM stdin;",
					"\\gexec | a DO block that runs the rows with EXECUTE", "\\g | end the statement with a semicolon",
					"\\if :x | IF in a DO block", "\\! ls | before the application starts",
					"\\d t | it only shows something", "\\o f | nobody reads what a migration selects" })
	void commandOfPsqlsSaysWhatToWriteInstead(String line, String instead) throws Exception {
		assertThat(ScriptTexts.script("select 1;\n" + line).parse())
			.hasValueSatisfying((problem) -> assertThat(problem.description()).contains(instead));
	}

	@ParameterizedTest
	@ValueSource(strings = { "\\unset ON_ERROR_STOP", "\\set ON_ERROR_STOP 0", "\\unset ECHO",
			"\\set ON_ERROR_ROLLBACK on" })
	void variablesThatOnlyPsqlReadsArePassedOver(String line) throws Exception {
		assertThat(run("select 1;\n" + line)).containsExactly("select 1");
	}

	@ParameterizedTest
	@MethodSource
	void variablesAreReplacedAsByPsql(String script, String statements) throws Exception {
		assertThat(run(script)).containsExactlyElementsOf(statements.lines().toList());
	}

	static Stream<Arguments> variablesAreReplacedAsByPsql() {
		return Stream.of(arguments("""
				\\set a 1
				select :a, :'a', :"a", :{?a}
				""", """
				select 1, '1', "1", TRUE
				"""), arguments("""
				\\set a 'b\\\\c"'
				select :'a', :"a"
				""", """
				select  E'b\\\\c"', "b\\c\"\""
				"""), arguments("""
				\\unset a
				select :{?a}, :{?b}, :a;
				""", """
				select FALSE, :{?b}, :a
				"""), arguments("""
				\\set a 1
				\\set b :a + ':a' :'a'
				select :b
				""", """
				select 1+1'1'
				"""), arguments("""
				\\set a 1
				select x::a, y:=:a, z:::a, t[1:a], ':a', $$:a$$, ":a", $x$:a$x$, E'\\':a' /* :a */
				""", """
				select x::a, y:=1, z::1, t[11], ':a', $$:a$$, ":a", $x$:a$x$, E'\\':a'
				"""), arguments("""
				\\set ü 1
				select :ü, :ü1, :
				""", """
				select 1, :ü1, :
				"""), arguments("""
				\\set a '\\101\\x42\\t'
				select :'a'
				""", """
				select 'AB\t'
				"""), arguments("""
				\\set a 'select 1; select ' 2
				:a; select 3
				""", """
				select 1
				select 2
				select 3
				"""), arguments("""
				\\set a '/* ; */'
				\\set b begin atomic
				create function f() returns int :b; select 1 :a + 2; end; select 4
				""", """
				create function f() returns int beginatomic
				select 1 /* ; */ + 2
				end
				select 4
				"""));
	}

	@Test
	void settingsOfAnApplicationsOwnAreFound() throws Exception {
		assertThat(parsed("""
				set app.tenant = 'a'; SET SESSION App.User TO 'b'; set search_path to x.y;
				select set_config('my.flag', 'on', false), set_config('work_mem', '1MB', true);
				""").customSettings()).containsExactly("app.tenant", "app.user", "my.flag");
	}

	private static ParsedScript parsed(String sql) throws IOException {
		Script script = ScriptTexts.script(sql);
		assertThat(script.parse()).isEmpty();
		return script.parsed();
	}

	private static List<String> run(String sql) throws IOException {
		Script script = ScriptTexts.script(sql);
		assertThat(script.parse()).isEmpty();
		return drain(script).stream().map(SqlStatement::text).toList();
	}

	private static List<SqlStatement> drain(Script script) throws IOException {
		try (ScriptStatements statements = script.open()) {
			List<SqlStatement> all = new ArrayList<>();
			for (SqlStatement next = statements.next(); next != null; next = statements.next()) {
				all.add(next);
			}
			return all;
		}
	}

	private static SqlStatement next(ScriptStatements statements) throws IOException {
		return Objects.requireNonNull(statements.next());
	}

	private static List<String> data(String sql) throws IOException {
		Script script = ScriptTexts.script(sql);
		assertThat(script.parse()).isEmpty();
		try (ScriptStatements statements = script.open()) {
			List<String> all = new ArrayList<>();
			for (SqlStatement next = statements.next(); next != null; next = statements.next()) {
				if (next.kind() == Kind.COPY_STREAM) {
					ByteArrayOutputStream data = new ByteArrayOutputStream();
					statements.writeData(data);
					all.add(data.toString(StandardCharsets.UTF_8));
				}
			}
			return all;
		}
	}

}
