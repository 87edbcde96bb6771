package dev.slipway.boot;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import javax.sql.DataSource;

import dev.slipway.boot.autoconfigure.SlipwayAutoConfiguration;
import dev.slipway.boot.autoconfigure.SlipwayDataSource;
import dev.slipway.testing.Scripts;
import dev.slipway.testing.TestDatabase;
import dev.slipway.testing.TestPostgres;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.hibernate.autoconfigure.HibernateJpaAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.JdbcClientAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.JdbcTemplateAutoConfiguration;
import org.springframework.boot.jpa.EntityManagerFactoryBuilder;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.transaction.autoconfigure.TransactionAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Primary;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.AbstractDataSource;
import org.springframework.jdbc.datasource.LazyConnectionDataSourceProxy;
import org.springframework.jdbc.datasource.TransactionAwareDataSourceProxy;
import org.springframework.jdbc.datasource.lookup.AbstractRoutingDataSource;
import org.springframework.orm.jpa.LocalContainerEntityManagerFactoryBean;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Whose migrations a bean waits for where DataSources stand behind others.
 */
class DataSourceEdgesTests {

	private final TestDatabase database = TestPostgres.server().createDatabase();

	private final Scripts scripts;

	private final ApplicationContextRunner runner;

	DataSourceEdgesTests(@TempDir Path folder) {
		this.scripts = new Scripts(folder).write("a/001_a.sql", "create table a (id bigint primary key)")
			.write("b/001_b.sql", "create table b (id bigint primary key)");
		this.runner = new ApplicationContextRunner()
			.withConfiguration(AutoConfigurations.of(DataSourceAutoConfiguration.class,
					JdbcTemplateAutoConfiguration.class, JdbcClientAutoConfiguration.class,
					TransactionAutoConfiguration.class, SlipwayAutoConfiguration.class))
			.withBean(TestDatabase.class, () -> this.database);
	}

	/** A bean reads through the one, and migrations go through the other. */
	@ParameterizedTest
	@ValueSource(classes = { Lazy.class, LazyByHand.class, TransactionAware.class, Routing.class, RoutingByHand.class,
			LazyRouting.class, OfItsOwn.class })
	void beanWaitsThroughTheDataSourceThatStandsBefore(Class<?> configuration) {
		this.runner.withUserConfiguration(configuration, Reader.class)
			.withPropertyValues("slipway.data-source=real", "slipway.locations=" + this.scripts.location() + "/a")
			.run((context) -> assertThat(context).hasNotFailed());
	}

	@ParameterizedTest
	@ValueSource(classes = { Lazy.class, LazyByHand.class, TransactionAware.class, Routing.class, OfItsOwn.class })
	void beanWaitsForMigrationsThroughTheDataSourceThatStandsBefore(Class<?> configuration) {
		this.runner.withUserConfiguration(configuration, ReaderOfReal.class)
			.withPropertyValues("slipway.data-source=front", "slipway.locations=" + this.scripts.location() + "/a")
			.run((context) -> assertThat(context).hasNotFailed());
	}

	@Test
	void eachEntityManagerFactoryWaitsForItsOwn() {
		TestDatabase other = TestPostgres.server().createDatabase();
		this.scripts.write("a/002_fails.sql", "select 1 / 0");
		List<String> seen = new ArrayList<>();
		this.runner.withConfiguration(AutoConfigurations.of(HibernateJpaAutoConfiguration.class))
			.withUserConfiguration(TwoUnits.class)
			.withBean("databases", TestDatabase[].class, () -> new TestDatabase[] { this.database, other })
			.withBean("seen", List.class, () -> seen)
			.withPropertyValues("slipway.services.a.data-source=one", "slipway.services.b.data-source=two",
					"slipway.services.a.locations=" + this.scripts.location() + "/a",
					"slipway.services.b.locations=" + this.scripts.location() + "/b")
			.run((context) -> assertThat(context).hasFailed());
		assertThat(seen).containsExactly("[null] [b]");
	}

	@Test
	void markedDataSourceOfAParentContextIsMigrated() {
		TestDatabase other = TestPostgres.server().createDatabase();
		new ApplicationContextRunner().withUserConfiguration(Parent.class)
			.withBean("databases", TestDatabase[].class, () -> new TestDatabase[] { this.database, other })
			.run((parent) -> new ApplicationContextRunner().withParent(parent)
				.withConfiguration(AutoConfigurations.of(SlipwayAutoConfiguration.class))
				.withPropertyValues("slipway.locations=" + this.scripts.location() + "/a")
				.run((context) -> assertThat(context).hasNotFailed()));
		assertThat(other.query("select to_regclass('a')")).containsExactly("a");
		assertThat(this.database.query("select to_regclass('a')")).containsExactly("null");
	}

