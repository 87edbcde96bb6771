package dev.slipway.neighbours;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

import dev.slipway.testing.Scripts;
import dev.slipway.testing.TestDatabase;
import dev.slipway.testing.TestPostgres;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A command in an application with JPA, Security, Actuator and Quartz creates nothing of
 * all that, and its exit code is its own.
 */
class CrowdedCommandTests {

	private static final String CREATED = "Creating shared instance of singleton bean '";

	private final TestDatabase database = TestPostgres.server().createDatabase();

	private final Scripts scripts;

	private final Path output;

	private final Path errors;

	CrowdedCommandTests(@TempDir Path folder) {
		this.scripts = new Scripts(folder.resolve("scripts")).write("001_book.sql",
				"create table book(id bigint primary key)");
		this.output = folder.resolve("output");
		this.errors = folder.resolve("errors");
	}

	@Test
	void exitCodesAndOutputAreThoseOfTheCommand() throws Exception {
		assertThat(run("validate")).isEqualTo(3);
		assertThat(Files.readString(this.output)).contains("1 migration is pending:\n\n  - 001_book\n")
			.doesNotContain("\tat ", "WARN");
		assertThat(Files.readString(this.errors)).isEmpty();
		assertThat(this.database.query("select to_regclass('schema_migrations')")).containsExactly("null");
		assertThat(run("migrate")).isZero();
		assertThat(Files.readString(this.output)).contains("Slipway: 1 applied, up to date at version 1\n  001_book (");
		assertThat(run("validate")).isZero();
		this.scripts.write("002_broken.sql", "broken");
		assertThat(run("migrate")).isEqualTo(1);
		assertThat(Files.readString(this.output)).contains("002_broken.sql:1:1").doesNotContain("\tat ", "WARN");
		assertThat(run("nonsense")).isEqualTo(2);
	}

	@Test
	void nothingIsCreatedButPostProcessorsAndTheDataSource() throws Exception {
		Path logging = Files.writeString(this.output.resolveSibling("logback.xml"), """
				<configuration>
					<include resource="org/springframework/boot/logging/logback/base.xml"/>
				</configuration>
				""");
		assertThat(run("migrate", "--logging.level.org.springframework.beans.factory.support=debug",
				"--logging.config=" + logging))
			.isZero();
		List<String> created = Files.readString(this.output)
			.lines()
			.filter((line) -> line.contains(CREATED))
			.map((line) -> line.substring(line.indexOf(CREATED) + CREATED.length(), line.lastIndexOf('\'')))
			.toList();
		assertThat(created).contains("dataSource")
			.doesNotContain("failures", "refreshed", "runner", "entityManagerFactory", "quartzScheduler",
					"jdbcTemplate", "jdbcClient", "slipwayMigrations", "healthEndpoint", "springSecurityFilterChain",
					"meterRegistry", "flywayInitializer", "liquibase")
			.hasSizeLessThan(60);
		assertThat(Files.readString(this.output)).doesNotContain("listener\n", "runner\n");
	}

	private int run(String command, String... more) throws IOException, InterruptedException {
		List<String> line = new ArrayList<>(List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
				"-cp", System.getProperty("java.class.path"), CrowdedApplication.class.getName(),
				"--spring.datasource.url=" + this.database.url(),
				"--spring.datasource.username=" + this.database.username(),
				"--spring.datasource.password=" + this.database.password(), "--spring.jpa.hibernate.ddl-auto=validate",
				"--spring.quartz.job-store-type=jdbc", "--slipway.locations=" + this.scripts.location(),
				"--slipway.command=" + command));
		line.addAll(List.of(more));
		Process process = new ProcessBuilder(line).redirectOutput(this.output.toFile())
			.redirectError(this.errors.toFile())
			.start();
		try {
			assertThat(process.waitFor(3, TimeUnit.MINUTES)).as("the process has ended").isTrue();
			return process.exitValue();
		}
		finally {
			process.destroyForcibly();
		}
	}

}
