package dev.slipway.secrets;

import java.util.List;

import dev.slipway.secrets.Wording.Differences;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link Wording}.
 */
class WordingTests {

	@Test
	void dataIsLeftOpen() {
		assertThat(unknown("INFO {service} applied '{label}' in {n} ms", "INFO Slipway applied '1_a.b (c)' in 12 ms"))
			.isEmpty();
	}

	@Test
	void anotherWordIsUnknown() {
		assertThat(unknown("INFO applied '{label}' in {n} ms", "INFO applied '1_a' after 12 ms"))
			.containsExactly("INFO applied '1_a' after 12 ms");
	}

	@Test
	void aSentenceIsTheWholeText() {
		assertThat(unknown("it has {n} rows", "and it has 2 rows", "it has 2 rows, or 3")).hasSize(2);
	}

	@Test
	void dataOfAKindIsOfThatKind() {
		assertThat(unknown("{n} of {word} ({sqlstate}) are {words}{blanks}.", "12 of a-b (42P01) are idle (aborted) ."))
			.isEmpty();
		assertThat(unknown("{n} rows", "two rows")).hasSize(1);
		assertThat(unknown("role {word}", "role a, b")).hasSize(1);
		assertThat(unknown("applied: {names}.", "applied: 1.2_a.", "applied: 1.2_a, 2_b.")).isEmpty();
		assertThat(unknown("applied: {names}.", "applied: 1_a. Nothing else.")).hasSize(1);
		assertThat(unknown("({sqlstate})", "(none)")).hasSize(1);
	}

	@Test
	void whatIsSpecialInExpressionsIsTextInASentence() {
		assertThat(unknown("a {{ or ${NAME}: $$ [.*]", "a {{ or ${NAME}: $$ [.*]")).isEmpty();
		assertThat(unknown("a.b", "acb")).hasSize(1);
	}

	@Test
	void aPartHasItsFormsOnly() {
		List<String> wording = List.of("{applied} = none", "{applied} = {n} files", "applied: {applied}.");
		assertThat(differences(wording, "applied: none.", "applied: 2 files.").unknown()).isEmpty();
		assertThat(differences(wording, "applied: some.").unknown()).containsExactly("applied: some.");
	}

	@Test
	void aFormMayBeEmptyAndHaveParts() {
		List<String> wording = List.of("{since} =", "{since} =  for {n} s", "{who} = pid {n}{since}", "held by {who}");
		assertThat(differences(wording, "held by pid 1", "held by pid 1 for 2 s"))
			.isEqualTo(new Differences(List.of(), List.of()));
	}

	@Test
	void aLineThatNothingIsLikeIsUnmet() {
		assertThat(differences(List.of("one", "two", "~three"), "one").unmet()).containsExactly("two");
	}

	@Test
	void aFormThatNothingIsLikeIsUnmet() {
		assertThat(differences(List.of("{a} = one", "{a} = two", "~{a} = three", "it is {a}"), "it is one").unmet())
			.containsExactly("{a} = two");
	}

	@Test
	void aLineOfDataOnlyDoesNotHideAnother() {
		assertThat(differences(List.of("because {reason}", "because it rains"), "because it snows").unmet())
			.containsExactly("because it rains");
	}

	@Test
	void commentsAndBlankLinesAreNoSentences() {
		assertThat(differences(List.of("# Errors", "", "one"), "one")).isEqualTo(new Differences(List.of(), List.of()));
	}

	@Test
	void aLineIsNotToBeThereTwice() {
		assertThat(Wording.of(List.of("one", "two", "~one")).repeated()).containsExactly("~one");
	}

	private static List<String> unknown(String sentence, String... texts) {
		return differences(List.of(sentence), texts).unknown();
	}

	private static Differences differences(List<String> wording, String... texts) {
		return Wording.of(wording).compare(List.of(texts));
	}

}
