package dev.slipway;

import java.io.IOException;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;

import dev.slipway.engine.files.FileIndex;
import dev.slipway.engine.files.IndexedFiles;
import dev.slipway.engine.history.KnownSets;
import dev.slipway.testing.Jars;
import dev.slipway.testing.TestDatabase;
import dev.slipway.testing.TestPostgres;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.core.SpringProperties;
import org.springframework.core.io.DefaultResourceLoader;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * A start that a build has told what its files come to does, and says, what one does that
 * reads them.
 */
class KnownFilesTests {

	private static final String AOT = "spring.aot.enabled";

	private final TestDatabase database = TestPostgres.server().createDatabase();

	private final Path jar;

	private final Path index;

	private final Map<String, String> files = new TreeMap<>();

	KnownFilesTests(@TempDir Path folder) {
		this.jar = folder.resolve("app.jar");
		this.index = folder.resolve("index.jar");
	}

	@BeforeEach
	void process() throws IOException {
		SpringProperties.setProperty(AOT, "true");
		this.files.put("db/migration/1_one.sql", "create table one (id int);");
		this.files.put("db/migration/2_two.sql", "create table two (id int);");
		this.files.put("db/migration/R__view.sql", "create or replace view v as select id from one;");
		build();
	}

	@AfterEach
	void reset() {
		SpringProperties.setProperty(AOT, null);
	}

	@Test
	void firstStartAppliesAllAndTheNextOneNothing() throws IOException {
		run((migrator) -> {
			assertThat(migrator.migrate().applied()).extracting(MigrationReport.Applied::label)
				.containsExactly("1_one", "2_two", "R__view");
			MigrationReport second = migrator.migrate();
			assertThat(second.applied()).isEmpty();
			assertThat(second.version()).isEqualTo("2");
			assertThat(migrator.validate().version()).isEqualTo("2");
			assertThat(migrator.plan().pending()).isEmpty();
		});
	}

	@Test
	void filesOfANewReleaseAreApplied() throws IOException {
		run(Migrator::migrate);
		this.files.put("db/migration/3_three.sql", "create table three (id int);");
		this.files.put("db/migration/R__view.sql", "drop view v; create view v as select id from two;");
		build();
		run((migrator) -> {
			assertThatExceptionOfType(PendingMigrationsException.class).isThrownBy(migrator::validate)
				.withMessageContaining("3_three");
			assertThat(migrator.migrate().applied()).extracting(MigrationReport.Applied::label)
				.containsExactly("3_three", "R__view");
			assertThat(migrator.migrate().applied()).isEmpty();
		});
	}

	@Test
	void changedFileIsAConflictAndAnEarlierReleaseIsBehind() throws IOException {
		run(Migrator::migrate);
		this.files.remove("db/migration/2_two.sql");
		build();
		run((migrator) -> assertThat(migrator.migrate().ahead()).containsExactly("2"));
		this.files.put("db/migration/1_one.sql", "create table one (id bigint);");
		build();
		run((migrator) -> assertThatExceptionOfType(HistoryConflictException.class).isThrownBy(migrator::migrate)
			.withMessageContaining("db/migration/1_one.sql has changed since it was applied"));
	}

	/** The database has lost a row, and nothing of it is passed over. */
	@Test
	void historyWithoutARowIsReadInFull() throws IOException {
		run(Migrator::migrate);
		this.database.execute("delete from schema_migrations where version = '1'");
		run((migrator) -> assertThatExceptionOfType(HistoryConflictException.class).isThrownBy(migrator::migrate)
			.withMessageContaining("1_one"));
	}

	@Test
	void problemOfAFileThatCameLaterIsSaid() throws IOException {
		run(Migrator::migrate);
		this.files.put("db/migration/2_again.sql", "select 1;");
		Jars.pack(this.jar, this.files);
		run((migrator) -> assertThatExceptionOfType(InvalidMigrationsException.class).isThrownBy(migrator::migrate)
			.withMessageContaining("Version 2 occurs twice"));
	}

	/** Make the application and what its build knows. */
	private void build() throws IOException {
		Jars.pack(this.jar, this.files);
		MigratorOptions options = MigratorOptions.of("");
		try (URLClassLoader loader = Jars.loader(this.jar)) {
			DefaultResourceLoader resources = new DefaultResourceLoader(loader);
			FileIndex built = IndexedFiles.of(options.locations(), resources);
			built = built.with(KnownSets.of(built, options, List.of(), resources).stream().toList());
			assertThat(built.text()).contains("\nset ");
			Jars.pack(this.index, Map.of(FileIndex.PATH, built.text()));
		}
	}

	private void run(Consumer<Migrator> test) throws IOException {
		try (URLClassLoader loader = Jars.loader(this.jar, this.index)) {
			test.accept(
					Migrator.of(this.database.dataSource(), MigratorOptions.of(""), new DefaultResourceLoader(loader)));
		}
	}

}
