package dev.slipway.boot.autoconfigure;

import java.beans.PropertyDescriptor;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

import dev.slipway.testing.Canary;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.beans.BeanUtils;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Settings that do not exist: a misspelt one is never passed over.
 */
@ExtendWith(OutputCaptureExtension.class)
class UnknownSettingsTests {

	private final ApplicationContextRunner runner = new ApplicationContextRunner().withConfiguration(
			AutoConfigurations.of(SlipwayAutoConfiguration.class, UnusedSettingsAutoConfiguration.class));

	@ParameterizedTest
	@CsvSource({ "slipway.mdoe, slipway.mode", "slipway.servcies.x.locations, slipway.services",
			"slipway.data.source, slipway.data-source", "slipway.user, slipway.username", "slipway.ulr, slipway.url",
			"slipway.location, slipway.locations", "slipway.lock-wait-timeout, slipway.lock.wait-timeout",
			"slipway.lock.wait-timout, slipway.lock.wait-timeout", "slipway.placeholder.key, slipway.placeholders",
			"slipway.enabeld, slipway.enabled", "slipway.services.x.shema, slipway.services.x.schema",
			"slipway.services.x.ignore-foreign-histroy, slipway.services.x.ignore-foreign-history",
			"slipway.services.x.mode, slipway.mode", "slipway.services.x.lock.wait-timeout, slipway.lock.wait-timeout",
			"'slipway.services[my service].tabel', 'slipway.services[my service].table'",
			"'slipway.location[0]', slipway.locations" })
	void misspeltSettingIsRefusedAndTheRightOneIsNamed(String property, String right) {
		this.runner.withPropertyValues(property + "=" + Canary.value())
			.run((context) -> assertRefused(context.getStartupFailure(), property + " (" + right + "?)"));
	}

	@Test
	void allMisspeltSettingsAreNamed() {
		this.runner
			.withPropertyValues("slipway.url=jdbc:postgresql://127.0.0.1:1/x", "slipway.mdoe=validate",
					"slipway.services.x.rol=me")
			.run((context) -> assertRefused(context.getStartupFailure(),
					"Slipway has no setting of that name, but one like it: slipway.mdoe (slipway.mode?),"
							+ " slipway.services.x.rol (slipway.services.x.role?)."));
	}

	@Test
	void settingThatIsLikeNoneIsWarnedOf(CapturedOutput output) {
		this.runner.withPropertyValues("slipway.yard.boats=3", "slipway.services.x.colour=" + Canary.value())
			.run((context) -> assertThat(context.getStartupFailure()).rootCause()
				.hasMessageContaining("has no DataSource"));
		assertThat(output).containsOnlyOnce("Settings without effect, since Slipway has none of that name:"
				+ " slipway.services.x.colour, slipway.yard.boats");
	}

	/** As others set them, such as Kubernetes for a service named slipway. */
	@ParameterizedTest
	@ValueSource(strings = { "SLIPWAY_SERVICE_HOST", "SLIPWAY_PORT", "SLIPWAY_PORT_5432_TCP_ADDR", "SLIPWAY_HOME",
			"SLIPWAY_LOCK_WAIT_TIMEOUT", "SLIPWAY_LOCK_WAITTIMEOUT", "SLIPWAY_LOCK_TIMEOUT", "SLIPWAY_LOCKRETRIES",
			"SLIPWAY_LOCATIONS_0" })
	void variablesOfOthersAndOtherSpellingsAreNone(String variable, CapturedOutput output) {
		runWith(variable, null);
		assertThat(output).doesNotContain("has none of that name");
	}

	@ParameterizedTest
	@CsvSource({ "SLIPWAY_MDOE, slipway.mode", "SLIPWAY_DATA_SORCE, slipway.data-source" })
	void misspeltVariableIsRefused(String variable, String right) {
		runWith(variable, right);
	}

	@ParameterizedTest
	@ValueSource(strings = { "slipway.locations[1]", "slipway.placeholders.a.b", "slipway.services.x.placeholders.a",
			"slipway.lock.wait-timeout", "slipway.lockRetries", "slipway.lock_retries", "slipway.services.x",
			"slipway.services.x.data-source", "slipway.services.x.dataSource", "slipway.services[x y].locations[0]",
			"slipway.command" })
	void everySpellingOfASettingIsKnown(String property) {
		assertThat(SlipwayProperties.contains(ConfigurationPropertyName.adapt(property, '.'))).isTrue();
	}

	@Test
	void everySettingThatIsBoundIsKnown() {
		for (Class<?> type : List.of(SlipwayProperties.class, SlipwayProperties.Service.class)) {
			assertThat(SlipwayProperties.properties(type).keySet())
				.containsExactlyInAnyOrderElementsOf(Arrays.stream(BeanUtils.getPropertyDescriptors(type))
					.map(PropertyDescriptor::getName)
					.filter((name) -> !name.equals("class"))
					.toList());
		}
	}

	private void runWith(String variable, @Nullable String right) {
		this.runner
			.withInitializer((context) -> context.getEnvironment()
				.getPropertySources()
				.addFirst(new SystemEnvironmentPropertySource(
						"test-" + StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME, Map.of(variable, "1s"))))
			.run((context) -> {
				if (right == null) {
					assertThat(context).hasNotFailed();
				}
				else {
					assertRefused(context.getStartupFailure(), " (" + right + "?)");
				}
			});
	}

	private static void assertRefused(@Nullable Throwable failure, String text) {
		Throwable cause = failure;
		while (cause != null && !(cause instanceof ServiceConfigurationException)) {
			cause = cause.getCause();
		}
		assertThat(cause).isNotNull().hasMessageContaining(text);
		assertThat(String.valueOf(failure)).doesNotContain(Canary.value());
	}

}
