package dev.slipway.boot.autoconfigure;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.context.annotation.Bean;

/**
 * Auto-configuration for tests whose DataSource is replaced by an embedded database, as
 * {@code @AutoConfigureTestDatabase} does and the test slices with it. Nothing else
 * brings it.
 */
@AutoConfiguration(after = SlipwayAutoConfiguration.class)
@ConditionalOnBean(MigratorFactory.class)
public final class ReplacedDataSourceAutoConfiguration {

	@Bean(ReplacedDataSources.NAME)
	static ReplacedDataSources slipwayReplacedDataSources() {
		return new ReplacedDataSources();
	}

}
