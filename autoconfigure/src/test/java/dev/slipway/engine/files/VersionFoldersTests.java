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
import dev.slipway.Layout;
import dev.slipway.engine.script.ReadingRules;
import dev.slipway.testing.Scripts;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.core.io.DefaultResourceLoader;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for the folders of yuniql.
 */
class VersionFoldersTests {

	private final Path folder;

	private ReadingRules rules = ReadingRules.DEFAULT.withLayout(Layout.YUNIQL);

	VersionFoldersTests(@TempDir Path folder) {
		this.folder = folder;
	}

	@Test
	void subFoldersRunBeforeTheFilesBesideThemAndVersionsAreNumbers() {
		write("v0.10/x.sql, v0.9/x.sql, v0.9/a/x.sql, v0.9/a/b/x.sql, v0.9/b/1.sql, v0.9/1.sql, v0.00-first/x.sql");
		assertThat(set().versioned())
			.extracting((migration) -> migration.version() + " " + migration.name() + " " + migration.byName())
			.containsExactly("0 x true", "0.9 a/x true", "0.9 a/b/x true", "0.9 b/1 true", "0.9 1 true", "0.9 x true",
					"0.10 x true");
	}

	@Test
	void specialFoldersRunInEachRunAndWhatErasesDoesNot() {
		write("v1.0/a.sql, _pre/b.sql, _pre/a/c.sql, _post/x.sql, _draft/y.sql, _erase/1_z.sql, _erase/v1.0/a.sql, "
				+ "_erase/data.csv");
		assertThat(set().callbacks()).extracting((callback) -> callback.event() + " " + callback.fileName())
			.containsExactly("BEFORE_MIGRATE _pre/a/c.sql", "BEFORE_MIGRATE _pre/b.sql", "AFTER_MIGRATE _draft/y.sql",
					"AFTER_MIGRATE _post/x.sql");
		assertThat(set().versioned()).singleElement().satisfies((migration) -> assertThat(migration.undo()).isNull());
		assertThat(set().warnings()).hasSize(2).allMatch((warning) -> warning.contains("/_erase/"));
	}

	@ParameterizedTest
	@CsvSource(delimiter = ';', textBlock = """
			_init/x.sql              ; _init/x.sql runs in yuniql where its own history is not there yet
			v1.0/_dev/x.sql          ; is in the folder _dev, which means an environment or a transaction to yuniql
			v1.0/_transaction/x.sql  ; is in the folder _transaction, which means an environment or a transaction
			v1.0/a/_prod/x.sql       ; is in the folder _prod, which means
			_post/_dev/x.sql         ; is in the folder _dev, which means
			v1.0/_pre/x.sql          ; is in the folder _pre, which means
			_unknown/x.sql           ; is in the folder _unknown, which means
			v1.0/rollback/x.sql      ; is in a folder whose name is one of undo files, and would run. Rename the folder
			v1.0/data.csv            ; data.csv is a migration of another tool's and no .sql file
			v2.0/public.data.csv     ; data.csv is a migration of another tool's and no .sql file
			_draft/data.csv          ; data.csv is a migration of another tool's and no .sql file
			v1.0/_sequence.ini       ; _sequence.ini says which files of its folder run, and Slipway does not read it.
			v1/x.sql                 ; v1/x.sql is no migration.
			v1.0.0.1/x.sql           ; x.sql is no migration.
			x.sql                    ; x.sql is no migration.
			1.0/x.sql                ; x.sql is no migration.
			a/v1.0/x.sql             ; x.sql is no migration.
			v1.0/x.down.sql          ; x.down.sql is no migration.
			v1.00/x.sql              ; have one version. Give one of them another number.
			v1.0-b/x.sql             ; have one version. Give one of them another number.
			v01.0/b.sql              ; have one version. Give one of them another number.
			v1.0/A.sql               ; in yuniql, as the machine sorts text.
			v1.0/a_b.sql, v1.0/a1.sql ; in yuniql, as the machine sorts text.
			v1.0/1_a.sql, v1.0/10_b.sql ; in yuniql, as the machine sorts text.
			v1.0/d_e/x.sql, v1.0/d1/x.sql; in yuniql, as the machine sorts text.
			_pre/a.sql, _pre/B.sql   ; in yuniql, as the machine sorts text.
			v1.0/1_x.py              ; 1_x.py is a migration of another tool's and no .sql file
			""")
	void whatYuniqlReadsOtherwiseIsRefused(String files, String problem) {
		write("v1.0/a.sql, " + files);
		assertThat(problems()).singleElement().satisfies((found) -> assertThat(found).contains(problem));
	}

