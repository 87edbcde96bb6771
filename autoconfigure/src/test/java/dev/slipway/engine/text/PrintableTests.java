package dev.slipway.engine.text;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * How text that others wrote is shown.
 */
class PrintableTests {

	@ParameterizedTest
	@ValueSource(strings = { "", "create table t(i int)", "Zürich, 東京, \uD83D\uDE00, e\u0301, \uE000, \u00A0" })
	void textWithoutControlCharactersIsTheSameObject(String text) {
		assertThat(Printable.line(text)).isSameAs(text);
		assertThat(Printable.block(text)).isSameAs(text);
		assertThat(Printable.text(text)).isSameAs(text);
	}

	@Test
	void controlCharactersAreEscapes() {
		assertThat(Printable.line("a\u001B[2Jb\r\nc\td\0\u007F\u0085"))
			.isEqualTo("a\\u001B[2Jb\\r\\nc\\td\\u0000\\u007F\\u0085");
	}

	@Test
	void separatorsAndFormatCharactersAreEscapes() {
		assertThat(Printable.line("\u2028\u2029\u202E\u200B\u00AD\uFEFF\u061C\u2066"))
			.isEqualTo("\\u2028\\u2029\\u202E\\u200B\\u00AD\\uFEFF\\u061C\\u2066");
	}

	@Test
	void charactersBeyondTheBasicPlaneAreOneEscape() {
		assertThat(Printable.line("\uDB40\uDC41\uD834\uDD73\uD83D\uDE00"))
			.isEqualTo("\\u{E0041}\\u{1D173}\uD83D\uDE00");
	}

	@Test
	void aLoneSurrogateIsAnEscape() {
		assertThat(Printable.line("a\uD83Db\uDE00")).isEqualTo("a\\uD83Db\\uDE00");
		assertThat(Printable.line("\uD83D")).isEqualTo("\\uD83D");
	}

	@Test
	void onlyALineFeedBreaksALineAndWhatFollowsIsIndented() {
		assertThat(Printable.block("PL/pgSQL function f() line 3\nERROR: forged\r\n\n\u2028\u0085x\r"))
			.isEqualTo("PL/pgSQL function f() line 3\n    ERROR: forged\\r\n    \n    \\u2028\\u0085x\\r");
		assertThat(Printable.block("\n")).isEmpty();
	}

	@Test
	void linesAndTabsOfATextStay() {
		assertThat(Printable.text("a\n\tb\r\u001B\n")).isEqualTo("a\n\tb\\r\\u001B\n");
	}

}
