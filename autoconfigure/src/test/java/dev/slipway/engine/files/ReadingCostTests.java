package dev.slipway.engine.files;

import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

import dev.slipway.MigratorOptions;
import dev.slipway.engine.history.KnownSets;
import dev.slipway.engine.script.ReadingRules;
import dev.slipway.testing.Allocation;
import dev.slipway.testing.Scripts;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.core.io.DefaultResourceLoader;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Counts what the reading of files allocates, of which a start with thousands of applied
 * files has nothing else. The numbers have room for other releases of Java and only fall.
 */
class ReadingCostTests {

	private static final int FILES = 1000;

	/** The length of each file. */
	private static final int LENGTH = 1000;

	/** What is read once for all files has more than the files of the test. */
	private static final long MOST_FOR_ALL = 1_500_000;

	private static final long MOST_IN_FOLDER = 16_000;

	private static final long MOST_IN_ARCHIVE = 16_000;

	private static final long MOST_WITH_INDEX = 12_000;

	private static final long MOST_WITH_KNOWN_SET = 2_500;

	private final Path root;

	private final Path jar;

	ReadingCostTests(@TempDir Path folder) {
		this.root = folder.resolve("root");
		this.jar = folder.resolve("m.jar");
	}

	@BeforeEach
	void write() throws IOException {
		Scripts scripts = new Scripts(this.root.resolve("db"));
		for (int i = 1; i <= FILES; i++) {
			scripts.write(String.format("%05d_create_table.sql", i),
					"select " + i + ";" + "-".repeat(LENGTH - 8 - Integer.toString(i).length()));
		}
		try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(this.jar));
				Stream<Path> files = Files.list(scripts.folder())) {
			for (Path file : files.sorted().toList()) {
				out.putNextEntry(new ZipEntry("db/" + file.getFileName()));
				Files.copy(file, out);
			}
		}
	}

	@Test
	void filesOfAFolderCostLittleMoreThanTheirText() throws Exception {
		assertThat(allocated(this.root, false)).isLessThan(MOST_FOR_ALL + FILES * MOST_IN_FOLDER);
	}

	@Test
	void filesOfAnArchiveCostLittleMoreThanTheirText() throws Exception {
		assertThat(allocated(this.jar, false)).isLessThan(MOST_FOR_ALL + FILES * MOST_IN_ARCHIVE);
	}

	@Test
	void filesThatABuildHasSeenCostLess() throws Exception {
		assertThat(allocated(this.jar, true)).isLessThan(MOST_FOR_ALL + FILES * MOST_WITH_INDEX);
	}

	/** The directory of the archive, and the index as text. */
	@Test
	void filesWhoseSetABuildKnowsCostTheirNames() throws Exception {
		try (URLClassLoader loader = new URLClassLoader(new URL[] { this.jar.toUri().toURL() }, null)) {
			DefaultResourceLoader resources = new DefaultResourceLoader(loader);
			List<String> locations = List.of("classpath:db");
			FileIndex files = IndexedFiles.of(locations, resources);
			String text = files
				.with(KnownSets.of(files, MigratorOptions.of("").withLocations("classpath:db"), List.of(), resources)
					.stream()
					.toList())
				.text();
			assertThat(IndexProof.find(ClassPath.listed(resources, FileIndex.read(text)), "", locations, List.of(),
					ReadingRules.DEFAULT))
				.isNotNull();
			assertThat(Allocation.of(() -> IndexProof.find(ClassPath.listed(resources, FileIndex.read(text)), "",
					locations, List.of(), ReadingRules.DEFAULT)))
				.isLessThan(MOST_FOR_ALL + FILES * MOST_WITH_KNOWN_SET);
		}
	}

	/** The bytes of the second reading: the first one loads classes. */
	private static long allocated(Path root, boolean indexed) throws Exception {
		try (URLClassLoader loader = new URLClassLoader(new URL[] { root.toUri().toURL() }, null)) {
			DefaultResourceLoader resources = new DefaultResourceLoader(loader);
			FileIndex index = IndexedFiles.of(List.of("classpath:db"), resources);
			read(resources, indexed ? index : null);
			return Allocation.of(() -> assertThat(read(resources, indexed ? index : null)).isEqualTo(FILES));
		}
	}

	private static int read(DefaultResourceLoader resources, @Nullable FileIndex index) {
		ClassPath classPath = (index != null) ? ClassPath.listed(resources, index) : ClassPath.of(resources);
		return MigrationReader
			.read("", List.of("classpath:db"), List.of(), new PathMatchingResourcePatternResolver(resources), classPath,
					ReadingRules.DEFAULT, List.of())
			.versioned()
			.size();
	}

}
