package dev.slipway.boot.actuate;

import dev.slipway.boot.autoconfigure.MigrationRunner;
import dev.slipway.boot.autoconfigure.SlipwayAutoConfiguration;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.health.autoconfigure.contributor.ConditionalOnEnabledHealthIndicator;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.context.annotation.Bean;

/**
 * Auto-configuration for the health of migrations, {@code slipway}.
 */
@AutoConfiguration(after = SlipwayAutoConfiguration.class,
		beforeName = "org.springframework.boot.health.autoconfigure.contributor.HealthContributorAutoConfiguration")
@ConditionalOnClass({ HealthIndicator.class, ConditionalOnEnabledHealthIndicator.class })
@ConditionalOnBean(MigrationRunner.class)
@ConditionalOnEnabledHealthIndicator("slipway")
public final class SlipwayHealthContributorAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean(name = "slipwayHealthIndicator")
	HealthIndicator slipwayHealthIndicator(MigrationRunner runner) {
		return new SlipwayHealthIndicator(runner);
	}

}
