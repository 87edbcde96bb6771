package dev.slipway.engine.layout;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

import dev.slipway.Layout;
import dev.slipway.engine.sql.SqlSyntaxException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for marker lines: for each tool what it takes for one, what it does not, and what
 * is refused.
 */
class MarkerTests {

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
			-- +goose Up                         | goose       | up
			--+goose up                          | goose       | up
			--   +goose   DOWN                   | goose       | down
			--+goose Up--                        | goose       | up
			-- +goose StatementBegin             | goose       | statement-begin
			-- +goose STATEMENTEND               | goose       | statement-end
			-- +goose NO TRANSACTION             | goose       | no-transaction
			-- +goose ENVSUB ON                  | goose       | substitute-on
			-- +goose envsub off                 | goose       | substitute-off
			-- migrate:up                        | dbmate      | up
			--migrate:down                       | dbmate      | down
			-- migrate:up transaction:false      | dbmate      | up no-transaction
			-- migrate:up  a:b transaction:false | dbmate      | up no-transaction
			-- migrate:up transaction:true       | dbmate      | up
			-- migrate:down transaction:false    | dbmate      | down no-transaction
			-- +migrate Up                       | sql-migrate | up
			-- +migrate Down                     | sql-migrate | down
			-- +migrate Up notransaction         | sql-migrate | up no-transaction
			-- +migrate Down x notransaction     | sql-migrate | down no-transaction
			-- +migrate StatementBegin           | sql-migrate | statement-begin
			-- +migrate StatementEnd             | sql-migrate | statement-end
			---- create above / drop below ----  | tern        | down
			---- tern: disable-tx ----           | tern        | no-transaction
			-- !Ups                              | play        | up
			---  -!Downs (the queens)            | play        | down
			-- Up Migration                      | node-pg-migrate | up
			-----  down	MIGRATION:              | node-pg-migrate | down
			-- //@UNDO                           | mybatis     | down
			--//@UNDO                            | mybatis     | down
			--  // @UNDONE and more              | mybatis     | down
			--! Previous: -                      | graphile-migrate | header
			--! Message: x                       | graphile-migrate | header
			--! AllowInvalidHash                 | graphile-migrate | header
			-- rambler up                        | rambler     | up
			-- rambler   down                    | rambler     | down
			-- ====  UP  ====                    | shmig       | up
			-- ==== DOWN ====                    | shmig       | down
			""")
	void aToolsMarkerTellsTheLayout(String comment, String layout, String meanings) throws SqlSyntaxException {
		assertThat(read(null, comment)).containsExactlyElementsOf(markers(layout, meanings));
		assertThat(read(layout(layout), comment)).containsExactlyElementsOf(markers(layout, meanings));
		for (Layout other : Layout.values()) {
			if (other != layout(layout)) {
				assertThat(read(other, comment)).as("%s", other).isEmpty();
			}
		}
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
			-- up migrations of all tables       | node-pg-migrate  | up
			-- Down Migration, at last           | node-pg-migrate  | down
			-- @DELIMITER !!                     | mybatis          | header
			-- //@delimiter ;                    | mybatis          | header
			--! no-transaction                   | graphile-migrate | no-transaction-if-first
			-- evolve-tx-off                     | evolve           | no-transaction-if-first-line
			-- evolve-tx-off                     | flyway           | no-transaction-if-first-line
			-- x, EVOLVE-TX-OFF                  | flyway           | no-transaction-if-first-line
			""")
	void someLinesCountOnlyInAFileOfTheTool(String comment, String layout, String meanings) throws SqlSyntaxException {
		assertThat(read(layout(layout), comment)).containsExactlyElementsOf(markers(layout, meanings));
		assertThat(read(null, comment)).isEmpty();
		assertThat(read(Layout.PLAIN, comment)).isEmpty();
	}

	@ParameterizedTest
	@EnumSource(Layout.class)
	void slipwaysOwnLinesCountInEveryLayout(Layout layout) throws SqlSyntaxException {
		assertThat(read(layout, "-- slipway: no-transaction")).containsExactly(own(Meaning.NO_TRANSACTION));
		assertThat(read(layout, "--slipway:undo ")).containsExactly(own(Meaning.UNDO));
		assertThat(read(null, "--  slipway:  placeholders")).containsExactly(own(Meaning.PLACEHOLDERS));
		assertThat(read(layout, "-- slipway: no-placeholders")).containsExactly(own(Meaning.NO_PLACEHOLDERS));
	}

	@Test
	void linesOfSqlxAndAtlasCountInPlainFilesAndTellNoLayout() throws SqlSyntaxException {
		for (@Nullable
		Layout layout : Arrays.asList(null, Layout.PLAIN, Layout.GOLANG_MIGRATE)) {
			assertThat(read(layout, "-- no-transaction, please"))
				.containsExactly(own(Meaning.NO_TRANSACTION_IF_FIRST_LINE));
			assertThat(read(layout, "-- atlas:txmode none")).containsExactly(own(Meaning.NO_TRANSACTION));
			assertThat(read(layout, "-- postgres-migrations disable-transaction"))
				.containsExactly(own(Meaning.NO_TRANSACTION));
			assertThat(read(layout, "-- atlas:txmode file")).isEmpty();
			assertThat(read(layout, "-- atlas:nolint destructive")).isEmpty();
		}
		assertThat(read(Layout.DIESEL, "-- hasura:no-transaction"))
			.containsExactly(new Marker(Layout.DIESEL, Meaning.NO_TRANSACTION));
		assertThat(read(Layout.FLYWAY, "-- no-transaction")).isEmpty();
		assertThat(read(Layout.FLYWAY, "-- atlas:txmode all")).isEmpty();
	}

	@ParameterizedTest
	@ValueSource(strings = { "--", "-- ", "----------", "-- Name: users; Type: TABLE; Schema: public; Owner: -",
			"-- see +goose docs", "-- migrate: the old users", "-- migrate:upx", "-- no transaction here",
			"--no-transaction", "-- slipway is great", "-- tern: x", "-- + and -", "-- atlas shrugged", "-- +migration",
			"-- up migration of users", "-- download migration", "-- ==== UP ====", "-- ---- DOWN ----",
			"-- // a title", "-- rambler is a tool", "--! split: 1.sql", "-- see !ups", "-- liquibase" })
	void aMereCommentSaysNothing(String comment) throws SqlSyntaxException {
		assertThat(read(null, comment)).isEmpty();
		assertThat(read(Layout.FLYWAY, comment)).isEmpty();
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|',
			textBlock = """
					any         | -- +goose Foo                      | goose has no such line; it has -- +goose Up, -- +goose Down,
					any         | -- +goose                          | goose has no such line
					any         | -- +goose NO  TRANSACTION          | -- +goose NO TRANSACTION
					any         | -- +goose Up +goose Down           | goose has no such line
					goose       | -- see +goose docs                 | goose has no such line
					any         | --+migrate Up                      | sql-migrate has no such line; it has -- +migrate Up,
					any         | -- +migrate up                     | sql-migrate has no such line
					any         | -- +migrate                        | sql-migrate has no such line
					sql-migrate | -- +migrate Dwon                   | -- +migrate Down notransaction
					dbmate      | -- migrate:dwon                    | dbmate has no such line; it has -- migrate:up,
					dbmate      | -- migrate:dwn transaction:false   | dbmate has no such line
					dbmate      | -- migrate:upx                     | dbmate has no such line
					any         | ---- migrate:up                    | dbmate has no such line
					any         | -- MIGRATE:DOWN                    | dbmate has no such line
					any         | -- migrate: down                   | dbmate has no such line
					any         | -- migrate:down;                   | dbmate has no such line
					dbmate      | -- see migrate:down                | dbmate has no such line
					any         | -- + GOOSE Down                    | goose has no such line
					any         | --+MIGRATE Down                    | sql-migrate has no such line
					any         | -- create above / drop below       | tern has no such line
					tern        | -- x Create Above / Drop Below     | tern has no such line
					any         | -- SLIPWAY: undo                   | Slipway has no such line
					any         | -- atlas:import other.sql          | Slipway does not do what atlas:import asks for
					any         | ---- create above / drop below --- | tern has no such line; it has ---- create above / drop below ----,
					tern        | ---- tern: disable-txn ----        | ---- tern: disable-tx ----
					any         | -- slipway: no-transactions        | Slipway has no such line; it has -- slipway: no-transaction,
					flyway      | -- slipway:                        | Slipway has no such line
					any         | -- atlas:txmode all                | Atlas has no such line; it has -- atlas:txmode none,
					any         | -- !ups                            | Play has no such line; it has -- !Ups,
					any         | -- ! Downs                         | Play has no such line
					any         | -- //@Undo                         | MyBatis has no such line; it has -- //@UNDO,
					mybatis     | -- @UNDO                           | MyBatis has no such line
					any         | --rambler down                     | rambler has no such line; it has -- rambler up,
					any         | -- Rambler Up                      | rambler has no such line
					rambler     | -- rambler dwon                    | rambler has no such line
					shmig       | -- ==== UP ====                    | shmig has no such line; it has -- ====  UP  ====,
					shmig       | --==== DOWN ====                   | shmig has no such line
					flyway      | -- evolve-repeat-always            | Slipway does not do what evolve-repeat-always asks for
					evolve      | -- evolve-repeat-always            | Slipway does not do what evolve-repeat-always asks for
					any         | -- liquibase formatted sql         | this is a changelog of Liquibase's
					plain       | --liquibase formatted sql x:y      | this is a changelog of Liquibase's
					plain       | -- atlas:delimiter \\n\\n          | Slipway does not do what atlas:delimiter asks for
					""")
	void whatIsNearlyAMarkerIsRefusedAtItsPlace(String layout, String comment, String message) {
		assertThatExceptionOfType(SqlSyntaxException.class)
			.isThrownBy(() -> read(layout.equals("any") ? null : layout(layout), comment))
			.withMessageContaining(message)
			.satisfies((failure) -> assertThat(comment.substring(0, (int) failure.offset())).matches("[- ]*"));
	}

	private static List<Marker> read(@Nullable Layout layout, String comment) throws SqlSyntaxException {
		return Marker.read(layout, comment);
	}

	private static Marker own(Meaning meaning) {
		return new Marker(null, meaning);
	}

	private static List<Marker> markers(String layout, String meanings) {
		return Arrays.stream(meanings.split(" "))
			.map((word) -> new Marker(layout(layout), Meaning.valueOf(constant(word))))
			.toList();
	}

	private static Layout layout(String property) {
		return Layout.valueOf(constant(property));
	}

	private static String constant(String word) {
		return word.toUpperCase(Locale.ROOT).replace('-', '_');
	}

}
