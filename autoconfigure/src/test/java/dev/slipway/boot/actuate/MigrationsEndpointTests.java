package dev.slipway.boot.actuate;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

import javax.sql.DataSource;

import dev.slipway.Migrator;
import dev.slipway.boot.actuate.MigrationsEndpoint.MigrationsDescriptor;
import dev.slipway.boot.actuate.MigrationsEndpoint.ServiceDescriptor;
import dev.slipway.boot.autoconfigure.MigrationRunner;
import dev.slipway.boot.autoconfigure.SlipwayAutoConfiguration;
import dev.slipway.testing.Scripts;
import dev.slipway.testing.TestDatabase;
import dev.slipway.testing.TestPostgres;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.actuate.autoconfigure.endpoint.EndpointAutoConfiguration;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.jdbc.datasource.AbstractDataSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The endpoint shows what the database has now.
 */
class MigrationsEndpointTests {

	private final TestDatabase database = TestPostgres.server().createDatabase();

	private final Scripts scripts;

	private final ApplicationContextRunner runner;

	MigrationsEndpointTests(@TempDir Path folder) {
		this.scripts = new Scripts(folder).write("a/1_one.sql", "create table one(i int)")
			.write("b/V1__one.sql", "select 'a secret of the script'");
		this.runner = new ApplicationContextRunner()
			.withConfiguration(AutoConfigurations.of(DataSourceAutoConfiguration.class, EndpointAutoConfiguration.class,
					SlipwayAutoConfiguration.class, MigrationsEndpointAutoConfiguration.class))
			.withPropertyValues(properties());
	}

	private String[] properties() {
		return new String[] { "spring.datasource.url=" + this.database.url(),
				"spring.datasource.username=" + this.database.username(),
				"spring.datasource.password=" + this.database.password(),
				"slipway.services.a.locations=" + this.scripts.location() + "/a",
				"slipway.services.b.locations=" + this.scripts.location() + "/b",
				"management.endpoints.web.exposure.include=migrations,health" };
	}

	@Test
	void overHttpItShowsEachServiceWithoutSql() throws Exception {
		try (ConfigurableApplicationContext context = SpringApplication.run(Application.class,
				commandLine("--server.port=0", "--spring.main.banner-mode=off"))) {
			HttpResponse<String> response = get(context, "migrations");
			assertThat(response.statusCode()).isEqualTo(200);
			String body = response.body();
			assertThat(body).contains("\"mode\":\"migrate\"", "\"service\":\"a\"", "\"service\":\"b\"",
					"\"label\":\"V1__one\"", "\"state\":\"APPLIED\"", "\"pending\":0", "\"kind\":\"VERSIONED\"",
					"\"historyTable\":\"\\\"public\\\".\\\"schema_migrations_a\\\"\"", "\"applied\":[\"1_one\"]");
			assertThat(body).containsPattern("\"duration\":\"PT[0-9.]+S\"")
				.containsPattern("\"appliedAt\":\"20..-..-..T")
				.doesNotContain("create table", "a secret of the script", "jdbc:", this.database.password() + "@");
			assertThat(get(context, "health/slipway").statusCode()).isEqualTo(404);
			assertThat(get(context, "health").body()).contains("\"status\":\"UP\"");
		}
	}

	@Test
	void whatTheApplicationSetsForItsOwnJsonDoesNotChangeTheEndpoints() throws Exception {
		try (ConfigurableApplicationContext context = SpringApplication.run(Application.class,
				commandLine("--server.port=0", "--spring.main.banner-mode=off",
						"--spring.jackson.property-naming-strategy=SNAKE_CASE",
						"--spring.jackson.datatype.datetime.write-durations-as-timestamps=true"))) {
			assertThat(get(context, "migrations").body()).contains("\"historyTable\":", "\"lastRun\":{\"completedAt\":")
				.containsPattern("\"duration\":\"PT[0-9.]+S\"")
				.doesNotContain("history_table", "applied_at");
		}
	}

	private String[] commandLine(String... more) {
		List<String> arguments = new ArrayList<>(List.of(more));
		for (String property : properties()) {
			arguments.add("--" + property);
		}
		return arguments.toArray(new String[0]);
	}

	private static HttpResponse<String> get(ConfigurableApplicationContext context, String path) throws Exception {
		String port = Objects.requireNonNull(context.getEnvironment().getProperty("local.server.port"));
		return HttpClient.newHttpClient()
			.send(HttpRequest.newBuilder(URI.create("http://localhost:" + port + "/actuator/" + path)).build(),
					BodyHandlers.ofString());
	}

