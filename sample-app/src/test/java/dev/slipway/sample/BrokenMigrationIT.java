package dev.slipway.sample;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import dev.slipway.testing.TestDatabase;
import dev.slipway.testing.TestPostgres;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A release with two more files of ingestion. The second fails in its second statement.
 */
class BrokenMigrationIT {

	private static final String HISTORY = "select version from ingestion.schema_migrations_ingestion order by id";

	private final TestDatabase platform = TestPostgres.server().createDatabase();

	private final TestDatabase query = TestPostgres.server().createDatabase();

	private final Path folder;

	BrokenMigrationIT(@TempDir Path folder) {
		this.folder = folder;
	}

	@BeforeEach
	void release() throws IOException {
		Files.writeString(this.folder.resolve("009_add_tenants.sql"), "create table tenant (name text primary key);\n");
		Files.writeString(this.folder.resolve("010_index_tenants.sql"), """
				create table half_done (id int);

				-- The typo is in line 4.
				create index on tennant (name);
				create table never_reached (id int);
				""");
	}

	@Test
	void errorShowsTheLineAndThePortStaysClosed() {
		try (SampleProcess sample = start()) {
			assertThat(sample.awaitExitWithClosedPort()).isEqualTo(1);
			assertThat(sample.output()).contains("""
					Migration ingestion 010_index_tenants.sql failed at line 4, column 17:

					  4 | create index on tennant (name);
					    |                 ^
					ERROR: relation "tennant" does not exist (42P01)
					""")
				.contains(
						"001_create_domains to 009_add_tenants (9 in all). 010_index_tenants was rolled back in full.")
				.contains("APPLICATION FAILED TO START");
		}
	}

	@Test
	void earlierFilesStayAppliedAndTheFailedOneIsRolledBack() {
		try (SampleProcess sample = start()) {
			sample.awaitExitWithClosedPort();
		}
		assertThat(this.platform.query(HISTORY)).containsExactly("1", "2", "3", "4", "5", "6", "7", "8", "9");
		assertThat(this.platform.query("""
				select to_regclass('ingestion.tenant') is not null, to_regclass('ingestion.half_done') is not null,
					to_regnamespace('eventhandler') is not null""")).containsExactly("t|f|f");
	}

	@Test
	void nextStartAppliesTheFixedFile() throws IOException {
		try (SampleProcess sample = start()) {
			sample.awaitExitWithClosedPort();
		}
		Files.writeString(this.folder.resolve("010_index_tenants.sql"), "create index on tenant (name);\n");
		try (SampleProcess sample = start().awaitServing()) {
			assertThat(sample.output()).contains("Service 'ingestion' applied '010_index_tenants'")
				.doesNotContain("Service 'ingestion' applied '009");
		}
		assertThat(this.platform.query(HISTORY)).containsExactly("1", "2", "3", "4", "5", "6", "7", "8", "9", "10");
	}

	private SampleProcess start() {
		return SampleProcess.on(this.platform, this.query,
				"--slipway.services.ingestion.locations=classpath:db/migration/ingestion,file:" + this.folder);
	}

}
