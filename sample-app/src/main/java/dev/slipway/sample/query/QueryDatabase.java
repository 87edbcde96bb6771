package dev.slipway.sample.query;

import com.zaxxer.hikari.HikariDataSource;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.jdbc.autoconfigure.DataSourceProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * The DataSource of the query service, beside the one that Spring Boot configures.
 * Slipway finds it by its bean name, which application.yml sets as {@code data-source}.
 */
@Configuration(proxyBeanMethods = false)
class QueryDatabase {

	@Bean(defaultCandidate = false)
	@ConfigurationProperties("query.datasource")
	DataSourceProperties queryDataSourceProperties() {
		return new DataSourceProperties();
	}

	@Bean(defaultCandidate = false)
	@ConfigurationProperties("query.datasource.hikari")
	HikariDataSource queryDataSource(@Qualifier("queryDataSourceProperties") DataSourceProperties properties) {
		return properties.initializeDataSourceBuilder().type(HikariDataSource.class).build();
	}

}
