package dev.slipway.boot.actuate;

import dev.slipway.boot.autoconfigure.MigrationRunner;
import dev.slipway.boot.autoconfigure.SlipwayAutoConfiguration;

import org.springframework.boot.actuate.autoconfigure.endpoint.condition.ConditionalOnAvailableEndpoint;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;

/**
 * Auto-configuration for the endpoint {@code migrations}.
 */
@AutoConfiguration(after = SlipwayAutoConfiguration.class)
@ConditionalOnClass(ConditionalOnAvailableEndpoint.class)
@ConditionalOnAvailableEndpoint(MigrationsEndpoint.class)
public final class MigrationsEndpointAutoConfiguration {

	@Bean
	@ConditionalOnBean(MigrationRunner.class)
	@ConditionalOnMissingBean
	MigrationsEndpoint slipwayMigrationsEndpoint(MigrationRunner runner) {
		return new MigrationsEndpoint(runner);
	}

}
