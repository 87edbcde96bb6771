package dev.slipway.engine.script;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class SourceTextTests {

	@Test
	void theCaretStandsBelowTheCharacterBehindTabs() {
		assertThat(locate("a\n\tselect\tx;", "x")).isEqualTo("  2 | \tselect\tx;\n    | \t      \t^");
	}

	@Test
	void theCaretStandsBelowTheCharacterBehindWideOnes() {
		assertThat(locate("select '表', x", "x")).isEqualTo("  1 | select '表', x\n    |              ^");
	}

	@Test
	void theCaretStandsBelowTheCharacterBehindEscapes() {
		String escapes = "\\u001B[2J\\u202E\\u{E0041}";
		assertThat(locate("select '\u001B[2J\u202E\uDB40\uDC41\t', x", "x"))
			.isEqualTo("  1 | select '" + escapes + "\t', x\n    |         " + " ".repeat(escapes.length()) + "\t   ^");
	}

	@Test
	void aLongLineIsCutAroundThePlace() {
		String excerpt = locate("x".repeat(500) + "!" + "y".repeat(500), "!");
		String[] lines = excerpt.split("\n");
		assertThat(lines[0]).startsWith("  1 | …x").endsWith("y…").hasSizeLessThan(180);
		assertThat(lines[0].charAt(lines[1].indexOf('^'))).isEqualTo('!');
	}

	@Test
	void theEndOfTheTextIsAPlace() {
		SourceText text = ScriptTexts.source("select (");
		assertThat(text.locate(8)).hasToString("f.sql:1:9");
		assertThat(text.locate(99).excerpt()).endsWith("|         ^");
	}

	@Test
	void everyKindOfLineEndCounts() {
		SourceText text = ScriptTexts.source("a\nb\r\nc\rd");
		assertThat(text.locate(7)).hasToString("f.sql:4:1");
	}

	private static String locate(String text, String mark) {
		return ScriptTexts.source(text).locate(text.indexOf(mark)).excerpt();
	}

}
