package dev.slipway.boot.autoconfigure;

import java.util.List;

import org.jspecify.annotations.Nullable;

import org.springframework.aot.hint.MemberCategory;
import org.springframework.aot.hint.ReflectionHints;
import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.RuntimeHintsRegistrar;

/**
 * The types that are known by their name only, for native images: other tools, drivers,
 * and pools, which are asked for what they lend and told which connection is dead.
 */
final class NamedTypeHints implements RuntimeHintsRegistrar {

	private static final List<String> FOUND = List.of(FlywayJavaMigrations.TYPE, Neighbours.FLYWAY_RUN,
			UnusedSettings.DRIVER, UnusedSettings.REACTIVE);

	private static final List<String> CALLED = List.of(Neighbours.FLYWAY,
			"org.flywaydb.core.api.configuration.Configuration", Neighbours.LIQUIBASE, "com.zaxxer.hikari.HikariConfig",
			"com.zaxxer.hikari.HikariDataSource", "org.apache.commons.dbcp2.BasicDataSource",
			"org.apache.tomcat.jdbc.pool.DataSourceProxy", "org.apache.tomcat.jdbc.pool.DataSource",
			"com.mchange.v2.c3p0.ComboPooledDataSource");

	@Override
	public void registerHints(RuntimeHints hints, @Nullable ClassLoader loader) {
		ReflectionHints reflection = hints.reflection();
		// The names of all properties are read where nothing is migrated.
		reflection.registerType(SlipwayProperties.class);
		for (String name : FOUND) {
			reflection.registerTypeIfPresent(loader, name);
		}
		for (String name : CALLED) {
			reflection.registerTypeIfPresent(loader, name, MemberCategory.INVOKE_PUBLIC_METHODS);
		}
	}

}
