package dev.slipway.engine.files;

import java.util.stream.Stream;

import dev.slipway.ScriptPosition;
import dev.slipway.engine.script.ScriptTexts;
import dev.slipway.engine.script.SourceText;
import dev.slipway.testing.HostileText;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * No text of a file forges a line where its place is shown.
 */
class HostileTextTests {

	@ParameterizedTest(name = "{index}")
	@MethodSource("texts")
	void excerptsArePrintableAtEveryPlace(String text) {
		SourceText source = ScriptTexts.source(text);
		for (int offset = 0; offset <= text.length(); offset += 7) {
			ScriptPosition position = source.locate(offset);
			assertThat(HostileText.faults(position.excerpt(), "\n\t")).isEmpty();
			assertThat(position.excerpt().split("\n")).hasSize(2);
		}
	}

	private static Stream<String> texts() {
		return HostileText.forServer();
	}

}
