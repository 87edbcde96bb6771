package dev.slipway.engine.files;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import dev.slipway.InvalidMigrationsException;
import dev.slipway.InvalidMigrationsException.FileProblem;
import dev.slipway.InvalidMigrationsException.Kind;
import dev.slipway.engine.script.ReadingRules;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.core.io.support.PathMatchingResourcePatternResolver;

import static dev.slipway.engine.files.Searches.files;
import static dev.slipway.engine.files.Searches.inLocaleC;
import static dev.slipway.engine.files.Searches.jar;
import static dev.slipway.engine.files.Searches.messages;
import static dev.slipway.engine.files.Searches.problems;
import static dev.slipway.engine.files.Searches.write;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for what a location means, and for what is said of one without migrations.
 */
class LocationTests {

	private final Path folder;

	LocationTests(@TempDir Path folder) throws IOException {
		this.folder = folder.toRealPath();
	}

	@ParameterizedTest
	@ValueSource(strings = { "#", "a%20b", "100%", "a+b", "[a]", "{b}", "{b", "b}", "{b:[a-z]+}", "a?b", "a*b", "x!",
			"with blank", " blanks ", "\u00fc", "u\u0308", "a;b", "a&b", "'\"", "a:b", "a\\b", "😀", "~", "$x", "a,b" })
	void everyCharacterMayStandInTheFolder(String name) {
		Path location = write(this.folder.resolve(name), "001_a.sql", name + "/002_b.sql");
		assertThat(files("file:" + location)).containsExactly("001_a.sql", "002_b.sql");
		assertThat(files("file:" + location + "/")).containsExactly("001_a.sql", "002_b.sql");
		assertThat(files(location.toUri().toString())).containsExactly("001_a.sql", "002_b.sql");
		assertThat(files("file:" + location + "/*")).containsExactly("002_b.sql");
		write(location, name + "/wrong.sql");
		assertThat(messages("file:" + location)).singleElement()
			.asString()
			.startsWith(location.resolve(name).resolve("wrong.sql") + " is no migration.");
	}

	@ParameterizedTest
	@ValueSource(strings = { "[a]", "{b}", "{b:[a-z]+}", "x!", "100%", "a%20b" })
	void aFolderOfTheClassPathIsTakenAsItIsNamed(String name) {
		Path root = write(this.folder.resolve("root"), "db/" + name + "/001_a.sql", "db/b/002_b.sql", "db/a/003_c.sql",
				"db/a b/004_d.sql");
		Path jar = jar(this.folder.resolve("m.jar"), "db/" + name + "/", "db/" + name + "/005_e.sql", "db/b/006_f.sql");
		assertThat(files("classpath:db/" + name, root, jar)).containsExactly("001_a.sql", "005_e.sql");
	}

	@Test
	void aPathIsDecodedWhereThereIsNoSuchFolder() {
		write(this.folder, "a b/001_a.sql", "a%20b/002_b.sql", "c d/003_c.sql");
		assertThat(files("file:" + this.folder + "/a%20b")).containsExactly("002_b.sql");
		assertThat(files("file:" + this.folder + "/c%20d")).containsExactly("003_c.sql");
		assertThat(files("file:" + this.folder + "/a%2520b")).containsExactly("002_b.sql");
	}

	@Test
	void charactersThatTheLocaleDoesNotHaveAreFound() throws Exception {
		write(this.folder, "\u00fc/x/001_a.sql", "\u00fc/x/\u00fc/002_b.sql", "u\u0308/x/003_c.sql");
		assertThat(inLocaleC("file:" + this.folder + "/%C3%BC/x")).containsExactly("001_a.sql", "002_b.sql");
		assertThat(inLocaleC("file:" + this.folder + "/u%CC%88")).containsExactly("003_c.sql");
		assertThat(inLocaleC("classpath:*/x", this.folder)).containsExactly("001_a.sql", "002_b.sql", "003_c.sql");
	}

