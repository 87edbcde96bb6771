package dev.slipway.engine.files;

import java.io.IOException;
import java.io.OutputStream;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;

import dev.slipway.InvalidMigrationsException;
import dev.slipway.InvalidMigrationsException.FileProblem;
import dev.slipway.InvalidMigrationsException.Kind;
import dev.slipway.engine.script.ReadingRules;
import dev.slipway.testing.Scripts;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.core.io.DefaultResourceLoader;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for finding and reading migrations, without a database.
 */
class MigrationSetTests {

	private final Scripts scripts;

	private final Path folder;

	MigrationSetTests(@TempDir Path folder) {
		this.folder = folder;
		this.scripts = new Scripts(folder.resolve("db"));
	}

	@Test
	void subFoldersBelongToALocationAndOtherFilesDoNotMatter() throws IOException {
		this.scripts.write("2_two.sql", "").write("README.md", "").write("atlas.sum", "");
		new Scripts(this.scripts.folder().resolve("2026/01")).write("1_one.sql", "");
		assertThat(read(this.scripts.location() + "/")).extracting(Migration::fileName)
			.containsExactly("1_one.sql", "2_two.sql");
	}

	@Test
	void oneFileThatTwoLocationsLeadToIsOneMigration() {
		Scripts inner = new Scripts(this.scripts.folder().resolve("inner")).write("1_one.sql", "");
		assertThat(read(this.scripts.location(), inner.location())).hasSize(1);
	}

	@ParameterizedTest
	@ValueSource(strings = { "classpath:db", "classpath:/db/", "classpath*:db", "db" })
	void aFolderIsFoundInEveryRootOfTheClassPath(String location) throws IOException {
		Path main = this.folder.resolve("main");
		Path test = this.folder.resolve("test");
		new Scripts(main.resolve("db")).write("1_main.sql", "");
		new Scripts(test.resolve("db")).write("2_test.sql", "");
		URL[] roots = { test.toUri().toURL(), main.toUri().toURL() };
		try (URLClassLoader loader = new URLClassLoader(roots, null)) {
			PathMatchingResourcePatternResolver resources = new PathMatchingResourcePatternResolver(
					new DefaultResourceLoader(loader));
			assertThat(
					MigrationReader.read("", List.of(location), List.of(), resources, ReadingRules.DEFAULT).versioned())
				.extracting(Migration::name)
				.containsExactly("main", "test");
		}
	}

	@Test
	void migrationsAreFoundInAJar() throws IOException {
		assertThat(readJar(true)).extracting((migration) -> migration.script().path())
			.containsExactly("db/migration/001_one.sql", "db/migration/sub folder/002_two.sql");
	}

	@Test
	void aJarWithoutEntriesForItsFoldersIsNotTakenForAnEmptyOne() throws IOException {
		assertThat(readJar(false)).extracting(Migration::name).containsExactly("one", "two");
	}

	@Test
	void allProblemsOfAllFilesAreReportedAtOnce() throws IOException {
		this.scripts.write("001_one.sql", "")
			.write("1_uno.sql", "")
			.write("create_users.sql", "")
			.write("V2_flyway.sql", "")
			.write("3x.sql", "")
			.write("4_upper.SQL", "");
		Files.write(this.scripts.folder().resolve("005_latin.sql"),
				"-- ok\n-- caf\u00e9".getBytes(StandardCharsets.ISO_8859_1));
		assertThatExceptionOfType(InvalidMigrationsException.class)
			.isThrownBy(() -> read(this.scripts.location(), "classpath:none/such", "classpath*:none/such",
					"file:/none/such"))
			.satisfies((failure) -> assertThat(failure.getProblems()).extracting(FileProblem::kind)
				.containsExactlyInAnyOrder(Kind.EMPTY_LOCATION, Kind.EMPTY_LOCATION, Kind.EMPTY_LOCATION,
						Kind.NO_MIGRATION, Kind.NO_MIGRATION, Kind.NO_MIGRATION, Kind.NO_MIGRATION,
						Kind.DUPLICATE_VERSION, Kind.UNREADABLE))
			.withMessageContaining(
					"The location classpath:none/such holds no SQL file: it is in no root of the class path.")
			.withMessageContaining("/create_users.sql is no migration.")
			.withMessageContaining("Version 1 occurs twice: ")
			.withMessageContaining("005_latin.sql cannot be read: byte 12 (0xE9, line 2) is not UTF-8.")
			.withMessageEndingWith("Nothing was applied.");
	}

	private List<Migration> read(String... locations) {
		return set(locations).versioned();
	}

	private MigrationSet set(String... locations) {
		return MigrationReader.read("", List.of(locations), List.of(), new PathMatchingResourcePatternResolver(),
				ReadingRules.DEFAULT);
	}

	private List<Migration> readJar(boolean folderEntries) throws IOException {
		URL jar = jar(folderEntries).toUri().toURL();
		try (URLClassLoader loader = new URLClassLoader(new URL[] { jar }, null)) {
			PathMatchingResourcePatternResolver resources = new PathMatchingResourcePatternResolver(
					new DefaultResourceLoader(loader));
			return MigrationReader
				.read("", List.of("classpath*:db/migration"), List.of(), resources, ReadingRules.DEFAULT)
				.versioned();
		}
	}

	private Path jar(boolean folderEntries) throws IOException {
		Path jar = this.folder.resolve("module.jar");
		try (OutputStream file = Files.newOutputStream(jar); JarOutputStream out = new JarOutputStream(file)) {
			if (folderEntries) {
				for (String entry : List.of("db/", "db/migration/", "db/migration/sub folder/")) {
					out.putNextEntry(new JarEntry(entry));
				}
			}
			for (String entry : List.of("db/migration/001_one.sql", "db/migration/sub folder/002_two.sql")) {
				out.putNextEntry(new JarEntry(entry));
				out.write("select 1".getBytes(StandardCharsets.UTF_8));
			}
		}
		return jar;
	}

}