	@ParameterizedTest
	@ValueSource(strings = { "v1.0/b.sql", "v1.0/a1.sql, v1.0/a2.sql", "v1.0/01_a.sql, v1.0/02_b.sql", "v1.1/A.sql",
			"_pre/a.sql, _post/A.sql", "v1.0/README.md, v1.0/notes.txt", "v1.0.0-x.txt" })
	void whatIsTheSameEverywhereIsRead(String files) {
		write("v1.0/a.sql, " + files);
		assertThat(problems()).isEmpty();
	}

	@Test
	void tokenNeedsAValue() {
		new Scripts(this.folder.resolve("v1.0")).write("a.sql", "select 1;\nselect '${x}';")
			.write("b.sql", "-- slipway: no-placeholders\nselect '${x}';");
		MigrationSet set = set();
		assertThat(set.versioned().get(0).script().parse())
			.hasValueSatisfying((problem) -> assertThat(problem.description()).contains(
					"a.sql:2:9: yuniql replaces ${x}, and Slipway does not here. Switch placeholder-replacement on"));
		assertThat(set.versioned().get(1).script().parse()).isEmpty();
	}

	@Test
	void whatRunsBesideTheFilesIsFoundInAJarToo() throws IOException {
		Path jar = this.folder.resolve("module.jar");
		try (OutputStream file = Files.newOutputStream(jar); JarOutputStream out = new JarOutputStream(file)) {
			for (String entry : List.of("db/v1.0/a.sql", "db/v2.0/t.csv", "db/v1.0/_sequence.ini", "db/_post/b.sql")) {
				out.putNextEntry(new JarEntry(entry));
				out.write("select 1;".getBytes(StandardCharsets.UTF_8));
			}
		}
		try (URLClassLoader loader = new URLClassLoader(new URL[] { jar.toUri().toURL() }, null)) {
			assertThatExceptionOfType(InvalidMigrationsException.class)
				.isThrownBy(() -> MigrationReader.read("", List.of("classpath:db"), List.of(),
						new PathMatchingResourcePatternResolver(new DefaultResourceLoader(loader)), this.rules))
				.satisfies((failure) -> assertThat(failure.getProblems()).extracting(FileProblem::description)
					.satisfiesExactly((first) -> assertThat(first).startsWith("db/v1.0/_sequence.ini says which files"),
							(second) -> assertThat(second).startsWith("db/v2.0/t.csv is a migration of another")));
		}
	}

	@Test
	void withoutTheSettingTheFoldersMeanNothing() {
		this.rules = ReadingRules.DEFAULT;
		write("v0.02/1_a.sql, v0.01/2_b.sql, _erase/1_drop.sql");
		assertThat(set().versioned()).extracting(Migration::name).containsExactly("a", "b");
		assertThat(set().versioned()).allMatch((migration) -> migration.undo() == null);
	}

	private void write(String files) {
		for (String file : files.split(", ")) {
			Path path = this.folder.resolve(file);
			new Scripts(path.getParent()).write(path.getFileName().toString(), "select 1;");
		}
	}

	private MigrationSet set() {
		return Searches.read(this.folder, this.rules);
	}

	private List<String> problems() {
		return Searches.messages(this.folder, this.rules);
	}

}
