package dev.slipway.boot.actuate;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;

import dev.slipway.boot.autoconfigure.SlipwayAutoConfiguration;
import dev.slipway.testing.Scripts;
import dev.slipway.testing.TestDatabase;
import dev.slipway.testing.TestPostgres;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.health.autoconfigure.contributor.HealthContributorAutoConfiguration;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.health.contributor.Status;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.SmartLifecycle;
import org.springframework.context.support.GenericApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The health tells what the start came to.
 */
class SlipwayHealthTests {

	private final TestDatabase database = TestPostgres.server().createDatabase();

	private final Scripts scripts;

	private final ApplicationContextRunner runner;

	SlipwayHealthTests(@TempDir Path folder) {
		this.scripts = new Scripts(folder).write("1_one.sql", "create table one(i int)");
		this.runner = new ApplicationContextRunner()
			.withConfiguration(
					AutoConfigurations.of(DataSourceAutoConfiguration.class, HealthContributorAutoConfiguration.class,
							SlipwayAutoConfiguration.class, SlipwayHealthContributorAutoConfiguration.class))
			.withPropertyValues("spring.datasource.url=" + this.database.url(),
					"spring.datasource.username=" + this.database.username(),
					"spring.datasource.password=" + this.database.password(),
					"slipway.locations=" + this.scripts.location());
	}

	@Test
	void upWhenNothingIsPending() {
		this.runner.run((context) -> {
			Health health = health(context.getBean("slipwayHealthIndicator", HealthIndicator.class));
			assertThat(health.getStatus()).isEqualTo(Status.UP);
			assertThat(health.getDetails()).containsOnlyKeys("services");
			assertThat(service(health)).containsEntry("version", "1")
				.containsEntry("applied", 1)
				.containsKey("completedAt");
		});
	}

	@Test
	void aProbeAsksNoDatabase() {
		this.runner.run((context) -> {
			this.database.execute("drop table schema_migrations");
			assertThat(health(context.getBean("slipwayHealthIndicator", HealthIndicator.class)).getStatus())
				.isEqualTo(Status.UP);
		});
	}

	@Test
	void outOfServiceBeforeTheMigrationsRanAndDownWhenTheyFailed() {
		AtomicReference<HealthIndicator> indicator = new AtomicReference<>();
		List<Status> before = new ArrayList<>();
		this.scripts.write("2_two.sql", "select secret from nowhere");
		this.runner.withInitializer(
				(context) -> ((GenericApplicationContext) context).registerBean(Early.class, () -> new Early(() -> {
					indicator.set(context.getBean("slipwayHealthIndicator", HealthIndicator.class));
					before.add(health(indicator.get()).getStatus());
				})))
			.run((context) -> {
				assertThat(context).hasFailed();
				assertThat(before).containsExactly(Status.OUT_OF_SERVICE);
				Health after = health(indicator.get());
				assertThat(after.getStatus()).isEqualTo(Status.DOWN);
				assertThat((String) after.getDetails().get("problem")).contains("2_two")
					.doesNotContain("select", "secret");
			});
	}

	@Test
	void itCanBeSwitchedOff() {
		this.runner.withPropertyValues("management.health.slipway.enabled=false")
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean("slipwayHealthIndicator"));
		this.runner.withPropertyValues("slipway.enabled=false")
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean("slipwayHealthIndicator"));
	}

	private static Health health(@Nullable HealthIndicator indicator) {
		return Objects.requireNonNull(Objects.requireNonNull(indicator).health());
	}

	@SuppressWarnings("unchecked")
	private static Map<String, Object> service(Health health) {
		return (Map<String, Object>) Objects
			.requireNonNull(((Map<?, ?>) Objects.requireNonNull(health.getDetails().get("services"))).get("default"));
	}

	/** Looks before migrations run. */
	record Early(Runnable look) implements SmartLifecycle {

		@Override
		public void start() {
			this.look.run();
		}

		@Override
		public void stop() {
		}

		@Override
		public boolean isRunning() {
			return false;
		}

		@Override
		public int getPhase() {
			return 0;
		}

	}

}
