package dev.slipway.engine.files;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

import dev.slipway.Layout;
import dev.slipway.MigratorOptions;
import dev.slipway.engine.history.KnownSets;
import dev.slipway.engine.script.ReadingRules;
import dev.slipway.testing.Jars;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.core.io.DefaultResourceLoader;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What a build knows of all files of a service counts where the archives' directories say
 * that they are the same files, read by the same rules, and nowhere else.
 */
class IndexProofTests {

	private static final List<String> LOCATIONS = List.of("classpath:db/main");

	private static final List<String> OTHERS = List.of("classpath:db/b", "classpath:db/a");

	private final Path folder;

	private final Map<String, String> files = new TreeMap<>();

	private final List<Path> roots = new ArrayList<>();

	IndexProofTests(@TempDir Path folder) {
		this.folder = folder;
		this.roots.add(folder.resolve("main.jar"));
	}

	@BeforeEach
	void write() {
		this.files.put("db/main/001_a.sql", "select 1;");
		this.files.put("db/main/sub/002_b.sql", "select 2;");
		this.files.put("db/main/R__v.sql", "select 3;");
		this.files.put("db/other/001_x.sql", "select 4;");
		Jars.pack(this.roots.get(0), this.files);
	}

	@Test
	void filesThatAreAsTheBuildHasSeenThemAreKnown() {
		FileIndex index = build();
		KnownSet known = Objects.requireNonNull(find(index, ReadingRules.DEFAULT));
		assertThat(known.rows()).isEqualTo(3);
		assertThat(known.newest()).isEqualTo("2");
		assertThat(index.text().lines().skip(1)).first().asString().startsWith("set ").endsWith(" 2");
		assertThat(FileIndex.read(index.text()).text()).isEqualTo(index.text());
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			# file              | text, none to remove it
			db/main/001_a.sql   | select 5;
			db/main/001_a.sql   |
			db/main/003_c.sql   | select 6;
			db/main/sub/x.sql   | select 7;
			db/main/s.sql.conf  | executeInTransaction=false
			db/main/004_d.py    | print()
			db/main/x.sql/y.txt | a folder with the name of a script
			""")
	void filesThatHaveChangedSinceTheBuildAreNotKnown(String file, @Nullable String text) {
		FileIndex index = build();
		if (text != null) {
			this.files.put(file, text);
		}
		else {
			this.files.remove(file);
		}
		Jars.pack(this.roots.get(0), this.files);
		assertThat(find(index, ReadingRules.DEFAULT)).isNull();
	}

	@Test
	void filesElsewhereDoNotMatter() {
		FileIndex index = build();
		this.files.put("db/other/001_x.sql", "select 8;");
		this.files.put("db/maintenance/001_x.sql", "select 8;");
		this.files.put("db/main/README.md", "no script");
		Jars.pack(this.roots.get(0), this.files);
		assertThat(find(index, ReadingRules.DEFAULT)).isNotNull();
	}

	@Test
	void furtherRootWithFilesIsSeen() throws IOException {
		FileIndex index = build();
		Path further = this.folder.resolve("further.jar");
		Jars.pack(further, Map.of("db/x/001_a.sql", "select 1;"));
		this.roots.add(further);
		assertThat(find(index, ReadingRules.DEFAULT)).as("without any").isNotNull();
		Jars.pack(further, Map.of("db/main/009_i.sql", "select 9;"));
		assertThat(find(index, ReadingRules.DEFAULT)).as("another file").isNull();
		Jars.pack(further, Map.of("db/main/001_a.sql", "select 1;"));
		assertThat(find(index, ReadingRules.DEFAULT)).as("the same file twice").isNull();
		Files.writeString(further, "no archive");
		assertThat(find(index, ReadingRules.DEFAULT)).as("one that cannot be read").isNull();
		this.roots.set(1, this.folder.resolve("classes"));
		Files.createDirectories(this.folder.resolve("classes/db"));
		assertThat(find(index, ReadingRules.DEFAULT)).as("a folder without the location").isNotNull();
		Files.createDirectory(this.folder.resolve("classes/db/main"));
		assertThat(find(index, ReadingRules.DEFAULT)).as("a folder with the location").isNull();
	}

	@Test
	void whatIsKnownHoldsForOneWayOfReading() {
		FileIndex index = build();
		for (ReadingRules rules : List.of(ReadingRules.DEFAULT.withExclude(List.of("*a.sql")),
				ReadingRules.DEFAULT.withLayout(Layout.PLAIN), ReadingRules.DEFAULT.withDuplicatesByName(true),
				ReadingRules.DEFAULT.withMixedLayouts(true), ReadingRules.DEFAULT.withPlaceholderReplacement(true))) {
			assertThat(find(index, rules)).as(rules.toString()).isNull();
		}
		assertThat(find(index, "", List.of("classpath:db/main/sub"), OTHERS, ReadingRules.DEFAULT)).isNull();
		assertThat(find(index, "", LOCATIONS, List.of("classpath:db/main/sub"), ReadingRules.DEFAULT)).isNull();
		assertThat(find(index, "x", LOCATIONS, OTHERS, ReadingRules.DEFAULT)).isNull();
		assertThat(find(index, "", LOCATIONS, List.of(OTHERS.get(1), OTHERS.get(0)), ReadingRules.DEFAULT))
			.as("others in another order")
			.isNotNull();
		assertThat(find(index, ReadingRules.DEFAULT.withPlaceholders(Map.of("x", "y")))).as("placeholders").isNotNull();
	}

	/** A start says something of them, runs some of them, or has to read them. */
	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			db/main/beforeMigrate.sql       | select 1;
			db/main/afterEachMigrate.sql    | select 1;
			db/main/003_c.sql               | select '${x}';
			db/main/R__x.sql                | select '${flyway:timestamp}';
			db/main/R__goose.sql            | -- +goose Up
			db/main/003_c.sql               | \\i 001_a.sql
			db/main/001_a.sql.conf          | executeInTransaction=false
			db/main/002_twice.sql           | select 1;
			db/main/undo/7_c.sql            | select 1;
			db/main/V1x.sql                 | select 1;
			""")
	void nothingIsKnownOfFilesThatSayMore(String file, String text) {
		this.files.put(file, text);
		Jars.pack(this.roots.get(0), this.files);
		FileIndex index = build();
		assertThat(index.text()).doesNotContain("\nset ");
	}