	@ParameterizedTest
	@CsvSource({ "*, 001_a.sql 002_b.sql 003_c.sql", "o*, 001_a.sql", "t?o, 002_b.sql 003_c.sql", "**/deep, 003_c.sql",
			"two/**, 002_b.sql 003_c.sql", "**/.x, 004_d.sql", "*/.*/db, 005_e.sql", "t*/*/, 003_c.sql" })
	void wildcardsDoNotMeanHiddenFolders(String pattern, String expected) {
		Path root = write(this.folder.resolve("root"), "m/one/001_a.sql", "m/two/002_b.sql", "m/two/deep/003_c.sql",
				"m/.x/004_d.sql", "m/.x/.git/006_f.sql", "m/two/.y/db/005_e.sql", "m/two/.y/db/.git/007_g.sql");
		assertThat(files("file:" + root + "/m/" + pattern)).containsExactly(expected.split(" "));
		assertThat(files("classpath:m/" + pattern, root)).containsExactly(expected.split(" "));
		Path jar = jar(this.folder.resolve("m.jar"), "m/one/001_a.sql", "m/two/002_b.sql", "m/two/deep/003_c.sql",
				"m/.x/004_d.sql", "m/.x/.git/006_f.sql", "m/two/.y/db/005_e.sql", "m/two/.y/db/.git/007_g.sql");
		assertThat(files("classpath:m/" + pattern, jar)).containsExactly(expected.split(" "));
	}

	@Test
	void hiddenFilesDoNotMatterButALocationBelowAHiddenFolderDoes() throws IOException {
		Path location = write(this.folder.resolve(".config/app"), "001_a.sql", ".old/002_b.sql", ".003_c.sql",
				".metadata.toml", ".001_a.sql.conf", "..x/004_d.sql");
		Files.writeString(location.resolve(".001_a.sql.conf"), "wrong=x");
		assertThat(files("file:" + location)).containsExactly("001_a.sql");
		assertThat(files("classpath:app", this.folder.resolve(".config"))).containsExactly("001_a.sql");
		assertThat(files("classpath:.config/app", this.folder)).containsExactly("001_a.sql");
		assertThat(files("file:" + this.folder + "/.config/a*")).containsExactly("001_a.sql");
	}

	@ParameterizedTest
	@ValueSource(strings = { "classpath:/db/mig", "/db/mig", "db/mig//", "classpath*:/db//mig", "./db/mig",
			"classpath:db/./mig", "classpath:db/x/../mig", "filesystem:ROOT/db/mig", "file:ROOT/db/mig///",
			"file:ROOT/db/../db/mig", "file://ROOT/db/mig", "file:RELATIVE/db/mig", "file:./RELATIVE/db/mig" })
	void aLocationMayBeWrittenInSeveralWays(String location) {
		Path root = write(this.folder.resolve("root"), "db/mig/001_a.sql");
		String relative = Path.of("").toAbsolutePath().relativize(root).toString();
		assertThat(files(location.replace("ROOT", root.toString()).replace("RELATIVE", relative), root))
			.containsExactly("001_a.sql");
	}

	@Test
	void theSameFolderIsReadOnce() throws IOException {
		write(this.folder, "mig/001_a.sql", "mig/sub/2_b.sql");
		Files.createSymbolicLink(this.folder.resolve("link"), this.folder.resolve("mig"));
		Files.createSymbolicLink(this.folder.resolve("mig/again"), this.folder.resolve("mig/sub"));
		assertThat(files("file:" + this.folder)).containsExactly("001_a.sql", "2_b.sql");
	}

	@Test
	void oneFileUnderTwoNamesIsTwoMigrations() throws IOException {
		write(this.folder, "plain/001_a.sql", "diesel/2_b/up.sql");
		Path plain = this.folder.resolve("plain");
		Path diesel = this.folder.resolve("diesel");
		Files.createSymbolicLink(plain.resolve("003_c.sql"), plain.resolve("001_a.sql"));
		Files.createSymbolicLink(diesel.resolve("4_d"), diesel.resolve("2_b"));
		assertThat(files("file:" + plain)).containsExactly("001_a.sql", "003_c.sql");
		assertThat(files("file:" + diesel)).containsExactly("2_b/up.sql", "4_d/up.sql");
	}

