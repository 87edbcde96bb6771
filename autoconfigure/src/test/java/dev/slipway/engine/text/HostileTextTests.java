package dev.slipway.engine.text;

import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.slipway.DatabaseException;
import dev.slipway.DatabaseException.Reason;
import dev.slipway.HistoryConflictException;
import dev.slipway.HistoryConflictException.Conflict;
import dev.slipway.InvalidMigrationsException;
import dev.slipway.InvalidMigrationsException.FileProblem;
import dev.slipway.MigrationFailedException;
import dev.slipway.MigrationFailedException.Contention;
import dev.slipway.MigrationFailedException.Progress;
import dev.slipway.PendingMigrationsException;
import dev.slipway.PendingMigrationsException.PendingMigration;
import dev.slipway.PendingMigrationsException.State;
import dev.slipway.ScriptPosition;
import dev.slipway.ServerError;
import dev.slipway.SharedHistoryException;
import dev.slipway.SlipwayException;
import dev.slipway.testing.HostileText;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.slf4j.LoggerFactory;

import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.diagnostics.FailureAnalyzer;
import org.springframework.core.io.support.SpringFactoriesLoader;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * No name and no message of others forges a line of an exception, of its analysis or of
 * the log.
 */
class HostileTextTests {

	private static final List<FailureAnalyzer> ANALYZERS = SpringFactoriesLoader.forDefaultResourceLocation()
		.load(FailureAnalyzer.class, SpringFactoriesLoader.FailureHandler.handleMessage((message, cause) -> {
			// Some of Spring Boot's own need an application context.
		}))
		.stream()
		.filter((analyzer) -> analyzer.getClass().getName().startsWith("dev.slipway."))
		.toList();

	@ParameterizedTest(name = "{index}")
	@MethodSource("texts")
	void exceptionsAndTheirAnalysesArePrintable(String text) {
		exceptions(text).forEach((failure) -> {
			assertThat(HostileText.faults(String.valueOf(failure.getMessage()), "\n\t"))
				.as(failure.getClass().getName())
				.isEmpty();
			FailureAnalysis analysis = ANALYZERS.stream()
				.map((analyzer) -> analyzer.analyze(failure))
				.filter((one) -> one != null)
				.findFirst()
				.orElseThrow();
			assertThat(HostileText.faults(analysis.getDescription(), "\n\t")).as("description").isEmpty();
			assertThat(HostileText.faults(analysis.getAction(), "\n")).as("action").isEmpty();
		});
	}

	@ParameterizedTest(name = "{index}")
	@MethodSource("texts")
	void causesArePrintable(String text) {
		SQLException cause = new SQLException(text, "22000", new IllegalStateException(text));
		cause.addSuppressed(new RuntimeException(text));
		cause.setNextException(new SQLException(text));
		SQLException shown = (SQLException) Objects
			.requireNonNull(new DatabaseException("", Reason.OTHER, "x", cause).getCause());
		assertThat(HostileText.faults(shown.toString(), "\n")).isEmpty();
		assertThat(HostileText.faults(String.valueOf(shown.getCause()), "\n")).isEmpty();
		assertThat(HostileText.faults(shown.getSuppressed()[0].toString(), "\n")).isEmpty();
		assertThat(HostileText.faults(shown.getNextException().toString(), "\n")).isEmpty();
	}

	@Test
	void logLinesAreSingleLines() {
		Logger logger = (Logger) LoggerFactory.getLogger(HostileTextTests.class);
		ListAppender<ILoggingEvent> events = new ListAppender<>();
		events.start();
		logger.addAppender(events);
		logger.setAdditive(false);
		logger.setLevel(Level.TRACE);
		LineLog log = LineLog.of(HostileTextTests.class);
		HostileText.all().forEach((text) -> {
			log.debug("a " + text);
			log.info("b " + text);
			log.warn("c " + text);
		});
		logger.detachAppender(events);
		assertThat(events.list).hasSizeGreaterThan(300)
			.allSatisfy((event) -> assertThat(HostileText.faults(event.getFormattedMessage(), "")).isEmpty());
	}

	private static Stream<String> texts() {
		return HostileText.all();
	}

	private static Stream<SlipwayException> exceptions(String text) {
		ScriptPosition position = new ScriptPosition(text, 1, 2, "  1 | x\n    | ^");
		ServerError error = new ServerError(text, text, text, text, text, text, 0);
		List<String> texts = List.of(text, text);
		return Stream.concat(
				Stream.of(new MigrationFailedException(text, text, position, error, texts, null),
						new MigrationFailedException("", text, position, error, null, texts,
								new Progress(2, 1, 2, true), new Contention(3, texts), null),
						new MigrationFailedException("", text, position, error, null, List.of(),
								new Progress(0, 0, 0, true), null, null),
						new InvalidMigrationsException(text,
								List.of(new FileProblem(InvalidMigrationsException.Kind.SYNTAX, text, position))),
						new HistoryConflictException(text, text,
								List.of(new Conflict(HistoryConflictException.Kind.MISSING, text, text)), texts),
						new SharedHistoryException(text, text, text),
						new DatabaseException(text, Reason.FOREIGN_TABLE, "a " + Printable.block(text), null)),
				Stream.of(State.values())
					.map((state) -> new PendingMigrationsException(List.of(new PendingMigration(text, text, state, 2)),
							Duration.ofSeconds(3))));
	}

}