	@ParameterizedTest
	@ValueSource(strings = { "classpath:db/ma*", "classpath:db/**", "classpath:", "classpath:no/where" })
	void nothingIsKnownOfOtherLocations(String location) {
		try (URLClassLoader loader = Jars.loader(this.roots.toArray(Path[]::new))) {
			DefaultResourceLoader resources = new DefaultResourceLoader(loader);
			FileIndex index = IndexedFiles.of(List.of(location), resources);
			assertThat(KnownSets.of(index, MigratorOptions.of("").withLocations(location), List.of(), resources))
				.isEmpty();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	@Test
	void indexOfAnotherReleaseProvesNothing() {
		String text = build().text();
		assertThat(find(FileIndex.read(text.replaceFirst("written by .*", "written by 0.0.1")), ReadingRules.DEFAULT))
			.isNull();
	}

	@ParameterizedTest
	@CsvSource({ "^set (\\S+) \\d+, set $1 x", "^set .*, set", " [0-9a-f]{8} = = , ' '", "(?s).{4}\\z, ''",
			"^[0-9a-f]{64} , abc" })
	void damagedIndexIsNotUsedAndThatIsSaid(String part, String by) {
		FileIndex index = FileIndex.read(build().text().replaceFirst("(?m)" + part, by));
		assertThat(index.doubt()).isEqualTo("it is damaged");
		assertThat(find(index, ReadingRules.DEFAULT)).isNull();
	}

	@ParameterizedTest
	@CsvSource({ "' \\d+ ([0-9a-f]{8} = =)', ' x $1'", "' [0-9a-f]{8} = =', ' 1x = ='", "'[0-9a-f]{8} = =', '$0%'" })
	void lineThatCannotBeReadIsTheOneOfNoFile(String part, String by) {
		FileIndex index = FileIndex.read(build().text().replaceFirst(part, by));
		assertThat(index.doubt()).isEmpty();
		assertThat(find(index, ReadingRules.DEFAULT)).isNull();
	}

	@Test
	void optionsOfTheBuildAreTheRulesOfTheStart() {
		MigratorOptions options = MigratorOptions.of("")
			.withLocations(LOCATIONS.get(0))
			.withMixedLayouts(true)
			.withDuplicateVersionsByName(true)
			.withExclude("R__*")
			.withPlaceholderReplacement(false);
		ReadingRules rules = ReadingRules.DEFAULT.withMixedLayouts(true)
			.withDuplicatesByName(true)
			.withExclude(List.of("R__*"))
			.withPlaceholderReplacement(false);
		FileIndex index = build(options);
		assertThat(find(index, rules)).isNotNull();
		assertThat(find(index, ReadingRules.DEFAULT)).isNull();
	}

	private FileIndex build() {
		return build(MigratorOptions.of("").withLocations(LOCATIONS.get(0)));
	}

	private FileIndex build(MigratorOptions options) {
		try (URLClassLoader loader = Jars.loader(this.roots.toArray(Path[]::new))) {
			DefaultResourceLoader resources = new DefaultResourceLoader(loader);
			List<String> all = new ArrayList<>(LOCATIONS);
			all.addAll(OTHERS);
			FileIndex index = IndexedFiles.of(all, resources);
			return index.with(KnownSets.of(index, options, OTHERS, resources).stream().toList());
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private @Nullable KnownSet find(FileIndex index, ReadingRules rules) {
		return find(index, "", LOCATIONS, OTHERS, rules);
	}

	private @Nullable KnownSet find(FileIndex index, String service, List<String> locations, List<String> others,
			ReadingRules rules) {
		try (URLClassLoader loader = Jars.loader(this.roots.toArray(Path[]::new))) {
			return IndexProof.find(ClassPath.listed(new DefaultResourceLoader(loader), index), service, locations,
					others, rules);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
