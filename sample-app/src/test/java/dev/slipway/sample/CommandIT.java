package dev.slipway.sample;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

import dev.slipway.testing.TestDatabase;
import dev.slipway.testing.TestPostgres;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The jar, run as a job that migrates or validates and then exits.
 */
class CommandIT {

	private static final String CREATED = "Creating shared instance of singleton bean '";

	private final TestDatabase platform = TestPostgres.server().createDatabase();

	private final TestDatabase query = TestPostgres.server().createDatabase();

	@Test
	void validateListsPendingMigrationsUntilMigrateAppliesThem() {
		try (SampleProcess sample = start("validate")) {
			assertThat(sample.awaitExitWithClosedPort()).isEqualTo(3);
			assertThat(sample.output()).contains("Service 'ingestion' is not up to date: 8 migrations are pending:",
					"  - 006_index_handled_events", "Service 'query' is not up to date", "Nothing was applied.");
		}
		assertThat(this.platform.query("select to_regnamespace('ingestion')")).containsExactly("null");
		try (SampleProcess sample = start("migrate")) {
			assertThat(sample.awaitExitWithClosedPort()).isZero();
			assertThat(sample.output()).contains("\nService 'ingestion': 8 applied, up to date at version 8\n  001_",
					"\nService 'eventhandler': 6 applied", "\nService 'query': 6 applied");
		}
		try (SampleProcess sample = start("validate")) {
			assertThat(sample.awaitExitWithClosedPort()).isZero();
			assertThat(sample.output()).contains("\nService 'ingestion': up to date at version 8\n");
		}
	}

	@Test
	void noBeanOfTheApplicationIsCreatedExceptItsDataSources() {
		try (SampleProcess sample = start("migrate",
				"--logging.level.org.springframework.beans.factory.support=debug")) {
			assertThat(sample.awaitExitWithClosedPort()).isZero();
			List<String> created = sample.output()
				.lines()
				.filter((line) -> line.contains(CREATED))
				.map((line) -> line.substring(line.indexOf(CREATED) + CREATED.length(), line.lastIndexOf('\'')))
				.toList();
			assertThat(created).contains("dataSource", "queryDataSource")
				.doesNotContain("eventController", "migrationController", "queryController", "eventPoller",
						"eventHandler", "eventStore", "timeline", "sampleApplication", "jdbcClient",
						"slipwayMigrationLifecycle", "tomcatServletWebServerFactory");
		}
	}

	@Test
	void commandCanBeSetInTheEnvironment() {
		try (SampleProcess sample = SampleProcess.on(this.platform, this.query, Map.of("SLIPWAY_COMMAND", "migrate"))) {
			assertThat(sample.awaitExitWithClosedPort()).isZero();
		}
		assertThat(this.query.query("select count(*) from schema_migrations_query")).containsExactly("6");
	}

	@Test
	void unknownCommandIsExplainedBeforeAnythingStarts() {
		try (SampleProcess sample = start("nonsense")) {
			assertThat(sample.awaitExitWithClosedPort()).isEqualTo(2);
			assertThat(sample.output())
				.contains("There is no command 'nonsense'.",
						"Set slipway.command to one of: migrate, validate, status, ")
				.doesNotContain("Exception", "Hikari");
		}
	}

	@Test
	void embeddedServerStopsWithTheCommand(@TempDir Path data) {
		try (SampleProcess sample = SampleProcess.in(data, "--slipway.command=migrate")) {
			assertThat(sample.awaitExitWithClosedPort()).isZero();
			assertThat(sample.output()).contains("\nService 'query': 6 applied");
		}
		assertThat(data.resolve("cluster/PG_VERSION")).exists();
		assertThat(data.resolve("cluster/postmaster.pid")).doesNotExist();
	}

	private SampleProcess start(String command, String... more) {
		String[] arguments = new String[more.length + 1];
		System.arraycopy(more, 0, arguments, 0, more.length);
		arguments[more.length] = "--slipway.command=" + command;
		return SampleProcess.on(this.platform, this.query, arguments);
	}

}
