package dev.slipway.engine.script;

import java.io.IOException;
import java.util.Objects;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for marker lines that do not fit together: what the tool refuses is refused at
 * its place, and what the tool accepts is accepted.
 */
class SectionsTests {

	@ParameterizedTest
	@CsvSource(delimiter = '|',
			textBlock = """
					-- +goose Up⏎-- +goose StatementBegin⏎select 1                                      | 2:1 | -- +goose StatementEnd is missing
					-- +goose Up⏎select 1;⏎-- +goose Down⏎-- +goose StatementBegin⏎select 2            | 4:1 | -- +goose StatementEnd is missing
					-- +goose Up⏎-- +goose StatementBegin⏎select 1⏎-- +goose Down                       | 2:1 | -- +goose StatementEnd is missing
					-- +goose Up⏎-- +goose StatementBegin⏎-- +goose StatementBegin⏎s⏎-- +goose StatementEnd | 3:1 | the statement that began on line 2 has no end yet
					-- +goose Up⏎select 1⏎-- +goose StatementEnd                                        | 3:1 | no line -- +goose StatementBegin comes before it
					-- +goose StatementBegin⏎select 1⏎-- +goose StatementEnd⏎-- +goose Up               | 1:1 | this line stands before the line -- +goose Up
					-- +goose Up⏎select 1;⏎-- +goose Up⏎select 2                                       | 3:1 | goose has one line -- +goose Up
					-- +goose Up⏎select 1;⏎-- +goose Down⏎select 2;⏎-- +goose Up                      | 5:1 | goose has one line -- +goose Up
					-- +goose Up⏎select 1;⏎-- +goose Down⏎select 2;⏎-- +goose Down                    | 5:1 | the undo script has begun on line 3 already
					-- +goose Down⏎select 2;⏎-- +goose Up⏎select 1                                     | 1:1 | this line stands before the line -- +goose Up
					-- +migrate Up⏎-- +migrate StatementBegin⏎select 1                                  | 2:1 | -- +migrate StatementEnd is missing
					-- +migrate Up⏎-- +migrate StatementBegin⏎select 1⏎-- +migrate Down                 | 2:1 | -- +migrate StatementEnd is missing
					-- migrate:up⏎select 1;⏎-- migrate:up⏎select 2                                     | 3:1 | a line -- migrate:down has to come before it
					-- migrate:up⏎select 1;⏎-- migrate:down⏎select 2;⏎-- migrate:down                 | 5:1 | the undo script has begun on line 3 already
					-- migrate:down⏎select 2;⏎-- migrate:up⏎select 1                                   | 1:1 | this line stands before the line -- migrate:up
					select 1;⏎-- slipway: undo⏎select 2;⏎-- slipway: undo⏎select 3                    | 4:1 | the undo script has begun on line 2 already
					-- slipway: undo⏎-- slipway: undo                                                   | 2:1 | the undo script has begun on line 1 already
					-- +goose Up⏎select 1;⏎-- +goose Down⏎select 2;⏎-- slipway: undo                  | 5:1 | the undo script has begun on line 3 already
					-- migrate:up⏎select 1;⏎-- slipway: undo⏎select 2;⏎-- migrate:down                | 5:1 | the undo script has begun on line 3 already
					-- +migrate Up⏎select 1;⏎-- slipway: undo⏎select 2;⏎-- +migrate Up                | 5:1 | the undo script has begun on line 3 already
					select 1;⏎---- create above / drop below ----⏎select 2;⏎-- slipway: undo          | 4:1 | the undo script has begun on line 2 already
					""")
	void markersThatDoNotFitTogetherAreRefusedAtTheirPlace(String lines, String place, String message)
			throws IOException {
		String sql = lines.replace("⏎", "\n");
		assertThat(ScriptTexts.script(sql).parse()).hasValueSatisfying((problem) -> {
			assertThat(problem.description()).startsWith("f.sql:" + place + ": ").contains(message);
			assertThat(Objects.requireNonNull(problem.position()).excerpt()).endsWith("| ^");
		});
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "-- nothing\n", "/* nothing */", ";\n;", "-- slipway: undo\n",
			"select 1;\n-- slipway: undo\nselect 2;\n", "-- +goose Up\n", "-- +goose Up\n-- +goose Down\n",
			"-- +goose Up\n-- +goose StatementBegin\n-- +goose StatementEnd\n",
			"-- +goose Up\n-- +goose StatementBegin\nselect 1\n-- +goose StatementEnd\nselect 2;\n"
					+ "-- +goose StatementBegin\nselect 3;\n-- +goose StatementEnd\n-- +goose Down\nselect 4;\n",
			"-- +migrate Down\nselect 2;\n-- +migrate Up\nselect 1;\n-- +migrate Down\nselect 3;\n-- +migrate Up\n",
			"-- +migrate Up\n-- +migrate StatementBegin\n-- +migrate StatementBegin\nselect 1;\n-- +migrate StatementEnd\n",
			"-- +migrate Up\nselect 1;\n-- +migrate StatementEnd\nselect 2;\n",
			"-- migrate:up\nselect 1;\n-- migrate:down\nselect 2;\n-- migrate:up\nselect 3;\n-- migrate:down\n",
			"select 1;\n---- create above / drop below ----\nselect 2;\n---- create above / drop below ----\nselect 3;\n" })
	void whatTheToolAcceptsIsAccepted(String sql) throws IOException {
		assertThat(ScriptTexts.script(sql).parse()).isEmpty();
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			begin; create table z(i int);                                        | 1:1  | COMMIT is missing
			select 1; begin; select 2                                              | 1:11 | COMMIT is missing
			start transaction read only; select 1                                  | 1:1  | COMMIT is missing
			begin; select 1; commit; begin; select 2                         | 1:26 | COMMIT is missing
			begin; select 1; commit and chain                                    | 1:18 | COMMIT is missing
			begin; select 1; end work /* or not */ and /* no */ chain; select 2 | 1:18 | COMMIT is missing
			begin; select 1; rollback and chain                                  | 1:18 | COMMIT is missing
			-- slipway: no-transaction⏎begin; select 1                             | 2:1  | COMMIT is missing
			select 1; -- c⏎-- slipway: undo⏎begin; select 2                      | 3:1  | COMMIT is missing
			-- +goose Up⏎select 1;⏎-- +goose Down⏎begin; commit; begin;       | 4:16 | COMMIT is missing
			""")
	void transactionThatIsNeverCommittedIsRefusedAtItsPlace(String lines, String place, String message)
			throws IOException {
		String sql = lines.replace("⏎", "\n");
		assertThat(ScriptTexts.script(sql).parse()).hasValueSatisfying((problem) -> {
			assertThat(problem.description()).startsWith("f.sql:" + place + ": ").contains(message);
			assertThat(Objects.requireNonNull(problem.position()).excerpt()).endsWith("^");
		});
	}

	@ParameterizedTest
	@ValueSource(strings = { "begin; select 1; commit;", "begin; begin; select 1; end", "select 1; commit;", "commit",
			"begin; select 1; rollback", "begin; select 1; commit and no chain;",
			"begin; select 1; commit and chain; select 2; commit",
			"create function f() returns int begin atomic select 1; end", "do $$begin perform 1; end$$",
			"begin; savepoint a; rollback to a; commit", "select 1;\n-- slipway: undo\nbegin; select 2; commit;",
			"commit; create index concurrently i on t (a); begin; select 2", "select 1; commit and chain",
			"begin; select 1; abort; begin; select 2; end;" })
	void transactionThatEndsIsAccepted(String sql) throws IOException {
		assertThat(ScriptTexts.script(sql).parse()).isEmpty();
	}

}
