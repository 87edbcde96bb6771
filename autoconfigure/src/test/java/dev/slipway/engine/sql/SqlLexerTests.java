package dev.slipway.engine.sql;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

import dev.slipway.engine.sql.SqlLexer.Token;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What a lexer says of a word.
 */
class SqlLexerTests {

	@ParameterizedTest
	@ValueSource(strings = { "table", "TaBlE", "t_1", "T_1", "_", "a$b", "straße", "STRASSE", "straSSe", "éa", "ÉA",
			"ıs", "IS", "is", "a_name_that_is_longer_than_those_that_are_kept", "twenty_three_characters",
			"four_and_20_characters__", "twenty_five_characters_at" })
	void wordsAreReadInUpperCaseHoweverOften(String word) throws Exception {
		assertThat(words(word + " " + word.toLowerCase(Locale.ROOT) + " " + word.toUpperCase(Locale.ROOT) + " " + word))
			.containsExactly(word.toUpperCase(Locale.ROOT), word.toLowerCase(Locale.ROOT).toUpperCase(Locale.ROOT),
					word.toUpperCase(Locale.ROOT), word.toUpperCase(Locale.ROOT));
	}

	@Test
	void wordsThatBeginAndEndAlikeAreToldApart() throws Exception {
		assertThat(words("table title table title")).containsExactly("TABLE", "TITLE", "TABLE", "TITLE");
	}

	private static List<String> words(String sql) throws Exception {
		SqlLexer lexer = SqlLexer.of(sql);
		List<String> words = new ArrayList<>();
		for (Token token = lexer.next(); token != Token.END; token = lexer.next()) {
			assertThat(token).isEqualTo(Token.WORD);
			words.add(lexer.word());
		}
		return words;
	}

}
