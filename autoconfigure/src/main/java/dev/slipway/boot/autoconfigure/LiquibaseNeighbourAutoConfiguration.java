package dev.slipway.boot.autoconfigure;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;
import org.springframework.core.env.Environment;

/**
 * Auto-configuration for an application that has Liquibase on its class path too.
 */
@AutoConfiguration(after = FlywayNeighbourAutoConfiguration.class)
@ConditionalOnClass(name = Neighbours.LIQUIBASE)
@ConditionalOnBean(MigratorFactory.class)
@ConditionalOnMissingBean(Neighbours.class)
public final class LiquibaseNeighbourAutoConfiguration {

	@Bean(Neighbours.BEAN)
	static Neighbours slipwayNeighbours(ConfigurableListableBeanFactory beans, Environment environment,
			ObjectProvider<MigratorFactory> migrators) {
		return new Neighbours(beans, environment, () -> migrators.getObject().declared());
	}

}
