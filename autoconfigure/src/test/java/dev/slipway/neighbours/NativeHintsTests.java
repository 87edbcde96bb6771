package dev.slipway.neighbours;

import java.lang.reflect.Method;
import java.util.List;

import com.zaxxer.hikari.HikariDataSource;
import dev.slipway.testing.Hints;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.predicate.RuntimeHintsPredicates;
import org.springframework.util.ClassUtils;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What is known by its name only is there in a native image too.
 */
class NativeHintsTests {

	private final RuntimeHints hints = Hints.registered();

	@ParameterizedTest
	@ValueSource(strings = { "org.flywaydb.core.Flyway", "org.flywaydb.core.api.migration.JavaMigration",
			"org.springframework.boot.flyway.autoconfigure.FlywayMigrationInitializer",
			"liquibase.integration.spring.SpringLiquibase", "org.postgresql.Driver", "io.r2dbc.spi.ConnectionFactory",
			"dev.slipway.boot.autoconfigure.SlipwayProperties" })
	void typeIsFound(String name) {
		Class<?> type = ClassUtils.resolveClassName(name, null);
		assertThat(RuntimeHintsPredicates.reflection().onType(type)).accepts(this.hints);
	}

	@ParameterizedTest
	@CsvSource({ "org.flywaydb.core.Flyway, getConfiguration",
			"org.flywaydb.core.api.configuration.Configuration, getLocations",
			"org.flywaydb.core.api.configuration.Configuration, getDataSource",
			"liquibase.integration.spring.SpringLiquibase, getDataSource",
			"liquibase.integration.spring.SpringLiquibase, getChangeLog",
			"com.zaxxer.hikari.HikariDataSource, getMaximumPoolSize" })
	void methodIsCalled(String name, String method) {
		Method called = ClassUtils.getMethod(ClassUtils.resolveClassName(name, null), method);
		assertThat(RuntimeHintsPredicates.reflection().onMethodInvocation(called)).accepts(this.hints);
	}

	@Test
	void connectionIsEvictedFromItsPool() {
		for (Method method : HikariDataSource.class.getMethods()) {
			if (List.of("evictConnection", "getMaximumPoolSize").contains(method.getName())) {
				assertThat(RuntimeHintsPredicates.reflection().onMethodInvocation(method)).accepts(this.hints);
			}
		}
	}

}
