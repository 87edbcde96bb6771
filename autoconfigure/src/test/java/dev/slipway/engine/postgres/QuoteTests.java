package dev.slipway.engine.postgres;

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

}
