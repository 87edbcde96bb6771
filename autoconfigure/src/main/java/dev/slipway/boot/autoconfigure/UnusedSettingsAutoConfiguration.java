package dev.slipway.boot.autoconfigure;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;
import org.springframework.core.env.Environment;

/**
 * Auto-configuration that says why no migrations run where the application asks for some.
 */
@AutoConfiguration(after = SlipwayAutoConfiguration.class)
@ConditionalOnBooleanProperty(name = "slipway.enabled", matchIfMissing = true)
@ConditionalOnMissingBean(type = "dev.slipway.boot.autoconfigure.MigratorFactory")
public final class UnusedSettingsAutoConfiguration {

	@Bean
	static UnusedSettings slipwayUnusedSettings(Environment environment) {
		return new UnusedSettings(environment);
	}

}
