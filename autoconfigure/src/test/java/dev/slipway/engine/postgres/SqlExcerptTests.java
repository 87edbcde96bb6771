package dev.slipway.engine.postgres;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * How statements are shown.
 */
class SqlExcerptTests {

	@Test
	void aStatementIsOneLineWithoutTheTagOfItsRun() {
		assertThat(SqlExcerpt.withoutValues(RunTag.of("0a-1") + "\n\tselect  a,\r\n  1 -- c\n", 50))
			.isEqualTo("select a, 1");
	}

	@Test
	void aLongStatementIsCutOff() {
		assertThat(SqlExcerpt.withoutValues("select 1", 8)).isEqualTo("select 1");
		assertThat(SqlExcerpt.withoutValues("select 12", 8)).isEqualTo("select …");
		assertThat(SqlExcerpt.withoutValues("12\uD83D\uDE00567", 4)).isEqualTo("12…");
	}

	@ParameterizedTest
	@CsvSource(delimiter = '>', quoteCharacter = '`', textBlock = """
			create role a password 'secret'                        > create role a password '…'
			select 'it''s' as "x'y", U&'z', b'1'                   > select '…' as "x'y", U&'…', b'…'
			select E'a\\'secret' || e'b'                           > select '…' || '…'
			select 'a\\' secret'                                   > select '…'
			select 'secret                                         > select '…'
			select "secret                                         > select …
			select 1 /* it's */ + 'secret' -- it's                 > select 1 + '…'
			select 1 /* a /* it's */ b */ 'secret'                 > select 1
			/* cut off                                             > ``
			do $$ begin 'secret'; end $$                           > do '…'
			do $a$ secret $$ 'x' $a$ language sql                  > do '…' language sql
			do $a$ secret                                          > do '…'
			select $1, a$b$c, 'secret'                             > select $1, a$b$c, '…'
			""")
	void theValuesOfAMigrationAreNotShown(String sql, String shown) {
		assertThat(SqlExcerpt.withoutValues(sql.replace("\\\\", "\\"), 100)).isEqualTo(shown);
	}

	@Test
	void aCommentBeforeTheStatementIsNotShown() {
		assertThat(SqlExcerpt.withoutValues("-- Don't\n-- worry\nselect 'secret'", 100)).isEqualTo("select '…'");
	}

	@Test
	void aLongValueIsNotShownEither() {
		assertThat(SqlExcerpt.withoutValues("select '" + "x''".repeat(100_000) + "'", 100)).isEqualTo("select '…'");
	}

}
