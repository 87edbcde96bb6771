package dev.slipway.engine.text;

import java.io.IOException;
import java.sql.SQLException;
import java.sql.SQLTransientException;
import java.util.Map;

import dev.slipway.DatabaseException;
import dev.slipway.ServerError;
import dev.slipway.SharedHistoryException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What is shown of values that stand in what the server was sent.
 */
class SecretsTests {

	private final Secrets secrets = Secrets.of(Map.of("s3cr3t-value", "${pw}", "it''s\\hidden", "${it}",
			"0123456789abcdefghijKLMNOPQRST", "${long}", "other-s3cr3t-value-2", "${pw2}", "ab", "${short}"));

	@ParameterizedTest
	@CsvSource(delimiter = '>', quoteCharacter = '`', textBlock = """
			syntax error at or near "s3cr3t-value"     > syntax error at or near "${pw}"
			S3CR3T-VALUE, other-s3cr3t-value-2         > ${pw}, ${pw2}
			(1, it's\\hidden)                          > (1, ${it})
			(1, it''s\\hidden)                         > (1, ${it})
			'it''''s\\\\hidden'                        > '${it}'
			(s3cr...), (s3c...), (s3crx...)            > (${pw}...), (s3c...), (s3crx...)
			...alue', ...lue, ...xalue                 > ...${pw}', ...lue, ...xalue
			s3cr3t-v…                                  > ${pw}…
			x0123456789ABCDEFGHIJy                     > x${long}y
			x0123456789abcdefghi                       > x${long}
			x12345678                                  > x12345678
			x23456789abcdy, xABCDEFGHIJKLMNOy          > x${long}y, xABCDEFGHIJKLMNOy
			ab                                         > ab
			""")
	void valuesAndPartsOfThemAreNotShown(String text, String shown) {
		assertThat(this.secrets.mask(text.replace("\\\\", "\\"))).isEqualTo(shown);
	}

	@Test
	void aStatementThatWasCutOffEndsBeforeAPartOfAValue() {
		assertThat(this.secrets.maskCut("create role s3cr3t")).isEqualTo("create role ${pw}");
		assertThat(this.secrets.maskCut("create role app")).isEqualTo("create role app");
	}

	@Test
	void whatIsShownIsNotMaskedAgain() {
		assertThat(Secrets.of(Map.of("password", "${pass}", "x-password-y", "${password}")).mask("(x-password-y)"))
			.isEqualTo("(${password})");
	}

	@Test
	void allThatTheServerSaidIsMasked() {
		assertThat(this.secrets.mask(new ServerError("ERROR", "a s3cr3t-value", "22000", "b s3cr3t-value",
				"c s3cr3t-value", "d s3cr3t-value", 7)))
			.isEqualTo(new ServerError("ERROR", "a ${pw}", "22000", "b ${pw}", "c ${pw}", "d ${pw}", 7));
	}

	@Test
	void aCauseWithoutAValueStaysTheSame() {
		SQLException cause = new SQLException("a", "22000", new IOException("b"));
		cause.addSuppressed(new IllegalStateException());
		cause.setNextException(cause);
		assertThat(this.secrets.mask(cause)).isSameAs(cause);
		PSQLException said = new PSQLException(new ServerErrorMessage("SERROR\0C22000\0Mno\0"));
		assertThat(this.secrets.mask(said)).isSameAs(said);
	}

	@Test
	void anExceptionOfTheDriverThatKeepsAValueIsReplaced() {
		PSQLException cause = new PSQLException(new ServerErrorMessage("SERROR\0C22000\0Mno\0qselect 's3cr3t-value'\0"),
				false);
		assertThat(cause.getMessage()).doesNotContain("s3cr");
		Throwable masked = this.secrets.mask(cause);
		assertThat(masked).isExactlyInstanceOf(SQLException.class).hasMessage("ERROR: no");
		assertThat(((SQLException) masked).getSQLState()).isEqualTo("22000");
		assertThat(masked.getStackTrace()).isEqualTo(cause.getStackTrace());
	}

