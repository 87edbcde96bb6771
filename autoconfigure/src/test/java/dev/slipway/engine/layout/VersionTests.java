package dev.slipway.engine.layout;

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

	@Test
	void zeroPartsAtTheEndMeanNothing() {
		assertThat(Version.of("1.0")).isEqualTo(Version.of("1")).isEqualTo(Version.of("1.00.0"));
		assertThat(Version.of("1.0.1").canonical()).isEqualTo("1.0.1");
		assertThat(Version.of("10").canonical()).isEqualTo("10");
	}

	@Test
	void timestampsOfDifferentPrecisionAreSortedByTime() {
		assertThat(Stream
			.of("20210118113234", "20201201161451000001", "20201201161451", "202012011614510", "20201201161452",
					"18000000000000000", "99999999999999", "20210101", "1700000000000", "202012011614", "999")
			.map(Version::of)
			.sorted()
			.map(Version::canonical)).containsExactly("999", "1700000000000", "202012011614", "20201201161451",
					"202012011614510", "20201201161451000001", "20201201161452", "20210101", "20210118113234",
					"99999999999999", "18000000000000000");
	}

	@Test
	void timestampsThatWereCountedByHandAreSortedWithThoseOfAClock() {
		assertThat(Stream
			.of("20250431120000000000", "20251304120000000000", "20251231235959000000", "20250200000010000000",
					"20250199000001000000", "20250100000001000000", "20250228235959", "20250000000000000001",
					"20250301126099000000", "20250301125959", "20250200")
			.map(Version::of)
			.sorted()
			.map(Version::canonical)).containsExactly("20250000000000000001", "20250100000001000000",
					"20250199000001000000", "20250200", "20250200000010000000", "20250228235959", "20250301125959",
					"20250301126099000000", "20250431120000000000", "20251231235959000000", "20251304120000000000");
	}

	@Test
	void separatorsAreReadAsTheNameMeansThem() {
		assertThat(Version.ofParts("1_2.03_0").canonical()).isEqualTo("1.2.3");
		assertThat(Version.ofDigits("2024-01-15_12-30").canonical()).isEqualTo("202401151230");
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "a", "1.", ".1", "1..2", "-1", "1 " })
	void whatIsNoVersionIsRefused(String text) {
		assertThatIllegalArgumentException().isThrownBy(() -> Version.of(text)).withMessageContaining("is no version");
	}

}
