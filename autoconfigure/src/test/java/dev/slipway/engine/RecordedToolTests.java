package dev.slipway.engine;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import dev.slipway.AdoptionRefusedException;
import dev.slipway.AdoptionReport;
import dev.slipway.Migrator;
import dev.slipway.MigratorOptions;
import dev.slipway.testing.RecordedTool;
import dev.slipway.testing.TestDatabase;
import dev.slipway.testing.TestPostgres;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tables that the real tools have made: of 50 files 40 are applied, and the next one has
 * failed.
 */
class RecordedToolTests {

	private final TestDatabase database = TestPostgres.server().createDatabase();

	@TempDir
	private Path files;

	@ParameterizedTest
	@EnumSource(RecordedTool.class)
	void takesOverFortyFilesAndAppliesTen(RecordedTool tool) {
		given(tool);
		resolveFailure(tool);
		AdoptionReport report = migrator().adopt();
		assertThat(report.entries()).hasSize(40);
		assertThat(report.entries()).allMatch((entry) -> entry.compared() == hasChecksums(tool));
		assertThat(report.pending()).hasSize(10);
		assertThat(migrator().migrate().applied()).hasSize(10);
		assertThat(migrator().migrate().applied()).isEmpty();
		assertThat(this.database.query("select count(*) from pg_tables where tablename like 't\\_%'"))
			.containsExactly("50");
	}

	@ParameterizedTest
	@EnumSource(RecordedTool.class)
	void refusesARowWithoutAFile(RecordedTool tool) throws IOException {
		given(tool);
		resolveFailure(tool);
		Files.delete(tool.file(this.files, 7));
		assertRefused("has no file");
	}

	@ParameterizedTest
	@EnumSource(names = { "POSTGRES_MIGRATIONS", "PRISMA" })
	void refusesAFileThatWasChanged(RecordedTool tool) throws IOException {
		given(tool);
		resolveFailure(tool);
		Files.writeString(tool.file(this.files, 7), "select 7;\n");
		assertRefused("has changed since");
	}

	@ParameterizedTest
	@EnumSource(names = "PRISMA")
	void refusesAFileThatHasFailed(RecordedTool tool) {
		given(tool);
		assertRefused("Prisma's 20260101000041_create_t_041 has failed.");
	}

	private void given(RecordedTool tool) {
		tool.restore(this.database);
		tool.writeFiles(this.files);
	}

	/** What 'prisma migrate resolve --rolled-back' does; the others have no such row. */
	private void resolveFailure(RecordedTool tool) {
		if (tool == RecordedTool.PRISMA) {
			this.database.execute("update _prisma_migrations set rolled_back_at = now() where finished_at is null");
		}
	}

	private static boolean hasChecksums(RecordedTool tool) {
		return tool == RecordedTool.PRISMA || tool == RecordedTool.POSTGRES_MIGRATIONS;
	}

	private void assertRefused(String message) {
		assertThatExceptionOfType(AdoptionRefusedException.class).isThrownBy(migrator()::adopt)
			.withMessageContaining(message)
			.withMessageContaining("Nothing was written");
		assertThat(this.database.query("select to_regclass('slipway_history')")).containsExactly("null");
	}

	private Migrator migrator() {
		return Migrator.of(this.database.dataSource(),
				MigratorOptions.of("").withLocations("file:" + this.files).withTable("slipway_history"));
	}

}