	@Test
	void theWholeChainIsReplacedWhenOnePartOfItHasAValue() {
		SQLException cause = new SQLTransientException("outer", "57014", 3, new IOException("s3cr3t-value"));
		cause.addSuppressed(new IllegalStateException("S3CR3T-value"));
		cause.setNextException(new SQLException("next s3cr3t-value"));
		SQLException masked = (SQLException) this.secrets.mask(cause);
		assertThat((Throwable) masked).isExactlyInstanceOf(SQLException.class).hasMessage("outer");
		assertThat(masked.getErrorCode()).isEqualTo(3);
		assertThat(masked.getCause()).isExactlyInstanceOf(RuntimeException.class)
			.hasMessage("java.io.IOException: ${pw}");
		assertThat(masked.getSuppressed()).singleElement()
			.satisfies((one) -> assertThat(one).hasMessage("java.lang.IllegalStateException: ${pw}"));
		assertThat((Throwable) masked.getNextException()).hasMessage("next ${pw}");
	}

	@Test
	void aChainThatLeadsBackToItselfHasAnEnd() {
		SQLException first = new SQLException("s3cr3t-value");
		IOException second = new IOException(first);
		first.addSuppressed(second);
		assertThat(this.secrets.mask((Throwable) first)).hasMessage("${pw}");
	}

	@Test
	void credentialsInTheCauseOfAnExceptionAreNotRepeated() {
		RuntimeException cause = new IllegalStateException("no jdbc:x:y?password=s3cr3t\nCaused by: \u001B[2J");
		assertThat(new SharedHistoryException("a", "b", "c")).hasNoCause();
		assertThat(new DatabaseException("", DatabaseException.Reason.OTHER, "x", cause).getCause())
			.hasMessage("java.lang.IllegalStateException: no jdbc:x:y?***\n    Caused by: \\u001B[2J");
		RuntimeException clean = new IllegalStateException("no");
		assertThat(new DatabaseException("", DatabaseException.Reason.OTHER, "x", clean)).hasCause(clean);
	}

	@Test
	void nameInAContextBeginsNoLine() {
		PSQLException said = new PSQLException(
				new ServerErrorMessage("SERROR\0C22000\0Mno\0WPL/pgSQL function \"f\nFORGED\"\0"));
		assertThat(said.getMessage()).contains("\nFORGED");
		Throwable cause = new DatabaseException("", DatabaseException.Reason.OTHER, "x", said).getCause();
		assertThat(cause).hasMessageContaining("\n    FORGED").hasMessageNotContaining("\nFORGED");
	}

	@ParameterizedTest
	@CsvSource(delimiter = ';', quoteCharacter = '@',
			textBlock = """
					pa'ssw0rdVerySecretTail; syntax error at or near "ssw0rdVerySecretTail"; syntax error at or near "${pw}"
					'abc' secrettoken999; unrecognized role option "secrettoken999"; unrecognized role option "${pw}"
					{"u":"central-1","p":"sesame7-topsecret-abcdef", bad, "x": 1}; line 1: ...ral-1","p":"sesame7-topsecret-abcdef", bad...; line 1: ...${pw}...
					a'bcdef12345secret; syntax error at or near "bcdef12345secretpost"; syntax error at or near "${pw}post"
					{"a": 1, "password": "correct horse battery staple", "x": bad}; JSON data, line 2:  "password": "correct horse battery staple",; JSON data, line 2: ${pw}
					{"tenant":"t-1","k":"one","password":"correct horse battery staple", bad}; ...e","password":"correct horse battery staple", bad...; ...${pw}...
					id bigint primary key; multiple primary keys for table "t"; multiple primary keys for table "t"
					""")
	void wordOfAValueIsMasked(String value, String text, String expected) {
		assertThat(Secrets.of(Map.of(value, "${pw}")).mask(text)).isEqualTo(expected);
	}

}
