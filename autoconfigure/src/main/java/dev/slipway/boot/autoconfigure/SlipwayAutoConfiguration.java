package dev.slipway.boot.autoconfigure;

import java.util.List;
import java.util.function.Supplier;

import dev.slipway.engine.Migrator;
import org.postgresql.PGConnection;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.core.env.Environment;
import org.springframework.core.io.ResourceLoader;

/**
 * Auto-configuration for Slipway: migrates the application's PostgreSQL databases before
 * its web servers and listeners start.
 */
@AutoConfiguration(after = DataSourceAutoConfiguration.class)
@ConditionalOnClass(PGConnection.class)
@ConditionalOnBooleanProperty(name = "slipway.enabled", matchIfMissing = true)
@Conditional(OnMigrationsCondition.class)
@EnableConfigurationProperties(SlipwayProperties.class)
public final class SlipwayAutoConfiguration {

	@Bean
	MigrationLifecycle slipwayMigrationLifecycle(SlipwayProperties properties, ObjectProvider<Migrator> brought,
			ListableBeanFactory beans, ResourceLoader resources, Environment environment) {
		Supplier<List<Migrator>> migrators = () -> new MigratorFactory(properties, new DataSources(beans), resources,
				environment)
			.create(brought.orderedStream().toList());
		return new MigrationLifecycle(migrators);
	}

}
