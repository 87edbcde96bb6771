package dev.slipway.neighbours;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import dev.slipway.testing.FlywayTable;
import dev.slipway.testing.JavaProcess;
import dev.slipway.testing.Scripts;
import dev.slipway.testing.TestDatabase;
import dev.slipway.testing.TestPostgres;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * {@code adopt} in an application with JPA, Security, Actuator, Quartz and Flyway.
 */
@Tag("once")
class CrowdedAdoptTests {

	private final TestDatabase database = TestPostgres.server().createDatabase();

	private final Path log;

	private final Scripts scripts;

	CrowdedAdoptTests(@TempDir Path folder) {
		this.log = folder.resolve("log");
		this.scripts = new Scripts(folder.resolve("scripts"))
			.write("V1__book.sql", "create table book(id bigint primary key)")
			.write("V2__author.sql", "create table author(id bigint)");
		FlywayTable.in(this.database).applied("1", "book");
	}

	@Test
	void goodDayEndsWithZero() throws Exception {
		JavaProcess process = run();
		assertThat(process.exitCode()).as(process.output()).isZero();
		assertThat(process.output()).contains(
				"took over the history of Flyway in \"public\".\"flyway_schema_history\", which stays as it is: 1 rows")
			.contains("pending, which the next start applies: V2__author");
		assertThat(this.database.query("select version, origin from schema_migrations")).containsExactly("1|Flyway");
	}

	@Test
	void badDayEndsWithThree() throws Exception {
		this.scripts.delete("V1__book.sql");
		JavaProcess process = run();
		assertThat(process.exitCode()).as(process.output()).isEqualTo(3);
		assertThat(process.output()).contains("Flyway's V1__book.sql has no file.", "Nothing was written.")
			.doesNotContain("\tat ");
		assertThat(this.database.query("select to_regclass('schema_migrations')")).containsExactly("null");
	}

	private JavaProcess run() throws IOException, InterruptedException {
		List<String> arguments = new ArrayList<>(List.of("--spring.datasource.url=" + this.database.url(),
				"--spring.datasource.username=" + this.database.username(),
				"--spring.datasource.password=" + this.database.password(), "--spring.jpa.hibernate.ddl-auto=validate",
				"--spring.quartz.job-store-type=jdbc", "--slipway.locations=" + this.scripts.location(),
				"--slipway.command=adopt", "--slipway.confirm"));
		return JavaProcess.run(this.log, List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"),
				CrowdedApplication.class, arguments.toArray(new String[0]));
	}

}
