package dev.slipway.boot.actuate;

import dev.slipway.boot.autoconfigure.MigrationRunner;
import dev.slipway.boot.autoconfigure.SlipwayAutoConfiguration;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.observation.MeterObservationHandler;
import io.micrometer.observation.ObservationRegistry;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.ConfigurableBeanFactory;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Scope;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;

/**
 * Auto-configuration for the observations and the metrics of migrations.
 */
@AutoConfiguration(after = SlipwayAutoConfiguration.class,
		afterName = { "org.springframework.boot.micrometer.metrics.autoconfigure.CompositeMeterRegistryAutoConfiguration",
				"org.springframework.boot.micrometer.metrics.autoconfigure.export.simple.SimpleMetricsExportAutoConfiguration",
				"org.springframework.boot.micrometer.observation.autoconfigure.ObservationAutoConfiguration" })
@ConditionalOnClass(ObservationRegistry.class)
@ConditionalOnBean(MigrationRunner.class)
public final class SlipwayObservationAutoConfiguration {

	/** Spans and timers. */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnBean(ObservationRegistry.class)
	static class Observations {

		@Bean
		@Scope(ConfigurableBeanFactory.SCOPE_PROTOTYPE)
		ObservedMigrations slipwayObservedMigrations(ObservationRegistry registry,
				ObjectProvider<MigrationRunner> runner) {
			return new ObservedMigrations(registry, runner.getObject().mode());
		}

	}

	/** Gauges, and the time that only the server knows. */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass(MeterRegistry.class)
	@ConditionalOnBean(MeterRegistry.class)
	static class Meters {

		@Bean
		MigrationGauges slipwayMigrationGauges(MeterRegistry registry) {
			return new MigrationGauges(registry);
		}

		@Bean
		@Order(Ordered.HIGHEST_PRECEDENCE)
		MeterObservationHandler<MigrationObservationContext> slipwayMigrationTimer(MeterRegistry registry) {
			return new MigrationTimer(registry);
		}

	}

}
