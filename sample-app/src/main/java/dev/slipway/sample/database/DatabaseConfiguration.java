package dev.slipway.sample.database;

import java.nio.file.Path;

import com.zaxxer.hikari.HikariDataSource;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Primary;

/**
 * Two DataSources: the platform's, which everybody gets who names none, and the query
 * service's. Both depend on the databases, which therefore end after them, also when the
 * start fails.
 */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(SampleProperties.class)
class DatabaseConfiguration {

	@Bean
	Databases databases(SampleProperties properties) {
		return properties.named().orElseGet(() -> EmbeddedServer.start(Path.of(properties.data())));
	}

	@Bean
	@Primary
	HikariDataSource platformDataSource(Databases databases) {
		return databases.platform().pool("platform");
	}

	@Bean
	HikariDataSource queryDataSource(Databases databases) {
		return databases.query().pool("query");
	}

}
