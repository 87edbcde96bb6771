package dev.slipway.boot.actuate;

import dev.slipway.boot.autoconfigure.MigrationRunner;
import dev.slipway.boot.autoconfigure.SlipwayAutoConfiguration;
import io.micrometer.observation.ObservationRegistry;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.ConfigurableBeanFactory;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Scope;

/**
 * Auto-configuration for the observations of runs and migrations.
 */
@AutoConfiguration(after = SlipwayAutoConfiguration.class,
		afterName = "org.springframework.boot.micrometer.observation.autoconfigure.ObservationAutoConfiguration")
@ConditionalOnClass(ObservationRegistry.class)
@ConditionalOnBean({ ObservationRegistry.class, MigrationRunner.class })
public final class SlipwayObservationAutoConfiguration {

	@Bean
	@Scope(ConfigurableBeanFactory.SCOPE_PROTOTYPE)
	ObservedMigrations slipwayObservedMigrations(ObservationRegistry registry, ObjectProvider<MigrationRunner> runner) {
		return new ObservedMigrations(registry, runner.getObject().mode());
	}

}
