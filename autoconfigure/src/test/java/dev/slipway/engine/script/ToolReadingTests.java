package dev.slipway.engine.script;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import dev.slipway.Layout;
import dev.slipway.engine.sql.SqlStatement;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for tools that read a file line by line and know no strings of SQL: what they
 * make of it, and what is refused because it would not be the same.
 */
class ToolReadingTests {

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
			# a title⏎# --- !Ups⏎select 1;⏎# --- !Downs⏎select 2;      | select 1
			-- a; b⏎# c; d⏎-- !Ups⏎select 1;                           | select 1
			-- !Ups⏎  select 'a;;b';⏎                                  | select 'a;b'
			-- !Ups⏎select 'a;;;;b;;;c';                               | select 'a;;b;;c'
			-- !Ups⏎do $$begin;; end;;$$;                              | do $$begin; end;$$
			-- !Ups⏎select 1;; select 2                                | select 1/select 2
			-- !Ups␍⏎select '1␍⏎ ⇥2';␍⏎                                | select '1⏎2'
			-- !Ups⏎select '!$evolutions{{{x}}}';                      | select '$evolutions{{{x}}}'
			-- !Ups⏎select 1;⏎-- !Downs⏎select 2;⏎-- !Ups⏎select 3;     | select 1/select 3
			-- !Ups⏎select 1; -- done;⏎-- and more;⏎select 2;           | select 1/select 2
			-- !Downs⏎-- a; b⏎select 'c;d';⏎-- !Ups⏎select 1;           | select 1
			""")
	void evolutionIsWhatPlayMakesOfIt(String lines, String statements) throws IOException {
		assertThat(statements(ScriptTexts.script(text(lines)))).isEqualTo(text(statements));
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`',
			textBlock = """
					-- !Ups⏎⏎  select 'a;b';                                   | 3:12 | play ends a statement here
					-- !Ups⏎do $$begin⏎    ;⏎end$$;                            | 3:5  | play ends a statement here
					-- !Ups⏎select 1 -- a; b⏎;                                 | 2:14 | play ends a statement here
					-- !Ups⏎-- a; b⏎select 1;                                  | 2:5  | play ends a statement here
					-- !Ups⏎select (1;2);                                      | 2:10 | play ends a statement here
					-- !Ups⏎select '⏎  -- see !Downs⏎';                        | 3:1  | play takes this line for one of its own
					-- !Ups⏎select 1;⏎-- !Downs⏎select '⏎# !Ups⏎';             | 5:1  | play takes this line for one of its own
					-- !Ups and !Downs⏎select 1;                               | 1:1  | a line with both !Ups and !Downs
					-- !Ups⏎select '$evolutions{{{x}}}';                       | 2:9  | Play replaces this by a value
					select 1;⏎-- !Ups⏎select 2;                                | 2:1  | of which none stands before the first statement
					""")
	void whatPlayWouldCutIsRefused(String lines, String place, String message) throws IOException {
		assertRefused(ScriptTexts.script(text(lines)), place, message);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
			-- // title⏎// a comment; of the tool⏎select 1;            | select 1
			select 1; select 2; -- behind                              | select 1/select 2
			select 1⏎; -- a; b                                         | select 1
			-- @DELIMITER !!⏎select 'a;b'!!⏎-- @delimiter ;⏎select 2;  | select 'a;b'/select 2
			// //@DELIMITER go⏎select 1⏎go⏎--@DELIMITER ;              | select 1
			-- @DELIMITER /⏎do $$begin⏎⏎-- x; y⏎null; end$$⏎/⏎-- @DELIMITER ; | do $$begin⏎⏎-- x; y⏎null; end$$
			select⏎-- a; b⏎1;                                          | select⏎-- a; b⏎1
			""")
	void scriptIsWhatMyBatisMakesOfIt(String lines, String statements) throws IOException {
		String undo = "⏎-- //@UNDO⏎select 'u;v'⏎-- what is lost there is not run";
		assertThat(statements(ScriptTexts.script(text(lines + undo)))).isEqualTo(text(statements));
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`',
			textBlock = """
					select 'a;b';                                              | 1:10 | mybatis ends a statement here
					do $$begin⏎null;⏎end$$;                                    | 2:5  | mybatis ends a statement here
					select 1; select⏎2;                                        | 1:10 | MyBatis loses what stands behind
					select 1                                                   | 1:1  | a statement without a delimiter (;)
					-- @DELIMITER /⏎select 1⏎/                                 | 1:1  | MyBatis goes on with this delimiter
					-- @DELIMITER /⏎select 1/ select 2/⏎-- @DELIMITER ;        | 2:9  | two delimiters on one line
					-- @DELIMITER /⏎select '/⏎'⏎/⏎-- @DELIMITER ;              | 2:9  | mybatis ends a statement here
					-- @DELIMITER /⏎select 'a/⏎'⏎/⏎-- @DELIMITER ;             | 2:10 | mybatis ends a statement here
					-- @DELIMITER /⏎select 1⏎-- @DELIMITER ;                   | 2:1  | a statement without a delimiter (/)
					select '⏎-- x⏎';                                           | 2:1  | mybatis leaves out lines that begin with two
					select '⏎⏎';                                               | 2:1  | mybatis leaves out empty lines
					select '${x}';                                             | 1:9  | MyBatis replaces variables.
					""")
	void whatMyBatisWouldLoseIsRefused(String lines, String place, String message) throws IOException {
		assertRefused(ScriptTexts.script(text(lines + "⏎-- //@UNDO⏎select 2;")), place, message);
	}

	@Test
	void variablesOfMyBatisAreReplacedOrStay() throws IOException {
		String lines = "select '${x}', '\\${x}';⏎-- //@UNDO⏎drop table ${x};";
		ReadingRules rules = ReadingRules.DEFAULT.withPlaceholders(Map.of("x", "secret"));
		Script replaced = ScriptTexts.script(text(lines), null, rules.withPlaceholderReplacement(true));
		assertThat(statements(replaced)).isEqualTo("select 'secret', '${x}'");
		assertThat(replaced.parsed().undo().flatMap(StoredUndo::text))
			.contains("-- slipway: placeholders\ndrop table ${x};");
		Script left = ScriptTexts.script("-- slipway: no-placeholders\n" + text(lines), null, rules);
		assertThat(statements(left)).isEqualTo("select '${x}', '${x}'");
	}

	@Test
	void placeholdersAreReplacedInAnEvolutionAndNotWrittenDown() throws IOException {
		ReadingRules rules = ReadingRules.DEFAULT.withPlaceholders(Map.of("x", "se;cret"))
			.withPlaceholderReplacement(true);
		Script script = ScriptTexts.script(text("# !Ups⏎ select '${x};;';⏎# !Downs⏎  drop table ${x};"), null, rules);
		assertThat(statements(script)).isEqualTo("select 'se;cret;'");
		assertThat(script.parsed().undo().flatMap(StoredUndo::text))
			.contains("-- slipway: placeholders\n-- !Ups\ndrop table ${x};");
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`',
			textBlock = """
					-- Up Migration⏎select '⏎ -- down migration ⏎';⏎-- Down Migration⏎select 2; | 3:1 | node-pg-migrate takes this line
					-- Up Migration⏎select 1;⏎-- Down Migration⏎select 2;⏎-- Down Migration      | 5:1 | has begun on line 3
					-- rambler up⏎do $$begin⏎-- rambler down⏎end$$;                             | 3:1 | rambler takes this line
					-- ==== DOWN ====⏎-- ====  UP  ====⏎select '⏎-- x⏎';                        | 4:1 | shmig leaves out lines
					-- ==== DOWN ====⏎-- ====  UP  ====⏎do $$⏎-- ==== DOWN ====⏎$$;              | 4:1 | shmig takes this line
					--! Previous: -⏎⏎select ':DATABASE_OWNER';                                  | 3:9 | graphile-migrate replaces :DATABASE_OWNER
					--! Previous: -⏎⏎select 1;⏎--! no-transaction                               | 4:1 | must stand before the first statement
					""")
	void linesThatOtherToolsTakeWithinAStringAreRefused(String lines, String place, String message) throws IOException {
		assertRefused(ScriptTexts.script(text(lines)), place, message);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
			NODE_PG_MIGRATE  | -- Up Migration⏎do $$⏎-- a⏎⏎$$;⏎-- Down Migration
			RAMBLER          | -- rambler up⏎do $$⏎ -- rambler down⏎$$;
			SHMIG            | -- ==== DOWN ====⏎-- ====  UP  ====⏎do $$⏎-- a; b⏎ -- ==== DOWN ====⏎$$;
			GRAPHILE_MIGRATE | --! Previous: -⏎--! Hash: x⏎⏎select ':NAME', 'a⏎--! no-transaction⏎';
			""")
	void linesThatOtherToolsTakeForTextAreText(Layout layout, String lines) throws IOException {
		Script script = ScriptTexts.script(text(lines));
		assertThat(script.parse()).isEmpty();
		assertThat(script.parsed().layout()).isEqualTo(layout);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
			select '$env$';                                        | 1:9  | dbup replaces $env$, and Slipway does not
			select 1;⏎create table $schema$.a (); drop table $schema$.b | 2:14 | dbup replaces $schema$
			insert into t values ($v$), ($v$);                     | 1:23 | dbup replaces $v$
			do $$begin⏎execute 'x$y$';⏎end$$;                      | 2:11 | dbup replaces $y$
			select "a$b-c$";                                       | 1:10 | dbup replaces $b-c$
			select a$b$ from t;                                    | 1:9  | dbup replaces $b$
			""")
	void variableOfDbUpIsRefused(String lines, String place, String message) throws IOException {
		assertRefused(ScriptTexts.script(text(lines), Layout.DBUP, ReadingRules.DEFAULT), place, message);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`',
			textBlock = """
					do $a$begin⏎execute $b$x$b$;⏎end$a$;                          | do $a$begin⏎execute $b$x$b$;⏎end$a$
					create function f() returns int language sql as $f$select $1$f$; | create function f() returns int language sql as $f$select $1$f$
					select '$', '$5', '5$', '$a b$', $$x$$; -- $env$              | select '$', '$5', '5$', '$a b$', $$x$$
					-- slipway: no-placeholders⏎select '$env$', $q$x$q$;          | select '$env$', $q$x$q$
					""")
	void whatDbUpCannotTakeForAVariableIsNone(String lines, String statements) throws IOException {
		assertThat(statements(ScriptTexts.script(text(lines), Layout.DBUP, ReadingRules.DEFAULT)))
			.isEqualTo(text(statements));
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
			-- transactional: false⏎select 1;                 | false
			⏎-- a⏎  --  transactional :  FALSE⏎select 1;      | false
			-- transactional: true⏎select 1;                  | true
			select 1;⏎-- transactional: false⏎select 2;       | true
			select '⏎-- transactional: false⏎';               | true
			-- Transactional: false⏎select 1;                 | true
			""")
	void lineOfYoyoCountsBeforeTheFirstStatement(String lines, boolean transactional) throws IOException {
		Script script = ScriptTexts.script(text(lines), Layout.YOYO, ReadingRules.DEFAULT);
		assertThat(script.parse()).isEmpty();
		assertThat(script.parsed().transactional()).isEqualTo(transactional);
		Script plain = ScriptTexts.script(text(lines));
		assertThat(plain.layout()).isEqualTo(Layout.PLAIN);
		assertThat(plain.parsed().transactional()).isTrue();
	}

	@Test
	void partsThatRamblerUndoesLastFirstAreKeptInThatOrder() throws IOException {
		Script script = ScriptTexts.script(text("-- rambler up⏎select 1;⏎-- rambler down⏎select 2;⏎select 3;⏎"
				+ "-- rambler up⏎select 4;⏎-- rambler down⏎select 5;⏎"));
		assertThat(statements(script)).isEqualTo("select 1/select 4");
		assertThat(script.parsed().undo().flatMap(StoredUndo::text)).contains("select 5;\nselect 2;\nselect 3;\n");
	}

	@Test
	void aLineLongerThanMemoryIsRefused() throws IOException {
		String line = "x".repeat(2 * 1024 * 1024);
		assertRefused(ScriptTexts.script("-- !Ups\nselect '" + line + "';"), "2:1", "a line of more than 1048576");
	}

	@Test
	void aLineAtWhichRamblerStopsIsRefused() throws IOException {
		String sql = "-- rambler up\nselect '%s';\nselect 2;\n";
		assertThat(statements(ScriptTexts.script(sql.formatted("x".repeat(65_000))))).endsWith("/select 2");
		assertRefused(ScriptTexts.script(sql.formatted("x".repeat(65_536))), "2:1", "rambler reads no further");
		assertRefused(ScriptTexts.script(sql.formatted("…".repeat(22_000))), "2:1", "rambler reads no further");
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
			select '{{ .x }}';⏎---- create above / drop below ----                         | 1:9
			select 1;⏎do $$ {{ template "x" . }} $$;⏎---- create above / drop below ----  | 2:7
			select "{{.s}}";⏎select '{{1,2}}';⏎---- create above / drop below ----         | 1:9
			select 1;⏎---- create above / drop below ----⏎select '{{1,2}}';                | 3:9
			""")
	void templatesOfTernAreRefusedWithinStringsToo(String lines, String place) throws IOException {
		assertRefused(ScriptTexts.script(text(lines)), place, "template");
		assertRefused(ScriptTexts.script(text(lines), Layout.TERN, ReadingRules.DEFAULT.withLayout(Layout.TERN)), place,
				"template");
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
			PLAIN  | select '{{1,2},{3,4}}';
			GOOSE  | -- +goose Up⏎select '{{1,2}}';
			""")
	void arraysAreNoTemplates(Layout layout, String lines) throws IOException {
		Script script = ScriptTexts.script(text(lines));
		assertThat(script.parse()).isEmpty();
		assertThat(script.parsed().layout()).isEqualTo(layout);
	}

	private static void assertRefused(Script script, String place, String message) {
		assertThat(script.parse()).hasValueSatisfying(
				(problem) -> assertThat(problem.description()).startsWith("f.sql:" + place + ": ").contains(message));
	}

	private static String statements(Script script) throws IOException {
		assertThat(script.parse()).isEmpty();
		List<String> texts = new ArrayList<>();
		try (ScriptStatements statements = script.open()) {
			for (SqlStatement next = statements.next(); next != null; next = statements.next()) {
				texts.add(next.text());
			}
		}
		return String.join("/", texts);
	}

	private static String text(String lines) {
		return lines.replace("⏎", "\n").replace("⇥", "\t").replace("␍", "\r");
	}

}
