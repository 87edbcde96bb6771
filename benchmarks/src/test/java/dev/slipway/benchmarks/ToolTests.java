package dev.slipway.benchmarks;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class ToolTests {

	@Test
	void measuredJvmKnowsAToolByWordsWithHyphens() {
		assertThat(Tool.SLIPWAY.id()).isEqualTo("slipway");
		assertThat(Tool.SLIPWAY_INDEX.id()).isEqualTo("slipway-index");
		assertThat(Tool.BARE_ONE.id()).isEqualTo("bare-one");
	}

	@Test
	void indexChangesNeitherTheClassPathNorTheHistory() {
		assertThat(Tool.SLIPWAY_INDEX.base()).isEqualTo(Tool.SLIPWAY);
		assertThat(Tool.SLIPWAY_INDEX.isStarter()).isTrue();
		assertThat(Tool.NONE_PROCESSED.base()).isEqualTo(Tool.NONE);
		assertThat(Tool.NONE_PROCESSED.isStarter()).isFalse();
	}

}
