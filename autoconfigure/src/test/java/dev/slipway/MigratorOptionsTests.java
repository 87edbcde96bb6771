package dev.slipway;

import java.time.Duration;
import java.util.List;
import java.util.Map;

import dev.slipway.engine.script.ReadingRules;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for {@link MigratorOptions}.
 */
class MigratorOptionsTests {

	@Test
	void optionsChangeOneRuleEach() {
		MigratorOptions options = MigratorOptions.of("a")
			.withLayout(Layout.GOOSE)
			.withDuplicateVersionsByName(true)
			.withPlaceholders(Map.of("a", "b"));
		assertThat(options.reading())
			.isEqualTo(new ReadingRules(Layout.GOOSE, true, false, List.of(), true, Map.of("a", "b"), null));
		assertThat(options.withLayout(null).withPlaceholders(Map.of()).reading())
			.isEqualTo(new ReadingRules(null, true, false, List.of(), true, Map.of(), null));
		assertThat(options.withPlaceholderReplacement(false).reading())
			.isEqualTo(new ReadingRules(Layout.GOOSE, true, false, List.of(), false, Map.of("a", "b"), null));
		assertThat(options.withTable("t").reading()).isEqualTo(options.reading());
	}

	@Test
	void valuesOfPlaceholdersAreNotShown() {
		assertThat(MigratorOptions.of("a").withPlaceholders(Map.of("password", "secret")).toString())
			.contains("[password]")
			.doesNotContain("secret");
	}

	@Test
	void aRoleIsANameAndRetriesAreNoNegativeNumber() {
		MigratorOptions options = MigratorOptions.of("a");
		assertThat(options.withRole("r")).isNotEqualTo(options);
		assertThat(options.withRole("r").withRole(null)).isEqualTo(options);
		assertThatIllegalArgumentException().isThrownBy(() -> options.withRole("x".repeat(64)))
			.withMessageContaining("role must be a name of 1 to 63 bytes");
		assertThatIllegalArgumentException().isThrownBy(() -> options.withConnectRetries(-1, Duration.ofSeconds(1)));
		assertThatIllegalArgumentException().isThrownBy(() -> options.withConnectRetries(1, Duration.ZERO));
	}

	@Test
	void oneNameInTwoSpellingsIsRefused() {
		assertThatIllegalArgumentException()
			.isThrownBy(() -> ReadingRules.DEFAULT.withPlaceholders(Map.of("a", "1", "A", "2")))
			.withMessageContaining("has two values");
	}

}
