package dev.slipway.engine.script;

import dev.slipway.Layout;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.core.io.ByteArrayResource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for what decides that something is replaced in a file.
 */
class SubstitutionTests {

	@ParameterizedTest
	@CsvSource(nullValues = "-", textBlock = """
			# configured, beside, header,          replaced
			false,        -,      -,               false
			true,         -,      -,               true
			false,        true,   -,               true
			true,         false,  -,               false
			false,        -,      placeholders,    true
			true,         -,      no-placeholders, false
			true,         true,   no-placeholders, false
			false,        false,  placeholders,    true
			""")
	void theHeaderCountsBeforeTheFileBesideAndThatBeforeTheConfiguration(boolean configured, @Nullable Boolean beside,
			@Nullable String header, boolean replaced) {
		String head = (header != null) ? "-- slipway: " + header + "\nselect 1;" : "select 1;";
		assertThat(FileSubstitution.of(file(null, configured, beside), head, true).isPresent()).isEqualTo(replaced);
	}

	@ParameterizedTest
	@CsvSource(quoteCharacter = '`', textBlock = """
			`-- about\\n\\n-- slipway: placeholders\\nselect 1;`,             true
			`/* a /* b */ select */\\r\\n-- slipway: placeholders\\r\\n`,     true
			`-- slipway: placeholders`,                                    true
			`select 1;\\n-- slipway: placeholders\\n`,                       false
			` -- slipway: placeholders\\n`,                                 false
			`/* \\n-- slipway: placeholders\\n*/select 1;`,                  false
			`-- slipway: placeholder\\n-- slipway: placeholders\\n`,         true
			`/* never ends`,                                               false
			""")
	void theHeaderEndsAtTheFirstStatement(String head, boolean replaced) {
		assertThat(FileSubstitution.of(file(null, false, null), head.replace("\\n", "\n").replace("\\r", "\r"), true)
			.isPresent()).isEqualTo(replaced);
	}

	@Test
	void theEnvironmentIsReplacedInFilesOfGooseOnly() {
		String goose = "-- +goose ENVSUB ON\n-- +goose Up\nselect 1;";
		assertThat(FileSubstitution.of(file(null, false, null), goose, true))
			.containsInstanceOf(EnvironmentSubstitution.class);
		assertThat(FileSubstitution.of(file(Layout.GOOSE, false, null), goose, true))
			.containsInstanceOf(EnvironmentSubstitution.class);
		assertThat(FileSubstitution.of(file(Layout.PLAIN, false, null), goose, true)).isEmpty();
		assertThat(FileSubstitution.of(file(Layout.PLAIN, true, null), goose, true))
			.containsInstanceOf(PlaceholderSubstitution.class);
	}

	private static ScriptFile file(@Nullable Layout layout, boolean configured, @Nullable Boolean beside) {
		ReadingRules rules = ReadingRules.DEFAULT.withPlaceholderReplacement(configured);
		return new ScriptFile("1_x.sql", new ByteArrayResource(new byte[0]), layout, false,
				(beside != null) ? rules.withPlaceholderReplacement(beside) : rules);
	}

}
