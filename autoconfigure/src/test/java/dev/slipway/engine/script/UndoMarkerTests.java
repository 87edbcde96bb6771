package dev.slipway.engine.script;

import java.io.IOException;
import java.util.List;

import dev.slipway.Layout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for comments that begin what undoes a script, wherever they stand and whatever
 * tool they are for: what is behind them never runs with the script.
 */
class UndoMarkerTests {

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
			-- migrate:up⏎select 1;⏎  -- migrate:down⏎select 2;                      | 3:6
			-- migrate:up⏎select 1;⏎⇥-- migrate:down⏎select 2;                       | 3:5
			-- migrate:up⏎select 1; -- migrate:down⏎select 2;                        | 2:14
			-- migrate:up⏎select 1;⏎/* migrate:down */⏎select 2;                     | 3:4
			-- migrate:up⏎select 1;⏎--- migrate:down⏎select 2;                       | 3:5
			⏎␠-- migrate:up⏎select 1;⏎ -- migrate:down⏎select 2;                      | 2:5
			-- +goose Up⏎select 1;⏎  -- +goose Down⏎select 2;                        | 3:6
			-- +goose Up⏎select 1; -- +goose Down⏎select 2;                          | 2:14
			-- +goose Up⏎select 1;⏎/* +goose Down */⏎select 2;                       | 3:4
			⏎␠-- +goose Up⏎select 1;⏎ -- +goose Down⏎select 2;                        | 2:5
			-- +goose Up⏎  -- +goose NO TRANSACTION⏎select 1;                        | 2:6
			-- +migrate Up⏎select 1;⏎  -- +migrate Down⏎select 2;                    | 3:6
			-- +migrate Up⏎select 1; -- +migrate Down⏎select 2;                      | 2:14
			select 1; ---- create above / drop below ----⏎select 2;                  | 1:16
			select 1;⏎-- ---- create above / drop below ----⏎select 2;               | 2:9
			select 1;⏎/* ---- create above / drop below ---- */⏎select 2;            | 2:9
			select 1; -- slipway: undo⏎select 2;                                     | 1:14
			select 1;⏎/* slipway: undo */⏎select 2;                                  | 2:4
			-- UP⏎select 1;⏎-- DOWN⏎select 2;                                        | 3:1
			-- up⏎select 1;⏎  -- down⏎select 2;                                      | 3:3
			select 1;⏎/* DOWN */⏎select 2;                                           | 2:1
			select 1;⏎-- ==== DOWN ====⏎select 2;                                    | 2:1
			select 1;⏎-- @undo⏎select 2;                                             | 2:1
			select 1;⏎--rollback⏎select 2;                                           | 2:1
			select 1;⏎-- Rollback script:⏎select 2;                                  | 2:1
			select 1;⏎-- Revert⏎select 2;                                            | 2:1
			select 1; -- migration down⏎select 2;                                    | 1:11
			""")
	void lineThatMayBeginAnUndoScriptIsRefusedAtItsPlace(String lines, String place) throws IOException {
		assertThat(ScriptTexts.script(text(lines)).parse())
			.hasValueSatisfying((problem) -> assertThat(problem.description()).startsWith("f.sql:" + place + ": "));
	}

	@ParameterizedTest
	@ValueSource(strings = { "select 1;⏎  -- slipway: undo⏎select 2;",
			"select 1;⏎   ---- create above / drop below ----⏎select 2;",
			"select 1;⏎⇥---- create above / drop below ----⏎select 2;" })
	void lineBehindBlanksBeginsTheUndoScriptWhereItsToolTakesItSo(String lines) throws IOException {
		Script script = ScriptTexts.script(text(lines));
		assertThat(script.parse()).isEmpty();
		assertThat(script.parsed().statements()).isEqualTo(1);
		assertThat(script.parsed().undo())
			.hasValueSatisfying((undo) -> assertThat(undo.text().orElseThrow()).contains("select 2"));
	}

	@ParameterizedTest
	@ValueSource(strings = { "select 1;⏎-- DOWN⏎-- select 2;", "select 1;⏎-- rollback⏎/* select 2; */",
			"-- UP⏎select 1;", "-- this rolls back nothing⏎select 1;", "-- cool down period⏎select 1;",
			"-- undo the damage of last week⏎select 1;", "/* --rollback drop table t; */⏎select 1;",
			"--rollback drop table t;⏎select 1;", "select '⏎-- DOWN⏎';", "do $$begin⏎-- DOWN⏎end$$; select 1;",
			"-- +goose Up⏎select 1;⏎-- rollback⏎select 2;⏎-- +goose Down⏎select 3;", "-- breakdown⏎select 1;",
			"begin;⏎select 1;⏎-- rollback⏎rollback;", "-- ---⏎select 1;",
			"-- see migrate:down in the other file⏎select 1;" })
	void commentThatBeginsNothingIsAComment(String lines) throws IOException {
		assertThat(ScriptTexts.script(text(lines)).parse()).isEmpty();
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
			GOLANG_MIGRATE | -- +goose Up⏎select 1;⏎-- +goose Down⏎select 2;             | 3:1 | goose
			GOLANG_MIGRATE | -- migrate:up⏎select 1;⏎-- migrate:down⏎select 2;           | 3:1 | dbmate
			GOLANG_MIGRATE | select 1;⏎---- create above / drop below ----⏎select 2;     | 2:1 | tern
			FLYWAY         | -- +migrate Up⏎select 1;⏎-- +migrate Down⏎select 2;         | 3:1 | sql-migrate
			DIESEL         | -- migrate:up⏎select 1;⏎-- migrate:down⏎select 2;           | 3:1 | dbmate
			PRISMA         | -- +goose Up⏎select 1;⏎-- +goose Down⏎select 2;             | 3:1 | goose
			""")
	void markersOfAnotherToolThanTheNamesAreRefused(Layout named, String lines, String place, String other)
			throws IOException {
		assertThat(ScriptTexts.script(text(lines), named, ReadingRules.DEFAULT).parse())
			.hasValueSatisfying((problem) -> assertThat(problem.description()).startsWith("f.sql:" + place + ": ")
				.contains("a line of " + other + "'s", "layout: " + named.property()));
	}

	@ParameterizedTest
	@ValueSource(strings = { "-- +goose Up⏎select 1;⏎-- +goose Down⏎select 2;", "-- UP⏎select 1;⏎-- DOWN⏎select 2;" })
	void layoutOfASettingTakesTheLinesOfOthersForComments(String lines) throws IOException {
		for (Layout layout : List.of(Layout.PLAIN, Layout.GOLANG_MIGRATE, Layout.FLYWAY)) {
			Script script = ScriptTexts.script(text(lines), layout, ReadingRules.DEFAULT.withLayout(layout));
			assertThat(script.parse()).isEmpty();
			assertThat(script.parsed().statements()).isEqualTo(2);
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "-- rollback⏎select 1;", "select 1;⏎-- DOWN⏎select 2;" })
	void wordsAreCommentsWhereTheNameIsThatOfAToolWithoutMarkers(String lines) throws IOException {
		for (Layout layout : List.of(Layout.GOLANG_MIGRATE, Layout.FLYWAY, Layout.DIESEL, Layout.PRISMA)) {
			assertThat(ScriptTexts.script(text(lines), layout, ReadingRules.DEFAULT).parse()).isEmpty();
		}
	}

	private static String text(String lines) {
		return lines.replace("⏎", "\n").replace("⇥", "\t").replace("␠", " ");
	}

}
