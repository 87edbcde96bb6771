package dev.slipway.engine.layout;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The endings that are known without the layouts are those that the layouts have.
 */
class EndingsBesideTests {

	@Test
	void areThoseOfAllLayouts() {
		Set<String> endings = new TreeSet<>(List.of(SqitchPlan.FILE));
		Layouts.ALL.forEach((rules) -> endings.addAll(rules.programs()));
		assertThat(EndingsBeside.ALL).containsExactlyInAnyOrderElementsOf(endings);
		assertThat(EndingsBeside.ALL).allMatch((ending) -> EndingsBeside.has("db/x" + ending));
		assertThat(EndingsBeside.has("db/x.sql")).isFalse();
	}

}
