package dev.slipway.engine.files;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

import dev.slipway.InvalidMigrationsException;
import dev.slipway.Layout;
import dev.slipway.engine.layout.Version;
import dev.slipway.engine.script.ReadingRules;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.core.io.DefaultResourceLoader;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * A file in an archive is not read where its archive says that it is the one that the
 * build has seen; and it never runs unread.
 */
class KnownTextTests {

	private static final String MARK = "-- at this place\n";

	private final Map<String, String> files = new LinkedHashMap<>();

	private final Path jar;

	KnownTextTests(@TempDir Path folder) {
		this.jar = folder.resolve("m.jar");
	}

	/** Its bytes have changed, and what its archive says of it has not. */
	@Test
	void fileThatIsTheOneOfTheBuildIsNotReadAndNeverRunsWithoutBeingRead() throws IOException {
		this.files.put("db/001_a.sql", "select 'one';\n" + MARK);
		FileIndex index = pack();
		String checksum = read(index).get(0).checksum();
		byte[] bytes = Files.readAllBytes(this.jar);
		int at = new String(bytes, StandardCharsets.ISO_8859_1).indexOf("one");
		bytes[at] = 'O';
		Files.write(this.jar, bytes);
		Migration migration = read(index).get(0);
		assertThat(migration.checksum()).isEqualTo(checksum);
		assertThat(migration.script().parse().orElseThrow().description())
			.startsWith("db/001_a.sql cannot be read: it is not what the directory of its archive says: ");
	}

	/** It has the size and the CRC-32 of the one that the build has seen. */
	@Test
	void fileWithTheSameCrcNeverRunsInItsPlace() throws IOException {
		this.files.put("db/001_a.sql", "select 1;");
		FileIndex index = pack();
		String checksum = read(index).get(0).checksum();
		this.files.put("db/001_a.sql", "select 2;");
		pack();
		String forged = index.text().replaceFirst("(?m) 9 [0-9a-f]{8} ", " 9 " + crc("select 2;") + " ");
		Migration migration = read(FileIndex.read(forged)).get(0);
		assertThat(migration.checksum()).isEqualTo(checksum);
		assertThat(migration.script().parse().orElseThrow().description())
			.isEqualTo("db/001_a.sql cannot be read: it is not the file that the build has written into its index.");
	}

	@Test
	void fileThatHasChangedSinceTheBuildIsRead() throws IOException {
		this.files.put("db/001_a.sql", "select 1;");
		this.files.put("db/002_b.sql", "select 2;");
		FileIndex index = pack();
		List<String> before = checksums(index);
		this.files.put("db/001_a.sql", "select 3;");
		pack();
		List<String> after = checksums(index);
		assertThat(after.get(0)).isNotEqualTo(before.get(0));
		assertThat(after.get(1)).isEqualTo(before.get(1));
	}

	@Test
	void damagedFileOfWhichABuildKnowsNothingIsRefused() throws IOException {
		this.files.put("db/001_a.sql", "select 'one';");
		pack();
		byte[] bytes = Files.readAllBytes(this.jar);
		bytes[new String(bytes, StandardCharsets.ISO_8859_1).indexOf("one")] = 'O';
		Files.write(this.jar, bytes);
		assertThatExceptionOfType(InvalidMigrationsException.class).isThrownBy(() -> read(FileIndex.read("")))
			.withMessageContaining("db/001_a.sql cannot be read: it is not what the directory of its archive says: the"
					+ " archive is damaged, or has changed meanwhile.");
	}

	@Test
	void indexOfAnotherReleaseIsNotUsedAndThatIsSaid() throws IOException {
		this.files.put("db/001_a.sql", "select 1;");
		String text = pack().text().replaceFirst("written by .*", "written by 0.0.1").replaceFirst(" = = ", " abc = ");
		assertThat(checksums(FileIndex.read(text))).doesNotContain("abc");
		assertThat(set(FileIndex.read(text), ReadingRules.DEFAULT).warnings()).singleElement()
			.asString()
			.startsWith("the index that the build has written (META-INF/slipway/migrations.index) is not used: it was"
					+ " written by 0.0.1, and this is ")
			.endsWith(". Build again");
	}

	@Test
	void indexOfAnotherFormatIsNotUsedAndThatIsSaid() throws IOException {
		this.files.put("db/001_a.sql", "select 1;");
		pack();
		FileIndex old = FileIndex.read("822ae07d4783158bc1912bb623e5107cc9002d519e1143a9c200ed6ee18b6d0f db/a.sql\n");
		assertThat(set(old, ReadingRules.DEFAULT).warnings())
			.containsExactly("the index that the build has written (META-INF/slipway/migrations.index) is not used: it"
					+ " has another format. Build again");
	}

