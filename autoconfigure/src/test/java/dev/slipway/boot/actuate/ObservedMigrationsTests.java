package dev.slipway.boot.actuate;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;

import javax.sql.DataSource;

import com.zaxxer.hikari.HikariDataSource;
import dev.slipway.boot.autoconfigure.SlipwayAutoConfiguration;
import dev.slipway.testing.FlightCounter;
import dev.slipway.testing.Scripts;
import dev.slipway.testing.TestDatabase;
import dev.slipway.testing.TestPostgres;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micrometer.observation.Observation;
import io.micrometer.observation.Observation.Context;
import io.micrometer.observation.ObservationHandler;
import io.micrometer.observation.ObservationRegistry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.beans.factory.support.AbstractBeanDefinition;
import org.springframework.boot.actuate.autoconfigure.endpoint.EndpointAutoConfiguration;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.micrometer.metrics.autoconfigure.CompositeMeterRegistryAutoConfiguration;
import org.springframework.boot.micrometer.metrics.autoconfigure.MetricsAutoConfiguration;
import org.springframework.boot.micrometer.metrics.autoconfigure.export.simple.SimpleMetricsExportAutoConfiguration;
import org.springframework.boot.micrometer.observation.autoconfigure.ObservationAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Runs and migrations are observed, where somebody observes.
 */
class ObservedMigrationsTests {

	private final TestDatabase database = TestPostgres.server().createDatabase();

	private final Scripts scripts;

	private final ApplicationContextRunner runner;

	ObservedMigrationsTests(@TempDir Path folder) {
		this.scripts = new Scripts(folder).write("1_one.sql", "select pg_sleep(0.05)").write("2_two.sql", "select 2");
		this.runner = new ApplicationContextRunner()
			.withConfiguration(AutoConfigurations.of(DataSourceAutoConfiguration.class, SlipwayAutoConfiguration.class,
					SlipwayMetricsAutoConfiguration.class, SlipwayObservationAutoConfiguration.class))
			.withPropertyValues("spring.datasource.url=" + this.database.url(),
					"spring.datasource.username=" + this.database.username(),
					"spring.datasource.password=" + this.database.password(),
					"slipway.services.billing.locations=" + this.scripts.location());
	}

	private ApplicationContextRunner boot() {
		return this.runner.withConfiguration(
				AutoConfigurations.of(MetricsAutoConfiguration.class, CompositeMeterRegistryAutoConfiguration.class,
						SimpleMetricsExportAutoConfiguration.class, ObservationAutoConfiguration.class));
	}

	@Test
	void timersHaveTheTimeOfTheServer() {
		boot().run((context) -> {
			MeterRegistry meters = context.getBean(MeterRegistry.class);
			Timer migrations = meters.get("slipway.migration").tag("slipway.service", "billing").timer();
			assertThat(migrations.count()).isEqualTo(2);
			// What Micrometer's own handler would have measured is next to nothing.
			assertThat(migrations.max(TimeUnit.MILLISECONDS)).isGreaterThanOrEqualTo(50);
			assertThat(meters.get("slipway.run")
				.tags("slipway.service", "billing", "slipway.mode", "migrate", "outcome", "applied")
				.timer()
				.count()).isEqualTo(1);
		});
	}

	@Test
	void timersDoNotCountAFailureWhoseTimeNobodyKnows() {
		this.scripts.write("3_three.sql", "select nothing");
		MeterRegistry meters = new SimpleMeterRegistry();
		boot()
			.withBean(MeterRegistry.class, () -> meters,
					(definition) -> ((AbstractBeanDefinition) definition).setDestroyMethodName(""))
			.run((context) -> {
				assertThat(context).hasFailed();
				assertThat(meters.get("slipway.migration").timers()).singleElement()
					.satisfies((timer) -> assertThat(timer.count()).isEqualTo(2));
			});
	}

	@Test
	void gaugesTellWhatIsPendingAndWhetherARunFailed() {
		boot().run((context) -> {
			MeterRegistry meters = context.getBean(MeterRegistry.class);
			assertThat(meters.get("slipway.migrations.pending").tag("slipway.service", "billing").gauge().value())
				.isZero();
			assertThat(meters.get("slipway.migrations.failed").gauge().value()).isZero();
		});
		this.scripts.write("3_three.sql", "select 3").write("4_four.sql", "select nothing");
		MeterRegistry meters = new SimpleMeterRegistry();
		this.runner
			.withBean(MeterRegistry.class, () -> meters,
					(definition) -> ((AbstractBeanDefinition) definition).setDestroyMethodName(""))
			.run((context) -> {
				assertThat(context).hasFailed();
				assertThat(meters.get("slipway.migrations.pending").gauge().value()).isEqualTo(1);
				assertThat(meters.get("slipway.migrations.failed").gauge().value()).isEqualTo(1);
			});
	}

