package dev.slipway.benchmarks;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class AnswersTests {

	private static final byte[] READY = { 'Z', 0, 0, 0, 5, 'I' };

	private static final byte[] NOTICE = { 'N', 0, 0, 0, 5, 0 };

	private final Answers answers = new Answers();

	@Test
	void clientThatSpeaksTwiceMakesOneRoundTrip() {
		assertThat(this.answers.wereAwaited()).isTrue();
		assertThat(this.answers.wereAwaited()).isFalse();
	}

	@Test
	void noticeIsNoAnswer() {
		this.answers.reaches(READY, READY.length);
		assertThat(this.answers.wereAwaited()).isTrue();
		this.answers.reaches(NOTICE, NOTICE.length);
		assertThat(this.answers.wereAwaited()).isFalse();
	}

	@Test
	void everythingIsWaitedForBeforeTheFirstQuery() {
		assertThat(this.answers.wereAwaited()).isTrue();
		this.answers.reaches(new byte[] { 'N' }, 1);
		assertThat(this.answers.wereAwaited()).isTrue();
	}

	@Test
	void answerMayComeInPieces() {
		this.answers.reaches(READY, READY.length);
		this.answers.wereAwaited();
		this.answers.reaches(READY, 2);
		assertThat(this.answers.wereAwaited()).isFalse();
		this.answers.reaches(new byte[] { 0, 0, 5, 'T' }, 4);
		assertThat(this.answers.wereAwaited()).isTrue();
	}

}