	@Test
	void aLocationWithoutMigrationsSaysWhy() throws IOException {
		Path root = write(this.folder.resolve("root"), "empty/", "hidden/.old/001_a.sql", "hidden/.002_b.sql",
				"text/README.md", "text/001_a.sql.bak", "001_a.sql");
		Files.createSymbolicLink(root.resolve("dangling"), root.resolve("nothing"));
		String where = "file:" + root;
		assertThat(messages(where + "/missing"))
			.containsExactly("The location " + where + "/missing holds no SQL file: it does not exist.");
		assertThat(messages(where + "/empty"))
			.containsExactly("The location " + where + "/empty holds no SQL file: it is empty.");
		assertThat(messages(where + "/hidden")).containsExactly(
				"The location " + where + "/hidden holds no SQL file: hidden files and folders do not count.");
		assertThat(messages(where + "/text"))
			.containsExactly("The location " + where + "/text holds no SQL file: none of its files ends in .sql.");
		assertThat(messages(where + "/001_a.sql"))
			.containsExactly("The location " + where + "/001_a.sql is a file. A location is a folder.");
		assertThat(messages(where + "/dangling"))
			.containsExactly(root.resolve("dangling") + " cannot be read: the link leads to nothing.");
		assertThat(messages(where + "/*/x")).containsExactly(
				"The location " + where + "/*/x holds no SQL file: no folder that its wildcards lead to has one.");
		assertThat(messages("file:no/such"))
			.containsExactly("The location file:no/such holds no SQL file: it does not exist. It means the folder "
					+ Path.of("no/such").toAbsolutePath() + ".");
		assertThat(problems(where + "/missing")).extracting(FileProblem::kind).containsExactly(Kind.EMPTY_LOCATION);
	}

	@Test
	void aLocationOfTheClassPathWithoutMigrationsSaysWhy() {
		Path root = write(this.folder.resolve("root"), "empty/", "hidden/.old/001_a.sql", "x/001_a.sql");
		Path jar = jar(this.folder.resolve("m.jar"), "text/", "text/README.md", "text/.old/001_a.sql");
		String nowhere = " holds no SQL file: it is in no root of the class path.";
		assertThat(messages("classpath:missing", root, jar))
			.containsExactly("The location classpath:missing" + nowhere);
		assertThat(messages("classpath:../root/x", root)).containsExactly("The location classpath:../root/x" + nowhere);
		assertThat(messages("classpath:empty", root, jar))
			.containsExactly("The location classpath:empty holds no SQL file: it is empty.");
		assertThat(messages("hidden", root, jar))
			.containsExactly("The location classpath:hidden holds no SQL file: hidden files and folders do not count.");
		assertThat(messages("classpath:text", root, jar))
			.containsExactly("The location classpath:text holds no SQL file: hidden files and folders do not count.");
		assertThat(messages("classpath:x/001_a.sql", root))
			.containsExactly("The location classpath:x/001_a.sql is a file. A location is a folder.");
		assertThat(messages(root + "/x", jar)).containsExactly("The location classpath:" + root + "/x" + nowhere
				+ " A folder of the file system has the prefix file:, as in file:" + root + "/x.");
	}

	@Test
	void aLocationWithFilesOfOtherServicesOnlySaysSo() {
		write(this.folder, "other/001_a.sql", "third/001_a.sql");
		assertThatExceptionOfType(InvalidMigrationsException.class)
			.isThrownBy(() -> MigrationReader.read("", List.of("file:" + this.folder),
					List.of("file:" + this.folder + "/other", "file:" + this.folder + "/third"),
					new PathMatchingResourcePatternResolver(), ReadingRules.DEFAULT))
			.satisfies((failure) -> assertThat(failure.getProblems()).extracting(FileProblem::description)
				.containsExactly("The location file:" + this.folder
						+ " holds no SQL file but those in the locations of other services."));
	}

	@ParameterizedTest
	@ValueSource(strings = { "001_a.sql.bak", "001_a.sql~", "dump.sql.gz", "notes.sql.txt", "001_a.sql.orig",
			"001_a.sql.swp", "#001_a.sql#", "001_a.sql.rej", "001_a.sql.dpkg-old" })
	void copiesThatEditorsAndToolsLeaveDoNotMatter(String name) {
		write(this.folder, "001_a.sql", name);
		assertThat(files("file:" + this.folder)).containsExactly("001_a.sql");
	}

	@ParameterizedTest
	@ValueSource(strings = { "002_b.SQL", "002_b.Sql", "002_b.sql ", "002_b.sql.gz", "002_b.SQL.txt", "V2__b.sql.zip",
			"002_b.up.sql.bz2", "002_b.sql\t" })
	void aMigrationWithAnotherEndingIsRefused(String name) {
		write(this.folder, "001_a.sql", name);
		assertThat(problems("file:" + this.folder)).singleElement().satisfies((problem) -> {
			assertThat(problem.kind()).isEqualTo(Kind.NO_MIGRATION);
			assertThat(problem.description())
				.startsWith(this.folder.resolve(name) + " is no migration. It would be one as ");
		});
		Path jar = jar(this.folder.resolve("m.jar"), "db/001_a.sql", "db/" + name);
		assertThat(problems("classpath:db", jar)).extracting(FileProblem::kind).containsExactly(Kind.NO_MIGRATION);
	}

}
