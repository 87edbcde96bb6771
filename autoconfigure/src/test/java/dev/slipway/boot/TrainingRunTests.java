package dev.slipway.boot;

import java.nio.file.Path;
import java.util.List;

import dev.slipway.testing.JavaProcess;
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
		JavaProcess process = JavaProcess.run(this.folder.resolve("output.txt"),
				List.of("-Dspring.context.exit=onRefresh"), UpToDateApplication.class,
				"--spring.main.web-application-type=none", "--spring.main.log-startup-info=false",
				"--slipway.trigger=" + trigger,
				"--spring.autoconfigure.exclude=" + HibernateJpaAutoConfiguration.class.getName()
						+ ",org.springframework.boot.data.jpa.autoconfigure.DataJpaRepositoriesAutoConfiguration"
						+ ",org.springframework.boot.data.jdbc.autoconfigure.DataJdbcRepositoriesAutoConfiguration",
				"--spring.datasource.url=jdbc:postgresql://127.0.0.1:" + Ports.free() + "/none");
		assertThat(process.exitCode()).as(process.output()).isZero();
	}

}
