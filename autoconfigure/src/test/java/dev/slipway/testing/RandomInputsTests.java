package dev.slipway.testing;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class RandomInputsTests {

	private final RandomInputs<String> inputs = RandomInputs.of(RandomInputsTests::letters,
			(parts) -> String.join("", parts));

	@Test
	void sameSeedMakesSameInputs() {
		assertThat(inputs(1)).isEqualTo(inputs(1)).isNotEqualTo(inputs(2));
	}

	@Test
	void failureHasSeedAndSmallestInput() {
		assertThatExceptionOfType(AssertionError.class)
			.isThrownBy(() -> seeded(7).check(1000,
					(parts) -> assertThat(parts.contains("x") && parts.contains("\n")).as("has both").isFalse()))
			.withMessageMatching("(?s)Input \\d+ with -Dslipway.test.seed=7 fails, and so does this smaller one:\\R"
					+ "\\t\"(x\\\\n|\\\\nx)\"\\R.*has both.*The input itself:\\R\\t\".*");
	}

	@Test
	void otherFailureIsNotSmaller() {
		assertThatExceptionOfType(AssertionError.class).isThrownBy(() -> seeded(7).check(1, (parts) -> {
			if (parts.size() < 10) {
				throw new IllegalStateException("is short");
			}
			throw new IllegalArgumentException("has " + parts.size());
		})).withMessageContaining("has 10").withCauseInstanceOf(IllegalArgumentException.class);
	}

	@Test
	void inputThatDoesNotEndIsFailure() {
		CountDownLatch never = new CountDownLatch(1);
		assertThatExceptionOfType(AssertionError.class)
			.isThrownBy(() -> seeded(7).withTimePerInput(Duration.ofMillis(200)).check(1000, (parts) -> {
				if (parts.contains("x")) {
					never.await();
				}
			}))
			.withMessageContaining("\t\"x\"")
			.withMessageContaining("Does not end within 200 ms, and is at ");
		never.countDown();
	}

	private List<List<String>> inputs(long seed) {
		List<List<String>> inputs = new ArrayList<>();
		seeded(seed).check(20, inputs::add);
		return inputs;
	}

	private RandomInputs<String> seeded(long value) {
		return this.inputs.withSeed(new Seed(RandomInputs.SEED_PROPERTY, value));
	}

	private static List<String> letters(SplittableRandom random) {
		return Stream.generate(() -> List.of("a", "b", "x", "\n").get(random.nextInt(4))).limit(30).toList();
	}

}