	/** The text after the first statement may say something. */
	@ParameterizedTest
	@ValueSource(strings = { "select '${x}';", "select 1;\n\\i other.sql", "{{ template \"a.sql\" . }}",
			"# --- !Ups\nselect 1;", "select 1;\n-- //@UNDO\nselect 2;", "/* x */\n-- !Ups\nselect 1;" })
	void fileWhoseWholeTextCountsIsRead(String text) throws IOException {
		this.files.put("db/001_a.sql", text);
		assertThat(pack().text()).contains(" - - db/001_a.sql\n");
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "select 1;\r\nselect 2;\r", "\uFEFFselect '\u00fc';", "-- a comment\nselect 1;",
			"-- +goose Up\nselect 1;\n-- +goose Down\nselect 2;", "-- migrate:up transaction:false\nselect 1;",
			"-- slipway: placeholders\nselect 1;", "-- no-transaction\nselect 1;", "/* a */ -- +goose Up\nselect 1" })
	void whatIsKnownOfAFileIsWhatItsTextSays(String text) throws IOException {
		this.files.put("db/001_a.sql", text);
		FileIndex index = pack();
		assertThat(index.text()).doesNotContain(" - - db");
		for (Layout layout : Layout.values()) {
			ReadingRules rules = ReadingRules.DEFAULT.withLayout(layout);
			assertThat(described(index, rules)).as(layout.property()).isEqualTo(described(FileIndex.read(""), rules));
		}
		assertThat(described(index, ReadingRules.DEFAULT))
			.isEqualTo(described(FileIndex.read(""), ReadingRules.DEFAULT));
	}

	/** A file with dependencies is read: any of its lines may have one. */
	@Test
	void dependenciesAreFound() throws IOException {
		this.files.put("db/0001.a.sql", "select 1;\n-- depends: 0002.b\n");
		this.files.put("db/0002.b.sql", "select 1;\n");
		ReadingRules rules = ReadingRules.DEFAULT.withLayout(Layout.YOYO);
		assertThat(described(pack(), rules)).isEqualTo(described(FileIndex.read(""), rules));
	}

	private String described(FileIndex index, ReadingRules rules) {
		try {
			MigrationSet set = set(index, rules);
			StringBuilder text = new StringBuilder();
			for (Migration migration : set.versioned()) {
				Version version = migration.version();
				text.append(version)
					.append(migration.checksum())
					.append(migration.script().told())
					.append(migration.script().parse())
					.append(migration.script().layout());
			}
			return text.toString();
		}
		catch (InvalidMigrationsException ex) {
			return String.valueOf(ex.getMessage());
		}
	}

	private List<String> checksums(FileIndex index) {
		return read(index).stream().map(Migration::checksum).toList();
	}

	private List<Migration> read(FileIndex index) {
		return set(index, ReadingRules.DEFAULT).versioned();
	}

	private MigrationSet set(FileIndex index, ReadingRules rules) {
		try (URLClassLoader loader = loader()) {
			DefaultResourceLoader resources = new DefaultResourceLoader(loader);
			return MigrationReader.read("", List.of("classpath:db"), List.of(),
					new PathMatchingResourcePatternResolver(resources), ClassPath.listed(resources, index), rules,
					List.of());
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private URLClassLoader loader() throws IOException {
		return new URLClassLoader(new URL[] { this.jar.toUri().toURL() }, null);
	}

	/** Make an archive of the files as they are, and the index of its build. */
	private FileIndex pack() throws IOException {
		try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(this.jar))) {
			for (Map.Entry<String, String> file : this.files.entrySet()) {
				byte[] bytes = file.getValue().getBytes(StandardCharsets.UTF_8);
				ZipEntry entry = new ZipEntry(file.getKey());
				CRC32 crc = new CRC32();
				crc.update(bytes);
				entry.setMethod(ZipEntry.STORED);
				entry.setSize(bytes.length);
				entry.setCrc(crc.getValue());
				out.putNextEntry(entry);
				out.write(bytes);
			}
		}
		try (URLClassLoader loader = loader()) {
			return IndexedFiles.of(List.of("classpath:db"), new DefaultResourceLoader(loader));
		}
	}

	private static String crc(String text) {
		CRC32 crc = new CRC32();
		crc.update(text.getBytes(StandardCharsets.UTF_8));
		return String.format("%08x", crc.getValue());
	}

}