	@Test
	void eachServiceAndEachMigrationIsObservedBelowWhatTheStartingThreadObserves() {
		Seen seen = new Seen();
		ObservationRegistry registry = ObservationRegistry.create();
		registry.observationConfig().observationHandler(seen);
		Observation start = Observation.start("start", registry);
		start.scoped(() -> this.runner.withBean(ObservationRegistry.class, () -> registry)
			.run((context) -> assertThat(context).hasNotFailed()));
		start.stop();
		assertThat(seen.stopped).containsExactly("slipway 1_one of slipway.run", "slipway 2_two of slipway.run",
				"slipway migrate billing of start", "start of none");
		assertThat(registry.getCurrentObservation()).isNull();
		assertThat(seen.keys).contains("slipway.migration=1_one", "slipway.version=2", "slipway.applied=2")
			.noneMatch((key) -> key.contains("select"));
	}

	@Test
	void failureIsAnErrorOfTheMigrationAndOfTheRun() {
		this.scripts.write("3_three.sql", "select nothing");
		Seen seen = new Seen();
		ObservationRegistry registry = ObservationRegistry.create();
		registry.observationConfig().observationHandler(seen);
		this.runner.withBean(ObservationRegistry.class, () -> registry).run((context) -> {
			assertThat(context).hasFailed();
			assertThat(seen.stopped).containsExactly("slipway 1_one of slipway.run", "slipway 2_two of slipway.run",
					"slipway 3_three of slipway.run", "slipway migrate billing of none");
			assertThat(seen.keys).containsSubsequence("slipway.migration=3_three", "error=MigrationFailedException",
					"outcome=failed", "error=MigrationFailedException");
		});
	}

	@Test
	void otherModesAreObservedToo() {
		this.runner.run((context) -> assertThat(context).hasNotFailed());
		boot().withPropertyValues("slipway.mode=validate").run((context) -> {
			assertThat(context).hasNotFailed();
			assertThat(context.getBean(MeterRegistry.class)
				.get("slipway.run")
				.tags("slipway.mode", "validate", "outcome", "up-to-date")
				.timer()
				.count()).isEqualTo(1);
		});
	}

	@Test
	void nothingPendingCostsOneRoundTripWithEverythingThere() throws Exception {
		try (FlightCounter proxy = new FlightCounter(this.database); HikariDataSource pool = proxy.pool()) {
			ApplicationContextRunner everything = boot()
				.withConfiguration(AutoConfigurations.of(EndpointAutoConfiguration.class,
						MigrationsEndpointAutoConfiguration.class, SlipwayHealthContributorAutoConfiguration.class))
				.withPropertyValues("management.endpoints.web.exposure.include=migrations")
				.withBean(DataSource.class, () -> pool,
						(definition) -> ((AbstractBeanDefinition) definition).setDestroyMethodName(""));
			everything.run((context) -> assertThat(context).hasNotFailed());
			proxy.reset();
			everything.run((context) -> {
				assertThat(context).hasNotFailed()
					.hasSingleBean(MigrationsEndpoint.class)
					.hasSingleBean(SlipwayHealthIndicator.class);
				assertThat(proxy.flights()).isEqualTo(1);
				assertThat(proxy.connections()).isZero();
			});
		}
	}

	@Test
	void withoutRegistriesNothingIsThere() {
		this.runner.run((context) -> assertThat(context).hasNotFailed()
			.doesNotHaveBean(MigrationGauges.class)
			.doesNotHaveBean(ObservedMigrations.class));
		this.runner.withClassLoader(new FilteredClassLoader("io.micrometer.core"))
			.withBean(ObservationRegistry.class, ObservationRegistry::create)
			.run((context) -> assertThat(context).hasNotFailed()
				.doesNotHaveBean(MigrationGauges.class)
				.hasSingleBean(ObservedMigrations.class));
	}

	/** Notes what stops. */
	private static final class Seen implements ObservationHandler<Context> {

		private final List<String> stopped = new ArrayList<>();

		private final List<String> keys = new ArrayList<>();

		@Override
		public void onStop(Context context) {
			String parent = (context.getParentObservation() != null)
					? Objects.requireNonNull(context.getParentObservation()).getContextView().getName() : "none";
			String name = Objects.requireNonNullElse(context.getContextualName(), context.getName());
			this.stopped.add(name + " of " + parent);
			context.getAllKeyValues().forEach((key) -> this.keys.add(key.getKey() + "=" + key.getValue()));
			if (context.getError() != null) {
				this.keys.add("error=" + Objects.requireNonNull(context.getError()).getClass().getSimpleName());
			}
		}

		@Override
		public boolean supportsContext(Context context) {
			return true;
		}

	}

}
