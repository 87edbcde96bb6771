package dev.slipway.boot.actuate;

import dev.slipway.boot.autoconfigure.MigrationRunner;
import dev.slipway.boot.autoconfigure.SlipwayAutoConfiguration;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.observation.MeterObservationHandler;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.context.annotation.Bean;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;

/**
 * Auto-configuration for the gauges of migrations, and for the time that only the server
 * knows.
 */
@AutoConfiguration(after = SlipwayAutoConfiguration.class, afterName = {
		"org.springframework.boot.micrometer.metrics.autoconfigure.CompositeMeterRegistryAutoConfiguration",
		"org.springframework.boot.micrometer.metrics.autoconfigure.export.simple.SimpleMetricsExportAutoConfiguration" })
@ConditionalOnClass(MeterRegistry.class)
@ConditionalOnBean({ MeterRegistry.class, MigrationRunner.class })
public final class SlipwayMetricsAutoConfiguration {

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
