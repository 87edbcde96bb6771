package dev.slipway.boot.command;

import java.util.HashMap;
import java.util.Map;
import java.util.Objects;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.SimpleCommandLinePropertySource;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatNoException;

/**
 * What can be said beside a command, and where.
 */
class CommandLineTests {

	private final Map<String, Object> variables = new HashMap<>();

	private final Map<String, Object> file = new HashMap<>();

	@Test
	void withoutACommandThereIsNone() {
		assertThat(read()).isNull();
	}

	@Test
	void optionsComeFromArgumentsAndFromTheEnvironment() {
		this.variables.put("SLIPWAY_OUTPUT", "json");
		CommandLine line = command("--slipway.command=migrate", "--slipway.service=a,b");
		assertThat(line.value(CommandOption.SERVICE)).isEqualTo("a,b");
		assertThat(line.isJson()).isTrue();
	}

	@Test
	void argumentHidesTheEnvironment() {
		this.variables.put("SLIPWAY_OUTPUT", "json");
		CommandLine line = command("--slipway.command=migrate", "--slipway.output=text");
		assertThat(line.isJson()).isFalse();
	}

	@Test
	void commandMayStandInAFile() {
		this.file.put("slipway.command", "status");
		assertThat(read()).isNotNull();
	}

	@Test
	void fileConfirmsNothing() {
		this.file.put("slipway.reset-allowed", "true");
		this.file.put("slipway.confirm", "true");
		refused("slipway.confirm comes from \"slipway.confirm\" from property source \"application.properties\", and counts"
				+ " only as an argument or in the environment of the process.", "--slipway.command=reset");
		this.file.put("slipway.confirm", "false");
		assertThat(read("--slipway.command=reset")).isNotNull();
		this.file.put("slipway.confirm", "true");
		CommandLine line = command("--slipway.command=reset", "--slipway.confirm=false");
		assertThat(line.has(CommandOption.CONFIRM)).isFalse();
	}

	@Test
	void optionOfAnotherCommandInAFileIsLeftAlone() {
		this.file.put("slipway.confirm", "true");
		assertThat(read("--slipway.command=status")).isNotNull();
	}

	@Test
	void optionsThatTheCommandDoesNotTakeAreRefusedWhereverTheyAreSaid() {
		refused("it takes no --slipway.count=N.", "--slipway.command=migrate", "--slipway.count=1");
		this.variables.put("SLIPWAY_COUNT", "1");
		refused("it takes no --slipway.count=N, which \"SLIPWAY_COUNT\" from property source \"systemEnvironment\" sets.",
				"--slipway.command=migrate");
		assertThat(read("--slipway.command=help")).isNotNull();
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			--slipway.sevice=x    | there is no property 'slipway.sevice'. Did you mean 'slipway.service'?
			--slipway.locatons=x  | there is no property 'slipway.locatons'. Did you mean 'slipway.locations'?
			--slipway.confrim     | there is no property 'slipway.confrim'. Did you mean 'slipway.confirm'?
			--slipway.whatever=1  | there is no property 'slipway.whatever'.
			--slipway.target=     | slipway.target has no value.
			--slipway.output=xml  | slipway.output is 'xml', and can be text or json only.
			""")
	void misspeltOptionsAreAnsweredWithTheNearest(String argument, String problem) {
		refused(problem, "--slipway.command=migrate", argument);
	}

	@Test
	void switchIsTrueOrFalse() {
		refused("slipway.confirm is 'yes', and can be true or false only.", "--slipway.command=reset",
				"--slipway.confirm=yes");
	}

	@Test
	void applicationDoesNotStartWithWhatOnlyCommandsTake() {
		doesNotStart("The application does not start with slipway.confirm, which only commands take: it would apply"
				+ " everything.", "--slipway.confirm");
		doesNotStart("The application does not start: there is no property 'slipway.comand'. Did you mean"
				+ " 'slipway.command'?", "--slipway.comand=status");
		this.variables.put("SLIPWAY_TARGET", "3");
		doesNotStart("The application does not start with slipway.target (from \"SLIPWAY_TARGET\" from property"
				+ " source \"systemEnvironment\"), which only commands take: it would apply everything.");
	}

	@Test
	void applicationStartsWithOtherArguments() {
		assertThatNoException().isThrownBy(() -> CommandLine.refuseWithoutCommand(
				environment("--slipway.mode=wait", "--slipway.own=1", "--other", "--slipway.command=")));
	}

	private void doesNotStart(String message, String... arguments) {
		assertThatExceptionOfType(CommandRefusedException.class)
			.isThrownBy(() -> CommandLine.refuseWithoutCommand(environment(arguments)))
			.withMessage(message)
			.satisfies((refused) -> assertThat(refused.getExitCode()).isEqualTo(2));
	}

	private void refused(String problem, String... arguments) {
		assertThatExceptionOfType(CommandRefusedException.class).isThrownBy(() -> read(arguments))
			.withMessageEndingWith("cannot run: " + problem)
			.satisfies((refused) -> assertThat(refused.getExitCode()).isEqualTo(2));
	}

	private CommandLine command(String... arguments) {
		return Objects.requireNonNull(read(arguments));
	}

	private @Nullable CommandLine read(String... arguments) {
		return CommandLine.of(environment(arguments));
	}

	private ConfigurableEnvironment environment(String... arguments) {
		StandardEnvironment environment = new StandardEnvironment();
		environment.getPropertySources()
			.replace(StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME, new SystemEnvironmentPropertySource(
					StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME, this.variables));
		environment.getPropertySources().addFirst(new SimpleCommandLinePropertySource(arguments));
		environment.getPropertySources().addLast(new MapPropertySource("application.properties", this.file));
		ConfigurationPropertySources.attach(environment);
		return environment;
	}

}
