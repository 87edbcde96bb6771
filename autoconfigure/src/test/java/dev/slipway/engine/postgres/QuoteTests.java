package dev.slipway.engine.postgres;

import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link Quote}.
 */
class QuoteTests {

	@ParameterizedTest
	@ValueSource(strings = { "", "nothing", "%s", "a %s and %s, then %s", "%2$s%1$s%3$s", "%1$s %1$s", "100%% of %s",
			"%s%%", "%3$s, 0%2$s", "'%s' like '%%\\_%%'" })
	void fillsATemplateAsJavaDoes(String template) {
		Object[] values = { "first %s", 2, "'third $1 \\'" };
		assertThat(Quote.fill(template, values)).isEqualTo(template.formatted(values));
	}

	@Test
	void quotesAValueWithTheEscapesThatItNeeds() {
		Map<String, String> literals = Map.of("", "''", "plain", "'plain'", "it's", "'it''s'", "C:\\temp",
				"E'C:\\\\temp'", "\\'", "E'\\\\'''");
		literals.forEach((value, literal) -> {
			assertThat(Quote.literal(value)).isEqualTo(literal);
			StringBuilder sql = new StringBuilder("select '\\', ");
			Quote.appendLiteral(sql, new StringBuilder(value));
			assertThat(sql).hasToString("select '\\', " + literal);
		});
	}

	@Test
	void quotesABlockThatHasItsOwnTag() {
		String body = "perform '$slipway$', '$slipway1$';\n";
		assertThat(Quote.block("", body)).isEqualTo("do $slipway2$\nbegin\n" + body + "end $slipway2$")
			.isEqualTo(Quote.block("", new StringBuilder(body)));
		assertThat(Quote.block("a int;\n", "")).isEqualTo("do $slipway$\ndeclare\na int;\nbegin\nend $slipway$");
	}

}
