package dev.slipway.engine.script;

import java.io.IOException;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for whether a script still begins with the statements that are finished.
 */
class StatementsChecksumTests {

	@Test
	void nothingFinishedCannotHaveChanged() throws IOException {
		Script script = script("select 1; select 2;");
		assertThat(StatementsChecksum.matches(script, 0, StatementsChecksum.NOTHING)).isTrue();
		assertThat(StatementsChecksum.matches(script, 0, script.checksum())).isTrue();
		assertThat(StatementsChecksum.matches(script, 0, "")).isTrue();
	}

	@Test
	void finishedStatementsMayNotChangeAndTheRestMay() throws Exception {
		Script script = script("select 1; select 2;");
		StatementsChecksum one = new StatementsChecksum(script);
		one.add(ScriptTexts.split("select 1").get(0));
		assertThat(StatementsChecksum.matches(script, 1, one.value())).isTrue();
		assertThat(StatementsChecksum.matches(script("select 1; select 3"), 1, one.value())).isTrue();
		assertThat(StatementsChecksum.matches(script("select 3; select 2"), 1, one.value())).isFalse();
		assertThat(StatementsChecksum.matches(script(""), 1, one.value())).isFalse();
	}

	private static Script script(String sql) throws IOException {
		Script script = ScriptTexts.script(sql);
		assertThat(script.parse()).isEmpty();
		return script;
	}

}
