package dev.slipway.engine.script;

import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class VersionTests {

	@Test
	void versionsAreSortedAsNumbersOfAnyLength() {
		assertThat(Stream.of("10", "9", "1.2", "1.10", "1", "20260101120000", "12345678901234567890", "0")
			.map(Version::of)
			.sorted()
			.map(Version::canonical))
			.containsExactly("0", "1", "1.2", "1.10", "9", "10", "20260101120000", "12345678901234567890");
	}

	@Test
	void leadingZerosMeanNothing() {
		assertThat(Version.of("007")).isEqualTo(Version.of("7")).hasSameHashCodeAs(Version.of("0007"));
		assertThat(Version.of("000").canonical()).isEqualTo("0");
		assertThat(Version.of("01.020.300").canonical()).isEqualTo("1.20.300");
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "a", "1.", ".1", "1..2", "-1", "1 " })
	void whatIsNoVersionIsRefused(String text) {
		assertThatIllegalArgumentException().isThrownBy(() -> Version.of(text)).withMessageContaining("is no version");
	}

}