	@Test
	void itReadsTheDatabaseWhenItIsAsked() {
		this.runner.run((context) -> {
			MigrationsEndpoint endpoint = context.getBean(MigrationsEndpoint.class);
			assertThat(services(endpoint)).extracting(ServiceDescriptor::pending).containsExactly(0, 0);
			this.scripts.write("a/2_two.sql", "create table two(i int)");
			ServiceDescriptor a = services(endpoint).get(0);
			assertThat(a.pending()).isEqualTo(1);
			assertThat(a.migrations()).extracting((one) -> one.label() + " " + one.state())
				.containsExactly("1_one APPLIED", "2_two PENDING");
			// Another replica, of a newer release.
			Migrator
				.of(this.database.dataSource(), context.getBean(MigrationRunner.class).services().get(0).getOptions())
				.migrate();
			a = services(endpoint).get(0);
			assertThat(a.version()).isEqualTo("2");
			assertThat(a.lastRun()).isNotNull().satisfies((run) -> assertThat(run.applied()).containsExactly("1_one"));
			this.scripts.write("a/1_one.sql", "select 1");
			assertThat(services(endpoint).get(0).conflicts()).hasSize(1);
			this.scripts.write("a/stray.sql", "select 1");
			assertThat(services(endpoint).get(0).problem()).isNotNull();
			assertThat(services(endpoint).get(1).problem()).isNull();
		});
	}

	@Test
	void aDatabaseThatIsDownIsAnAnswerWithoutWhatTheServerSaid() {
		this.runner.withBean(Switch.class, () -> new Switch(this.database.dataSource())).run((context) -> {
			context.getBean(Switch.class).down = true;
			assertThat(services(context.getBean(MigrationsEndpoint.class))).allSatisfy((service) -> {
				assertThat(service.problem())
					.isEqualTo("Service '" + service.service() + "': the database cannot be reached.");
				assertThat(service.migrations()).isEmpty();
				assertThat(service.lastRun()).isNotNull();
			});
		});
	}

	@Test
	void aDatabaseThatDoesNotAnswerIsNotWaitedForAndNotAskedTwiceAtOnce() {
		this.runner.withBean(Switch.class, () -> new Switch(this.database.dataSource())).run((context) -> {
			Switch database = context.getBean(Switch.class);
			MigrationsEndpoint endpoint = new MigrationsEndpoint(context.getBean(MigrationRunner.class),
					Duration.ofMillis(50));
			int before = database.asked.get();
			database.hangs = true;
			assertThat(services(endpoint)).extracting(ServiceDescriptor::problem)
				.containsOnly(DatabaseReading.NO_ANSWER);
			assertThat(services(endpoint)).extracting(ServiceDescriptor::problem)
				.containsOnly(DatabaseReading.NO_ANSWER);
			assertThat(database.asked.get() - before).isEqualTo(1);
			database.hangs = false;
			database.answer.countDown();
		});
	}

	@Test
	void itIsThereOnlyWhereItIsExposed() {
		this.runner.withPropertyValues("management.endpoints.web.exposure.include=health")
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(MigrationsEndpoint.class));
		this.runner.withPropertyValues("management.endpoint.migrations.access=NONE")
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(MigrationsEndpoint.class));
		this.runner.withPropertyValues("slipway.enabled=false")
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(MigrationsEndpoint.class));
	}

	private static List<ServiceDescriptor> services(MigrationsEndpoint endpoint) {
		MigrationsDescriptor descriptor = endpoint.migrations();
		return descriptor.services();
	}

	/** No {@code @Configuration}: scans of other applications must not find it. */
	@EnableAutoConfiguration
	static class Application {

	}

	/** A DataSource of a server that goes down, or hangs. */
	static final class Switch extends AbstractDataSource {

		private final DataSource target;

		private final AtomicInteger asked = new AtomicInteger();

		private final CountDownLatch answer = new CountDownLatch(1);

		private volatile boolean down;

		private volatile boolean hangs;

		Switch(DataSource target) {
			this.target = target;
		}

		@Override
		public Connection getConnection() throws SQLException {
			this.asked.incrementAndGet();
			if (this.down) {
				throw new SQLException("FATAL: jdbc:postgresql://me:hidden@host/db is down", "08006");
			}
			try {
				if (this.hangs) {
					this.answer.await();
				}
			}
			catch (InterruptedException ex) {
				throw new SQLException(ex);
			}
			return this.target.getConnection();
		}

		@Override
		public Connection getConnection(String username, String password) throws SQLException {
			return getConnection();
		}

	}

}
