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
			-- !Ups⏎select 1;⏎select 3; -- !Downs⏎select 2;                           | 3:14
			-- !Ups⏎select 1;⏎/* !Downs */⏎select 2;                                  | 3:4
			-- !Ups⏎select 1;⏎-- !downs⏎select 2;                                     | 3:4
			select 1;⏎-- !Downs⏎select 2;                                            | 2:1
			select 1;⏎  # --- !Downs⏎select 2;                                        | 2:9
			-- Up Migration⏎select 1;⏎select 3; -- Down Migration⏎select 2;           | 3:11
			-- Up Migration⏎select 1;⏎/* Down Migration */⏎select 2;                  | 3:1
			select 1;⏎-- Up Migration⏎select 1;⏎-- Down Migration⏎select 2;           | 4:1
			select 1;⏎-- Down Migration⏎select 2;                                    | 2:1
			-- Down Migration⏎select 2;                                              | 1:1
			select 1; -- //@UNDO⏎select 2;                                           | 1:14
			select 1;⏎/* //@UNDO */⏎select 2;                                        | 2:4
			select 1;⏎-- //@undo⏎select 2;                                           | 2:4
			-- rambler up⏎select 1;⏎  -- rambler down⏎select 2;                       | 3:6
			-- rambler up⏎select 1; -- rambler down⏎select 2;                         | 2:14
			-- rambler up⏎select 1;⏎/* rambler down */⏎select 2;                      | 3:4
			-- rambler up⏎select 1;⏎--rambler down⏎select 2;                          | 3:3
			-- rambler up⏎select 1;⏎-- rambler Down⏎select 2;                         | 3:4
			-- rambler up⏎select 1;⏎-- rambler undo⏎select 2;                         | 3:4
			select 1;⏎-- rambler down⏎select 2;                                      | 2:1
			-- ====  UP  ====⏎select 1;⏎  -- ==== DOWN ====⏎select 2;                 | 3:3
			-- ====  UP  ====⏎select 1; -- ==== DOWN ====⏎select 2;                   | 2:11
			-- ====  UP  ====⏎select 1;⏎/* ==== DOWN ==== */⏎select 2;                | 3:1
			-- ====  UP  ====⏎select 1;⏎-- ==== DOWN ====⏎select 2;⏎-- ==== Up ====⏎select 3; | 5:4
			-- ====  UP  ====⏎select 1;⏎-- ==== Down ====⏎select 2;                   | 3:4
			-- Users !Ups⏎select 1;⏎-- Users !Downs⏎select 2;                         | 3:1
			select 1;⏎  -- see the !Downs⏎select 2;                                  | 2:3
			select 1;⏎-- here ---- create above / drop below ----⏎select 2;          | 2:1
			select 1; -- x ---- create above / drop below ----⏎select 2;             | 1:11
			select 1;⏎/* x ---- create above / drop below ---- */⏎select 2;          | 2:1
			-- up migration of users⏎select 1;⏎-- down migration of users⏎select 2;  | 3:1
			--Up migrations⏎select 1;⏎⇥---- down⇥MIGRATION, too⏎select 2;             | 3:2
			-- down migration of users⏎select 2;⏎-- up migration of users⏎select 1;  | 1:1
			select 1;⏎-- Up Migration⏎select 1;⏎-- Down migration of x⏎select 2;     | 4:1
			--liquibase formatted sql⏎--changeset a:1⏎select 1;                      | 1:3
			-- Liquibase Formatted SQL logicalFilePath:x⏎select 1;                   | 1:4
			""")
	void lineThatMayBeginAnUndoScriptIsRefusedAtItsPlace(String lines, String place) throws IOException {
		assertThat(ScriptTexts.script(text(lines)).parse())
			.hasValueSatisfying((problem) -> assertThat(problem.description()).startsWith("f.sql:" + place + ": "));
	}

	@ParameterizedTest
	@ValueSource(strings = { "select 1;⏎  -- slipway: undo⏎select 2;",
			"select 1;⏎   ---- create above / drop below ----⏎select 2;",
			"select 1;⏎⇥---- create above / drop below ----⏎select 2;",
			"# --- !Ups⏎select 1;⏎  # --- !Downs, at last⏎select 2;",
			"⇥--!Ups⏎select 1;⏎⇥-- no !Downs is prose⏎select 2;",
			"-- Up Migration⏎select 1;⏎  ---- down⇥MIGRATION of all⏎select 2;", "select 1;⏎⇥--⇥// @UNDONE⏎select 2;",
			"select 1;⏎--//@UNDO⏎select 2;⏎// //@UNDO⏎select 2;" })
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
			"-- see migrate:down in the other file⏎select 1;", "-- up migration⏎select 1;",
			"select 1;⏎-- Up Migration⏎select 1;", "select 1;⏎-- Down Migration⏎-- select 2;",
			"-- rambler is what it was made for⏎select 1;", "-- ==== UP ====⏎select 1;",
			"-- --- Message: x⏎select 1;⏎--! Message: y", "-- from a liquibase formatted sql file⏎select 1;",
			"-- Down migration of the users⏎select 1;", "select 1; -- up migration", "select 1; -- down migration",
			"select 1;⏎  -- ==== DOWN ====⏎", "select 1;⏎-- see //@UNDO⏎select 2;",
			"-- up migration of users⏎select 1;⏎-- down migration of users⏎",
			"-- down migration of users⏎-- up migration of users⏎select 1;",
			"select 1;⏎-- Down migration of users⏎select 2;", "select 1;⏎-- a !Downs⏎-- select 2;",
			"select 1;⏎-- it goes !downs⏎select 2;", "select '⏎-- a !Downs⏎';" })
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
			FLYWAY         | select 1;⏎-- //@UNDO⏎select 2;                              | 2:1 | mybatis
			GOLANG_MIGRATE | -- !Ups⏎select 1;⏎-- !Downs⏎select 2;                       | 3:1 | play
			POSTGRATOR     | -- +goose Up⏎select 1;⏎-- +goose Down⏎select 2;             | 3:1 | goose
			DB_MIGRATE     | -- migrate:up⏎select 1;⏎-- migrate:down⏎select 2;           | 3:1 | dbmate
			AUTHELIA       | select 1;⏎---- create above / drop below ----⏎select 2;     | 2:1 | tern
			GOLANG_MIGRATE | select 1;⏎-- x ---- create above / drop below ----⏎select 2; | 2:1 | tern
			FLYWAY         | -- a !Ups⏎select 1;⏎-- a !Downs⏎select 2;                   | 3:1 | play
			EVOLVE         | -- rambler up⏎select 1;⏎-- rambler down⏎select 2;           | 3:1 | rambler
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
	@ValueSource(strings = { "-- rollback⏎select 1;", "select 1;⏎-- DOWN⏎select 2;", "-- Down Migration⏎select 1;",
			"-- Up Migration⏎select 1;⏎-- Down Migration⏎select 2;", "select 1;⏎-- ==== DOWN ====⏎select 2;" })
	void wordsAreCommentsWhereTheNameIsThatOfAToolWithoutMarkers(String lines) throws IOException {
		for (Layout layout : List.of(Layout.GOLANG_MIGRATE, Layout.FLYWAY, Layout.DIESEL, Layout.PRISMA)) {
			assertThat(ScriptTexts.script(text(lines), layout, ReadingRules.DEFAULT).parse()).isEmpty();
		}
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
			-- Up Migration⏎-- +goose Up⏎select 1;⏎-- +goose Down⏎select 2;              | GOOSE
			-- Up migration⏎-- migrate:up⏎select 1;⏎-- migrate:down⏎select 2;            | DBMATE
			-- up migration⏎select 1;⏎---- create above / drop below ----⏎select 2;      | TERN
			-- Up Migration:⏎# --- !Ups⏎select 1;⏎# --- !Downs⏎select 2;                 | PLAY
			-- Up Migration⏎select 1;⏎-- //@UNDO⏎select 2;                               | MYBATIS
			-- ====  UP  ====⏎-- +migrate Up⏎select 1;⏎-- +migrate Down⏎select 2;        | SQL_MIGRATE
			-- Up Migration⏎select 1;⏎-- Down Migration⏎select 2;⏎-- +goose Down⏎        | NODE_PG_MIGRATE
			-- ====  UP  ====⏎select 1;⏎-- ==== DOWN ====⏎select 2;                      | SHMIG
			-- Down Migration⏎select 2;⏎-- Up Migration⏎select 1;                        | NODE_PG_MIGRATE
			-- ==== DOWN ====⏎select 2;⏎-- ====  UP  ====⏎select 1;                      | SHMIG
			-- !Downs⏎select 2;⏎-- !Ups⏎select 1;                                        | PLAY
			-- rambler down⏎select 2;⏎-- rambler up⏎select 1;                            | RAMBLER
			""")
	void wordsOfEverydayDoNotHideTheLinesOfAnotherTool(String lines, Layout layout) throws IOException {
		Script script = ScriptTexts.script(text(lines));
		assertThat(script.parse()).isEmpty();
		assertThat(script.parsed().layout()).isEqualTo(layout);
		assertThat(script.parsed().statements()).isEqualTo(1);
		assertThat(script.parsed().undo().flatMap(StoredUndo::text)).hasValue("select 2;\n");
	}

	@ParameterizedTest
	@ValueSource(strings = { "  -- postgres-migrations ignore⏎drop table t;",
			"⇥-- postgres-migrations ignore it⏎select 1;" })
	void lineThatItsToolTakesAnywhereCountsBehindBlanks(String lines) throws IOException {
		Script script = ScriptTexts.script(text(lines));
		assertThat(script.parse()).isEmpty();
		assertThat(script.parsed().statements()).isZero();
		Script outside = ScriptTexts.script(text("⏎⇥-- postgres-migrations disable-transaction⏎select 1;"));
		assertThat(outside.parse()).isEmpty();
		assertThat(outside.parsed().transactional()).isFalse();
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			drop table t; -- postgres-migrations ignore               | 1:18
			select 1; -- postgres-migrations disable-transaction      | 1:14
			/* -- postgres-migrations ignore */ drop table t;         | 1:7
			drop table t;⏎  -- postgres-migrations ignore             | 2:3
			""")
	void lineThatItsToolTakesAnywhereIsRefusedWhereItIsNoLine(String lines, String place) throws IOException {
		assertThat(ScriptTexts.script(text(lines)).parse())
			.hasValueSatisfying((problem) -> assertThat(problem.description()).startsWith("f.sql:" + place + ": "));
	}

	private static String text(String lines) {
		return lines.replace("⏎", "\n").replace("⇥", "\t").replace("␠", " ");
	}

}
