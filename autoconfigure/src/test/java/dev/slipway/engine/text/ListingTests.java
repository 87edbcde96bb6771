package dev.slipway.engine.text;

import java.util.List;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link Listing}.
 */
class ListingTests {

	@Test
	void fewAreAllNamed() {
		assertThat(Listing.ofRow(names(5))).isEqualTo("1, 2, 3, 4, 5");
		assertThat(Listing.of(names(10))).isEqualTo("1, 2, 3, 4, 5, 6, 7, 8, 9, 10");
	}

	@Test
	void ofManyInARowTheFirstAndTheLastAreNamed() {
		assertThat(Listing.ofRow(names(120))).isEqualTo("1 to 120 (120 in all)");
	}

	@Test
	void ofManyTheFirstAreNamed() {
		assertThat(Listing.of(names(105))).isEqualTo("1, 2, 3, 4, 5, 6, 7, 8, 9, 10 and 95 more");
		assertThat(Listing.ofLines(names(12))).endsWith("\n  and 9\n  and 10\n  and 2 more");
	}

	private static List<String> names(int count) {
		return IntStream.rangeClosed(1, count).mapToObj(String::valueOf).toList();
	}

}
