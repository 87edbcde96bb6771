package dev.slipway.boot.autoconfigure;

import java.util.List;

import dev.slipway.Migrator;
import dev.slipway.boot.autoconfigure.SlipwayProperties.Mode;
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
	MigratorFactory slipwayMigratorFactory(SlipwayProperties properties, ObjectProvider<Migrator> brought,
			ListableBeanFactory beans, ResourceLoader resources, Environment environment) {
		return new MigratorFactory(properties, beans, resources, environment, brought);
	}

	@Bean
	MigrationLifecycle slipwayMigrationLifecycle(SlipwayProperties properties, MigratorFactory migrators) {
		return new MigrationLifecycle(() -> run(properties, migrators));
	}

	/** Beans are created on the thread that refreshes the context. */
	private static void run(SlipwayProperties properties, MigratorFactory migrators) {
		List<Migrator> all = migrators.create();
		MigrationThread.call(() -> {
			if (properties.mode() == Mode.VALIDATE) {
				return Migrator.validateAll(all);
			}
			if (properties.mode() == Mode.WAIT) {
				return Migrator.awaitAll(all, properties.waitTimeout());
			}
			return Migrator.migrateAll(all);
		});
	}

}