	@Test
	void dataSourcesOfAParentContextAreNamed() {
		new ApplicationContextRunner().withUserConfiguration(Parent.class)
			.withBean("databases", TestDatabase[].class, () -> new TestDatabase[] { this.database, this.database })
			.run((parent) -> new ApplicationContextRunner().withParent(parent)
				.withConfiguration(AutoConfigurations.of(SlipwayAutoConfiguration.class))
				.withPropertyValues("slipway.data-source=none")
				.run((context) -> assertThat(context).getFailure()
					.rootCause()
					.hasMessageEndingWith("named 'none'. There are 'first', 'marked'.")));
	}

	@Configuration(proxyBeanMethods = false)
	static class Parent {

		@Bean
		@Primary
		DataSource first(TestDatabase[] databases) {
			return databases[0].dataSource();
		}

		@Bean
		@SlipwayDataSource
		DataSource marked(TestDatabase[] databases) {
			return databases[1].dataSource();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Reader {

		@Bean
		String read(JdbcTemplate template) {
			return "" + template.queryForList("select * from a");
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class ReaderOfReal {

		@Bean
		JdbcClient clientOfReal(@Qualifier("real") DataSource real) {
			return JdbcClient.create(real);
		}

		@Bean
		String read(@Qualifier("clientOfReal") JdbcClient client) {
			return "" + client.sql("select * from a").query().listOfRows();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Real {

		@Bean
		DataSource real(TestDatabase database) {
			return database.dataSource();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Lazy extends Real {

		@Bean
		@Primary
		DataSource front(@Qualifier("real") DataSource real) {
			return new LazyConnectionDataSourceProxy(real);
		}

	}

	@Configuration
	static class LazyByHand {

		private final TestDatabase database;

		LazyByHand(TestDatabase database) {
			this.database = database;
		}

		@Bean
		DataSource real() {
			return this.database.dataSource();
		}

		@Bean
		@Primary
		DataSource front() {
			return new LazyConnectionDataSourceProxy(real());
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class TransactionAware extends Real {

		@Bean
		@Primary
		DataSource front(@Qualifier("real") DataSource real) {
			return new TransactionAwareDataSourceProxy(real);
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Routing extends Real {

		@Bean
		@Primary
		DataSource front(@Qualifier("real") DataSource real) {
			return routing(real);
		}

	}

	@Configuration
	static class RoutingByHand extends LazyByHand {

		RoutingByHand(TestDatabase database) {
			super(database);
		}

		@Bean
		@Primary
		@Override
		DataSource front() {
			return routing(real());
		}

	}

	@Configuration
	static class LazyRouting extends LazyByHand {

		LazyRouting(TestDatabase database) {
			super(database);
		}

		@Bean
		@Primary
		@Override
		DataSource front() {
			AbstractRoutingDataSource routing = routing(real());
			routing.afterPropertiesSet();
			return new LazyConnectionDataSourceProxy(routing);
		}

	}

	/** No class of Spring's. */
	@Configuration(proxyBeanMethods = false)
	static class OfItsOwn extends Real {

		@Bean
		@Primary
		DataSource front(@Qualifier("real") DataSource real) {
			return new AbstractDataSource() {

				@Override
				public Connection getConnection() throws SQLException {
					return real.getConnection();
				}

				@Override
				public Connection getConnection(String username, String password) throws SQLException {
					return real.getConnection(username, password);
				}

			};
		}

	}

	private static AbstractRoutingDataSource routing(DataSource real) {
		AbstractRoutingDataSource routing = new AbstractRoutingDataSource() {
			@Override
			protected Object determineCurrentLookupKey() {
				return "writer";
			}
		};
		routing.setTargetDataSources(Map.of("writer", real));
		return routing;
	}

	@Configuration(proxyBeanMethods = false)
	static class TwoUnits {

		@Bean
		@Primary
		DataSource one(TestDatabase[] databases) {
			return databases[0].dataSource();
		}

		@Bean
		DataSource two(TestDatabase[] databases) {
			return databases[1].dataSource();
		}

		@Bean
		LocalContainerEntityManagerFactoryBean second(EntityManagerFactoryBuilder builder,
				@Qualifier("two") DataSource two, TestDatabase[] databases, List<String> seen) {
			seen.add(databases[0].query("select to_regclass('a')") + " "
					+ databases[1].query("select to_regclass('b')"));
			return builder.dataSource(two).packages(TwoUnits.class).persistenceUnit("second").build();
		}

		@Bean
		@Primary
		LocalContainerEntityManagerFactoryBean first(EntityManagerFactoryBuilder builder,
				@Qualifier("one") DataSource one) {
			return builder.dataSource(one).packages(TwoUnits.class).persistenceUnit("first").build();
		}

	}

}
