package dev.slipway.boot.command;

import java.util.Arrays;

import dev.slipway.boot.autoconfigure.CommandOptionNames;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What can be said beside a command is known where settings are checked.
 */
class CommandOptionTests {

	@Test
	void optionsAreNoUnknownSettings() {
		assertThat(CommandOptionNames.known()).containsExactlyInAnyOrderElementsOf(
				Arrays.stream(CommandOption.values()).map(CommandOption::label).toList());
	}

}
