package dev.slipway.engine.watch;

import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.slipway.engine.postgres.ServerSession;
import dev.slipway.engine.text.Secrets;
import dev.slipway.testing.HostileText;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.slf4j.LoggerFactory;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * No query and no name of a session forges a line.
 */
class HostileTextTests {

	@ParameterizedTest(name = "{index}")
	@MethodSource("texts")
	void sessionsArePrintable(String text) {
		assertThat(HostileText.faults(blocker(text, text).toString(), "")).isEmpty();
		assertThat(HostileText.faults(blocker(text, "select \"" + text + "\"").toString(), "")).isEmpty();
	}

	@ParameterizedTest(name = "{index}")
	@MethodSource("texts")
	void whatALongStatementDoesIsPrintable(String text) {
		Logger logger = (Logger) LoggerFactory.getLogger("dev.slipway.Migrator");
		Level level = logger.getLevel();
		ListAppender<ILoggingEvent> events = new ListAppender<>();
		events.start();
		logger.addAppender(events);
		logger.setLevel(Level.INFO);
		logger.setAdditive(false);
		try {
			new StatementLog(text, text, Secrets.NONE, Duration.ZERO).write(new ServerActivity(1, text, text, text,
					Duration.ZERO, text, List.of(blocker(text, text), blocker(text, "select \"" + text + "\""))), text);
		}
		finally {
			logger.setAdditive(true);
			logger.setLevel(level);
			logger.detachAppender(events);
		}
		assertThat(events.list).singleElement()
			.satisfies((event) -> assertThat(HostileText.faults(event.getFormattedMessage(), "")).isEmpty());
	}

	private static ServerSession blocker(String text, String query) {
		return new ServerSession(1, text, text, text, text, Duration.ZERO, Duration.ofSeconds(2), query);
	}

	private static Stream<String> texts() {
		return HostileText.all();
	}

}
