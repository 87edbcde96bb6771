package dev.slipway.engine.files;

import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.CRC32;

import dev.slipway.InvalidMigrationsException;
import dev.slipway.engine.script.ReadingRules;
import dev.slipway.testing.Scripts;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.core.io.DefaultResourceLoader;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * The files that a build has found are found again where nothing can be listed.
 */
class FileIndexTests {

	@TempDir
	private Path root;

	private Scripts scripts;

	private URLClassLoader loader;

	private FileIndex index;

	@BeforeEach
	void build() throws MalformedURLException {
		this.scripts = new Scripts(this.root.resolve("some/where")).write("001_one.sql", "select 1")
			.write("sub/002_two.sql", "select 2")
			.write("other/001_other.sql", "select 3")
			.write(".hidden/003_three.sql", "select 4");
		this.loader = new URLClassLoader(new URL[] { this.root.toUri().toURL() }, null);
		this.index = IndexedFiles.of(List.of("classpath:some/where", "file:" + this.root),
				new DefaultResourceLoader(this.loader));
	}

	@AfterEach
	void close() throws IOException {
		this.loader.close();
	}

	@Test
	void filesOfLocationsOnTheClassPathAreWrittenDown() {
		assertThat(this.index.paths()).containsExactly("some/where/001_one.sql", "some/where/other/001_other.sql",
				"some/where/sub/002_two.sql");
		assertThat(this.index.text()).startsWith("Slipway index 3, written by ")
			.contains("\n822ae07d4783158bc1912bb623e5107cc9002d519e1143a9c200ed6ee18b6d0f 8 " + crc("select 1")
					+ " = = some/where/001_one.sql\n");
	}

	@Test
	void filesAreFoundThatTheIndexHas() {
		this.scripts.write("004_four.sql", "select 5");
		assertThat(labels(List.of("classpath:some/where/other"))).containsExactly("001_one.sql", "002_two.sql");
	}

	@Test
	void wildcardsMeanTheSame() {
		MigrationSet set = read("classpath:some/*/s?b", List.of());
		assertThat(set.versioned()).extracting(Migration::fileName).containsExactly("002_two.sql");
	}

	@Test
	void fileThatIsNotThatOfTheBuildIsRefused() {
		this.scripts.write("001_one.sql", "changed");
		this.scripts.delete("sub/002_two.sql");
		assertThatExceptionOfType(InvalidMigrationsException.class)
			.isThrownBy(() -> labels(List.of("classpath:some/where/other")))
			.withMessageContaining("some/where/001_one.sql cannot be read: it is not the file that the build has"
					+ " written into its index.")
			.withMessageContaining("some/where/sub/002_two.sql cannot be read: ");
	}

	@Test
	void locationWithoutFilesIsRefused() {
		assertThatExceptionOfType(InvalidMigrationsException.class)
			.isThrownBy(() -> read("classpath:no/where", List.of()))
			.withMessageContaining("The location classpath:no/where holds no SQL file");
	}

	@Test
	void indexOfAnotherFormatIsRefusedWhereNothingCanBeListed() {
		this.index = FileIndex.read("822ae07d4783158bc1912bb623e5107cc9002d519e1143a9c200ed6ee18b6d0f a/001_a.sql\n");
		assertThatExceptionOfType(InvalidMigrationsException.class).isThrownBy(() -> labels(List.of()))
			.withMessageContaining("The location classpath:some/where cannot be read: the index that the build has"
					+ " written (META-INF/slipway/migrations.index) cannot be used, because it has another format:"
					+ " build again.");
	}

	private static String crc(String text) {
		CRC32 crc = new CRC32();
		crc.update(text.getBytes(StandardCharsets.UTF_8));
		return String.format("%08x", crc.getValue());
	}

	private List<String> labels(List<String> others) {
		return read("classpath:some/where", others).versioned().stream().map(Migration::fileName).toList();
	}

	private MigrationSet read(String location, List<String> others) {
		DefaultResourceLoader resources = new DefaultResourceLoader(this.loader);
		return MigrationReader.read("", List.of(location), others, new PathMatchingResourcePatternResolver(resources),
				ClassPath.indexed(resources, this.index), ReadingRules.DEFAULT, List.of());
	}

}
