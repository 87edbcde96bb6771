package dev.slipway.boot.autoconfigure;

import dev.slipway.MigrationListener;
import dev.slipway.Migrator;
import org.postgresql.PGConnection;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.context.ApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;
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
	MigratorFactory slipwayMigratorFactory(SlipwayProperties properties, ObjectProvider<Migrator> brought,
			ListableBeanFactory beans, SchemaDependencies schema, Environment environment) {
		return new MigratorFactory(properties, beans, schema.files(), environment, brought);
	}

	@Bean(MigrationRunner.NAME)
	MigrationRunner slipwayMigrationRunner(SlipwayProperties properties, MigratorFactory migrators,
			ApplicationContext context, ObjectProvider<MigrationListener> listeners) {
		return new MigrationRunner(properties, migrators, (ConfigurableApplicationContext) context, listeners);
	}

	@Bean
	MigrationLifecycle slipwayMigrationLifecycle(MigrationRunner runner) {
		return new MigrationLifecycle(runner);
	}

	@Bean
	static SchemaDependencies slipwaySchemaDependencies(Environment environment, ResourceLoader resources) {
		return new SchemaDependencies(environment, resources);
	}

}
