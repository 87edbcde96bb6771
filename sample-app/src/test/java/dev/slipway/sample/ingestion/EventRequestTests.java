package dev.slipway.sample.ingestion;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.jspecify.annotations.Nullable;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class EventRequestTests {

	@Test
	void missingPayloadIsEmpty() {
		assertThat(new EventRequest("order.placed", "web-shop", null).toEvent())
			.isEqualTo(new Event("order.placed", "web-shop", ""));
	}

	@ParameterizedTest
	@NullSource
	@ValueSource(strings = { "", "Order", "order placed", "order.", ".order", "order.placed\n", "1order",
			"a1234567890123456789012345678901234567890123456789012345678901234" })
	void typeIsInvalid(@Nullable String type) {
		assertThatExceptionOfType(InvalidEventException.class)
			.isThrownBy(() -> new EventRequest(type, "web-shop", "").toEvent())
			.satisfies((ex) -> assertThat(ex.getErrors()).containsOnlyKeys("type"));
	}

	@ParameterizedTest
	@ValueSource(strings = { "\0", "\ud800" })
	void payloadThatPostgresCannotStoreIsInvalid(String payload) {
		assertThatExceptionOfType(InvalidEventException.class)
			.isThrownBy(() -> new EventRequest("order", "web", payload).toEvent())
			.satisfies((ex) -> assertThat(ex.getErrors()).containsOnlyKeys("payload"));
	}

	@Test
	void payloadIsMeasuredInBytes() {
		assertThat(new EventRequest("order", "web", "é".repeat(32768)).toEvent().payload()).hasSize(32768);
		assertThatExceptionOfType(InvalidEventException.class)
			.isThrownBy(() -> new EventRequest("order", "web", "é".repeat(32769)).toEvent());
	}

	@Test
	void allBrokenRulesAreNamedTogether() {
		assertThatExceptionOfType(InvalidEventException.class)
			.isThrownBy(() -> new EventRequest("", null, "\0").toEvent())
			.satisfies((ex) -> assertThat(ex.getErrors()).containsOnlyKeys("type", "source", "payload"));
	}

}
