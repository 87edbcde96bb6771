package dev.slipway.boot.command;

import java.util.List;
import java.util.stream.Stream;

import dev.slipway.DatabaseException;
import dev.slipway.DatabaseException.Reason;
import dev.slipway.SlipwayException;
import dev.slipway.UndoRefusedException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What programs are told of a failure is what people are told.
 */
class FailureJsonTests {

	@ParameterizedTest
	@MethodSource("failures")
	void actionIsThatOfTheText(SlipwayException failure, String kind, String action) {
		assertThat(FailureJson.of(new IllegalStateException(failure))).containsEntry("kind", kind)
			.hasEntrySatisfying("action", (said) -> assertThat(said).asString().contains(action));
	}

	static Stream<Arguments> failures() {
		return Stream.of(
				Arguments.of(
						new DatabaseException("s", Reason.UNREACHABLE,
								"the run was interrupted while it waited for a connection.", null),
						"database", "connect-retries"),
				Arguments.of(
						new UndoRefusedException("s",
								List.of("'001_one' cannot be undone: it has no undo script, neither in the row that"
										+ " was written when it was applied nor in db/migration/001_one.sql.")),
						"refused", ""));
	}

	@Test
	void anotherFailureHasNoAction() {
		assertThat(FailureJson.of(new IllegalStateException("x"))).containsEntry("kind", "other")
			.containsEntry("action", null);
	}

}
