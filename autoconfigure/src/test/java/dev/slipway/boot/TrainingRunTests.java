package dev.slipway.boot;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

import dev.slipway.testing.Ports;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.hibernate.autoconfigure.HibernateJpaAutoConfiguration;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A build starts the application to learn what it loads, without a database, and ends it
 * when all beans are there. That holds for each trigger.
 */
class TrainingRunTests {

	private final Path folder;

	TrainingRunTests(@TempDir Path folder) {
		this.folder = folder;
	}

	@ParameterizedTest
	@ValueSource(strings = { "auto", "initialization", "lifecycle" })
	void trainingRunNeedsNoDatabase(String trigger) throws Exception {
		Path output = this.folder.resolve("output.txt");
		Process process = new ProcessBuilder(List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
				"-Dspring.context.exit=onRefresh", "-cp", System.getProperty("java.class.path"),
				UpToDateApplication.class.getName(), "--spring.main.web-application-type=none",
				"--spring.main.log-startup-info=false", "--slipway.trigger=" + trigger,
				"--spring.autoconfigure.exclude=" + HibernateJpaAutoConfiguration.class.getName()
						+ ",org.springframework.boot.data.jpa.autoconfigure.DataJpaRepositoriesAutoConfiguration"
						+ ",org.springframework.boot.data.jdbc.autoconfigure.DataJdbcRepositoriesAutoConfiguration",
				"--spring.datasource.url=jdbc:postgresql://127.0.0.1:" + Ports.free() + "/none"))
			.redirectErrorStream(true)
			.redirectOutput(output.toFile())
			.start();
		try {
			assertThat(process.waitFor(5, TimeUnit.MINUTES)).as("the process has ended").isTrue();
			assertThat(process.exitValue()).as(() -> read(output)).isZero();
		}
		finally {
			process.destroyForcibly();
		}
	}

	private static String read(Path output) {
		try {
			return Files.readString(output);
		}
		catch (IOException ex) {
			return ex.toString();
		}
	}

}
