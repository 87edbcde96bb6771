package dev.slipway.benchmarks;

import java.nio.file.Path;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class SettingsTests {

	@Test
	void everythingIsMeasuredSevenTimesByDefault() {
		Settings settings = Settings.of();
		assertThat(settings.repetitions()).isEqualTo(7);
		assertThat(settings.parts()).containsExactly(Settings.Part.values());
		assertThat(settings.dbmate()).isNull();
	}

	@Test
	void optionsAreRead() {
		Settings settings = Settings.of("--quick", "--parts=jar,steps", "--repetitions=2", "--dbmate=a/b");
		assertThat(settings.quick()).isTrue();
		assertThat(settings.parts()).containsExactly(Settings.Part.STEPS, Settings.Part.JAR);
		assertThat(settings.repetitions()).isEqualTo(2);
		assertThat(settings.dbmate()).isEqualTo(Path.of("a/b"));
	}

	@ParameterizedTest
	@ValueSource(strings = { "--fast", "--quick=yes", "--parts=all", "--repetitions=0", "--repetitions=x",
			"--postgres=mine", "jmh" })
	void whatIsNoOptionIsRefused(String argument) {
		assertThatIllegalArgumentException().isThrownBy(() -> Settings.of(argument));
	}

}
