package dev.slipway.boot.command;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import dev.slipway.MigrationReport;
import dev.slipway.testing.Canary;
import dev.slipway.testing.HostileText;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.slf4j.LoggerFactory;

import org.springframework.boot.diagnostics.LoggingFailureAnalysisReporter;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

/**
 * No name and no message of others forges a line of what a command prints.
 */
@ExtendWith(OutputCaptureExtension.class)
class HostileTextTests {

	private final Logger reporter = (Logger) LoggerFactory.getLogger(LoggingFailureAnalysisReporter.class);

	private Level level;

	@BeforeEach
	void logNoFailures() {
		this.level = this.reporter.getLevel();
		this.reporter.setLevel(Level.OFF);
	}

	@AfterEach
	void logFailures() {
		this.reporter.setLevel(this.level);
	}

	@ParameterizedTest(name = "{index}")
	@MethodSource("texts")
	void reportsArePrintable(String text) {
		ByteArrayOutputStream printed = new ByteArrayOutputStream();
		new ResultOutput(new Printout(new PrintStream(printed, false, StandardCharsets.UTF_8))).print(
				new CommandLine(Command.MIGRATE, Map.of(), List.of()),
				new RunResult(Command.MIGRATE,
						List.of(new MigrationReport(text, text,
								List.of(new MigrationReport.Applied(text, text, text, Duration.ZERO, Instant.EPOCH)),
								List.of(text), Duration.ZERO, Instant.EPOCH))));
		assertThat(HostileText.faults(printed.toString(StandardCharsets.UTF_8).replace(System.lineSeparator(), "\n"),
				"\n"))
			.isEmpty();
	}

	@ParameterizedTest(name = "{index}")
	@MethodSource("texts")
	void aCommandThatDoesNotExistIsPrintable(String text) {
		CommandRefusedException failure = catchThrowableOfType(CommandRefusedException.class,
				() -> Command.named(text));
		assertThat(HostileText.faults(String.valueOf(failure.getMessage()), "")).isEmpty();
		assertThat(HostileText.faults(failure.getAction(), "")).isEmpty();
	}

	@Test
	void failuresOfOthersArePrintable(CapturedOutput output) {
		Printout.say(new IllegalStateException("x\nFORGED\r\u001B[2J jdbc:x:y?" + Canary.value()));
		assertThat(output.getErr()).isEqualTo("x\n    FORGED\\r\\u001B[2J jdbc:x:y?***" + System.lineSeparator());
	}

	@Test
	void failuresThatNobodyExplainsArePrintable(CapturedOutput output) {
		Printout.sayUnexplained("Command 'migrate' has failed",
				new IllegalStateException("x\nFORGED\r\u001B[2J jdbc:x:y?" + Canary.value()));
		assertThat(output.getErr())
			.startsWith("Command 'migrate' has failed\nby java.lang.IllegalStateException: x\n    FORGED\\r\\u001B[2J"
					+ " jdbc:x:y?***\n");
	}

	private static Stream<String> texts() {
		return HostileText.all();
	}

}
