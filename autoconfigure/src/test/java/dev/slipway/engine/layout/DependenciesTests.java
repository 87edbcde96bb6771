package dev.slipway.engine.layout;

import java.util.List;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the lines before the first statement of a file of yoyo's.
 */
class DependenciesTests {

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`', emptyValue = "", textBlock = """
			-- depends: a b                                        | a b     | ``
			-- x⏎⏎  --depends :  a⏎-- depends: b  c ⏎select 1;     | a b c   | ``
			-- depends:⏎-- transactional: False                    | ``      | False
			-- depends: a␍⏎-- transactional: true␍⏎select 1;       | a       | true
			select 1;⏎-- depends: a⏎-- transactional: false        | ``      | ``
			/* x */⏎-- depends: a                                  | ``      | ``
			-- Depends: a⏎-- it depends: a⏎-- depends on: a        | ``      | ``
			-- depends: a, b                                       | a, b    | ``
			""")
	void linesNameWhatComesBefore(String head, String names, String transactional) {
		Dependencies read = Dependencies.read(head.replace("⏎", "\n").replace("␍", "\r"));
		assertThat(read.names()).isEqualTo(names.isEmpty() ? List.of() : List.of(names.split(" ")));
		assertThat(read.transactional()).isEqualTo(transactional);
		assertThat(read.isClear()).isTrue();
	}

	@ParameterizedTest
	@CsvSource({ "no", "false x", "0", "'false '" })
	void otherValueIsNotClear(String value) {
		assertThat(Dependencies.read("-- transactional: " + value + "\n").isClear()).isFalse();
		assertThat(Dependencies.read("-- transactional: true\n-- transactional: true\n").isClear()).isFalse();
	}

}
