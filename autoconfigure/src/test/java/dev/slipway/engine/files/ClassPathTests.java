package dev.slipway.engine.files;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Enumeration;
import java.util.List;
import java.util.concurrent.TimeUnit;

import dev.slipway.InvalidMigrationsException;
import dev.slipway.InvalidMigrationsException.FileProblem;
import dev.slipway.InvalidMigrationsException.Kind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.core.io.DefaultResourceLoader;

import static dev.slipway.engine.files.Searches.asOrdinaryUser;
import static dev.slipway.engine.files.Searches.files;
import static dev.slipway.engine.files.Searches.jar;
import static dev.slipway.engine.files.Searches.messages;
import static dev.slipway.engine.files.Searches.problems;
import static dev.slipway.engine.files.Searches.read;
import static dev.slipway.engine.files.Searches.write;
import static dev.slipway.testing.Jars.loader;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that every root of the class path is searched, or stops the start.
 */
class ClassPathTests {

	private static final String MANIFEST = "META-INF/MANIFEST.MF=Manifest-Version: 1.0\n";

	private final Path folder;

	ClassPathTests(@TempDir Path folder) throws IOException {
		this.folder = folder.toRealPath();
	}

	@ParameterizedTest
	@ValueSource(strings = { "classpath:mig", "classpath*:mig", "classpath:/mig/", "mig", "classpath*:m?g",
			"classpath*:*/", "classpath:" })
	void jarWithoutFoldersIsSearched(String location) {
		Path root = write(this.folder.resolve("root"), "mig/001_a.sql");
		Path jar = jar(this.folder.resolve("m.jar"), MANIFEST, "mig/002_b.sql", "mig/sub/003_c.sql", "mig/.x/004_d.sql",
				"migrations/005_e.sql".replace("migrations", ".other"));
		assertThat(files(location, root, jar)).containsExactly("001_a.sql", "002_b.sql", "003_c.sql");
		assertThat(files(location, jar)).containsExactly("002_b.sql", "003_c.sql");
	}

	/** What is below the one is not looked at for the other. */
	@Test
	void locationsWithOtherFirstLettersAreSearchedOneAfterTheOther() {
		Path jar = jar(this.folder.resolve("m.jar"), MANIFEST, "mig/001_a.sql", "orders/002_b.sql", "/users/003_c.sql",
				"\\users\\004_d.sql", "META-INF/m/005_e.sql", "\u00f6rtlich/006_f.sql");
		for (List<String> locations : List.of(List.of("classpath:mig", "classpath:orders", "classpath:users"),
				List.of("classpath:users", "classpath:orders", "classpath:mig"))) {
			try (URLClassLoader loader = loader(jar)) {
				assertThat(read(locations, loader).versioned()).extracting(Migration::fileName)
					.containsExactly("001_a.sql", "002_b.sql", "003_c.sql", "004_d.sql");
			}
			catch (IOException ex) {
				throw new UncheckedIOException(ex);
			}
		}
		assertThat(files("classpath:META-INF/m", jar)).containsExactly("005_e.sql");
		assertThat(files("classpath:\u00f6rtlich", jar)).containsExactly("006_f.sql");
	}

	@Test
	void jarWithSomeFoldersOnlyIsSearched() {
		Path jar = jar(this.folder.resolve("m.jar"), "other/", "other/x.txt", "mig/", "mig/001_a.sql",
				"mig/deep/one/002_b.sql");
		assertThat(files("classpath:mig/deep", jar)).containsExactly("002_b.sql");
		assertThat(files("classpath:mig", jar)).containsExactly("001_a.sql", "002_b.sql");
	}

	@Test
	void filesBesideAScriptAreFoundInAJarWithoutFolders() {
		Path jar = jar(this.folder.resolve("m.jar"), "mig/V1__a.sql", "mig/V1__a.sql.conf=key=x",
				"mig/.V1__a.sql.conf=hidden=x");
		assertThat(messages("classpath:mig", jar)).singleElement()
			.asString()
			.startsWith("mig/V1__a.sql.conf says key=x");
	}

	@ParameterizedTest
	@CsvSource({ "mig\\001_a.sql", "/mig/001_a.sql", "\\mig\\001_a.sql" })
	void entryThatAnotherToolHasWrittenIsFound(String entry) {
		Path jar = jar(this.folder.resolve("m.jar"), MANIFEST, entry);
		assertThat(files("classpath:mig", jar)).containsExactly("001_a.sql");
	}

	@ParameterizedTest
	@ValueSource(strings = { "100%", "per%20cent", "a!", "!", "x!/y", "#", "a?b", "a*b", "{b}", "[a]", "a;b&c", "'\"",
			"ünï" })
	void everyCharacterMayStandInTheNameOfAnEntry(String name) {
		Path jar = jar(this.folder.resolve("m.jar"), "db/", "db/001_a.sql", "db/" + name + "/002_b.sql");
		assertThat(files("classpath:db", jar)).containsExactly("001_a.sql", "002_b.sql");
		assertThat(files("classpath:db/" + name, jar)).containsExactly("002_b.sql");
	}

	@ParameterizedTest
	@ValueSource(strings = { "#", "a%20b", "100%", "a+b", "[a]", "{b}", "a?b", "a*b", "x!", "with blank", "\u00fc",
			"u\u0308", "a;b", "a&b", "'\"" })
	void everyCharacterMayStandInThePathOfARoot(String name) {
		Path root = write(this.folder.resolve(name).resolve("root"), "db/001_a.sql");
		Path jar = jar(this.folder.resolve(name).resolve("m.jar"), "db/", "db/002_b.sql");
		Path bare = jar(this.folder.resolve(name).resolve("bare.jar"), "db/003_c.sql");
		assertThat(files("classpath:db", root, jar, bare)).containsExactly("001_a.sql", "002_b.sql", "003_c.sql");
	}

	@ParameterizedTest
	@ValueSource(strings = { "#", "a%20b", "100%", "x!", "u\u0308", "[a]" })
	void pathIsShownAsItIs(String name) {
		Path root = this.folder.resolve(name).resolve("root");
		write(root, "db/001_a.sql", "db/wrong.sql");
		assertThat(messages("classpath:db", root)).singleElement()
			.asString()
			.startsWith(root.resolve("db/wrong.sql") + " is no migration.");
		Path jar = jar(this.folder.resolve("m.jar"), "db/" + name + "/wrong.sql");
		assertThat(messages("classpath:db", jar)).singleElement()
			.asString()
			.startsWith("db/" + name + "/wrong.sql is no migration.");
	}

	@Test
	void versionedEntriesTakeThePlaceOfOthers() throws IOException {
		Path jar = jar(this.folder.resolve("m.jar"), "META-INF/",
				"META-INF/MANIFEST.MF=Manifest-Version: 1.0\nMulti-Release: true\n", "db/", "db/001_a.sql",
				"db/002_b.sql", "META-INF/versions/9/db/", "META-INF/versions/9/db/002_b.sql=select 9;",
				"META-INF/versions/9/db/003_c.sql", "META-INF/versions/999/db/004_d.sql");
		assertThat(files("classpath:db", jar)).containsExactly("001_a.sql", "002_b.sql", "003_c.sql");
		Path plain = jar(this.folder.resolve("plain.jar"), "db/002_b.sql=select 9;");
		try (URLClassLoader one = loader(jar); URLClassLoader other = loader(plain)) {
			assertThat(read(List.of("classpath:db"), one).versioned().get(1).script().checksum())
				.isEqualTo(read(List.of("classpath:db"), other).versioned().get(0).script().checksum());
		}
		Path old = jar(this.folder.resolve("old.jar"), MANIFEST, "db/001_a.sql", "META-INF/versions/9/db/002_b.sql");
		assertThat(files("classpath:db", old)).containsExactly("001_a.sql");
	}

	@ParameterizedTest
	@ValueSource(strings = { "PK no archive", "no archive", "" })
	void jarThatIsNoArchiveIsNamed(String content) throws IOException {
		Path root = write(this.folder.resolve("root"), "db/001_a.sql");
		Path jar = Files.writeString(this.folder.resolve("broken.jar"), content);
		assertThat(problems("classpath:db", root, jar)).singleElement().satisfies((problem) -> {
			assertThat(problem.kind()).isEqualTo(Kind.UNREADABLE);
			assertThat(problem.description()).startsWith(jar + " cannot be read: it is no valid archive: ");
		});
		assertThat(files("file:" + root, root, jar)).containsExactly("001_a.sql");
	}

	@Test
	void fileThatDoesNotClaimToBeAnArchiveAndRootThatDoesNotExistHideNothing() throws IOException {
		Path root = write(this.folder.resolve("root"), "db/001_a.sql");
		Path text = Files.writeString(this.folder.resolve("agent.txt"), "no archive");
		assertThat(files("classpath:db", root, text, this.folder.resolve("missing.jar"),
				this.folder.resolve("missing/classes"), text.resolve("below")))
			.containsExactly("001_a.sql");
	}

	@Test
	void truncatedJarIsNamed() throws IOException {
		Path root = write(this.folder.resolve("root"), "db/001_a.sql");
		Path jar = jar(this.folder.resolve("m.jar"), "db/", "db/002_b.sql", "db/003_c.sql");
		byte[] bytes = Files.readAllBytes(jar);
		Files.write(jar, Arrays.copyOf(bytes, bytes.length - 30));
		assertThat(messages("classpath:db", root, jar)).singleElement()
			.asString()
			.startsWith(jar + " cannot be read: it is no valid archive: ");
	}

	@Test
	void jarThatIsGoneIsNoticed() throws IOException {
		Path root = write(this.folder.resolve("root"), "db/001_a.sql");
		Path jar = jar(this.folder.resolve("m.jar"), "db/", "db/002_b.sql");
		try (URLClassLoader loader = loader(root, jar)) {
			assertThat(loader.getResource("db/002_b.sql")).isNotNull();
			Files.delete(jar);
			assertThat(problemsOf(loader)).singleElement()
				.satisfies((problem) -> assertThat(problem.description())
					.isEqualTo(jar + " cannot be read: it was there and is gone."));
		}
	}

	@Test
	void jarsOfAClassPathInAManifestAreSearched() throws Exception {
		jar(this.folder.resolve("lib/one.jar"), "own/001_a.sql");
		write(this.folder.resolve("lib/with blank"), "own/002_b.sql");
		Path main = jar(this.folder.resolve("main.jar"), "META-INF/MANIFEST.MF=Manifest-Version: 1.0\n"
				+ "Class-Path: lib/one.jar lib/with%20blank/ lib/missing.jar\n\n");
		assertThat(files("classpath:own", main)).containsExactly("001_a.sql", "002_b.sql");
		assertThat(asOrdinaryUser("classpath:own", ":" + main)).containsExactly("001_a.sql", "002_b.sql");
		Files.writeString(this.folder.resolve("lib/one.jar"), "broken");
		assertThat(messages("classpath:own", main)).singleElement()
			.asString()
			.startsWith(this.folder.resolve("lib/one.jar") + " cannot be read: it is no valid archive: ");
	}

	@Test
	void classLoaderThatShowsNoUrlsIsSearched() throws IOException {
		Path root = write(this.folder.resolve("root"), "db/001_a.sql");
		Path jar = jar(this.folder.resolve("m.jar"), "db/", "db/002_b.sql");
		Path bare = jar(this.folder.resolve("bare.jar"), MANIFEST, "db/003_c.sql");
		try (URLClassLoader loader = loader(root, jar, bare)) {
			assertThat(files("classpath:db", new Shy(loader))).containsExactly("001_a.sql", "002_b.sql", "003_c.sql");
		}
	}

	@Test
	void rootThatIsReachedTwiceIsReadOnce() throws IOException {
		Path root = write(this.folder.resolve("root"), "db/001_a.sql", "db/x/002_b.sql");
		Path link = Files.createSymbolicLink(this.folder.resolve("link"), root);
		Path jar = jar(this.folder.resolve("m.jar"), "db/003_c.sql");
		Path other = Files.createSymbolicLink(this.folder.resolve("other.jar"), jar);
		try (URLClassLoader loader = loader(root, link, jar, other, root, jar)) {
			assertThat(read(List.of("classpath:db", "classpath*:db/", "db/x", "file:" + root + "/db",
					"file:" + link + "/db/x", "jar:" + jar.toUri() + "!/db", "jar:" + other.toUri() + "!/"), loader)
				.versioned()).extracting(Migration::fileName).containsExactly("001_a.sql", "002_b.sql", "003_c.sql");
		}
	}

	@Test
	void unreadableRootsAndParentsAreNamed() throws Exception {
		Path good = write(this.folder.resolve("good"), "mig/001_a.sql");
		Path root = write(this.folder.resolve("rootA"), "mig/002_b.sql", "mig/closed/003_c.sql");
		Path other = write(this.folder.resolve("rootB"), "mig/004_d.sql");
		Path inner = other.resolve("mig");
		Path parent = write(this.folder.resolve("parent"), "rootC/mig/005_e.sql");
		Path jar = jar(this.folder.resolve("m.jar"), "mig/006_f.sql");
		Path last = write(this.folder.resolve("rootD"), "mig/007_g.sql");
		Path script = last.resolve("mig/007_g.sql");
		List<Path> closed = List.of(root.resolve("mig/closed"), inner, parent, jar, script);
		Path[] roots = { good, root, other, parent.resolve("rootC"), jar, last };
		try {
			close(closed, "---------");
			assertThat(asOrdinaryUser("classpath:mig", "", roots)).containsExactlyInAnyOrder(
					root.resolve("mig/closed") + " cannot be read: access is denied.",
					inner + " cannot be read: access is denied.",
					parent.resolve("rootC") + " cannot be read: access is denied.",
					jar + " cannot be read: access is denied.", script + " cannot be read: access is denied.");
			close(List.of(root), "--x--x--x");
			assertThat(asOrdinaryUser("classpath:mig", ":" + root + ":" + good))
				.containsExactly(root.resolve("mig/closed") + " cannot be read: access is denied.");
			close(List.of(root), "rw-------");
			assertThat(asOrdinaryUser("classpath*:m*/", "", good, root)).singleElement()
				.asString()
				.contains(" cannot be read: access is denied.");
		}
		finally {
			close(List.of(root), "rwx------");
			close(closed, "rwx------");
		}
	}

	@Test
	void fileBesideAScriptThatCannotBeReadIsNamedOnce() throws Exception {
		Path location = write(this.folder.resolve("mig"), "1_a/up.sql", "1_a/down.sql", "1_a/metadata.toml",
				"V2__b.sql", "V2__b.sql.conf");
		List<Path> closed = List.of(location.resolve("1_a/metadata.toml"), location.resolve("V2__b.sql.conf"));
		close(closed, "---------");
		assertThat(asOrdinaryUser("file:" + location, "")).containsExactly(
				closed.get(0) + " cannot be read: access is denied.",
				closed.get(1) + " cannot be read: access is denied.");
	}

	@Test
	void signedJarThatWasChangedIsNamed() throws Exception {
		Path jar = jar(this.folder.resolve("m.jar"), MANIFEST, "db/001_a.sql", "db/002_b.sql=select 2;");
		Path keys = this.folder.resolve("keys");
		tool("keytool", "-genkeypair", "-keyalg", "EC", "-alias", "a", "-dname", "CN=a", "-storepass", "changeit",
				"-keystore", keys.toString());
		tool("jarsigner", "-keystore", keys.toString(), "-storepass", "changeit", jar.toString(), "a");
		assertThat(files("classpath:db", jar)).containsExactly("001_a.sql", "002_b.sql");
		try (FileSystem zip = FileSystems.newFileSystem(jar)) {
			Files.writeString(zip.getPath("db/002_b.sql"), "select 3;");
		}
		assertThat(messages("classpath:db", jar)).singleElement()
			.asString()
			.startsWith("db/002_b.sql cannot be read: ")
			.contains("digest error");
	}

	private static void tool(String name, String... arguments) throws Exception {
		List<String> command = new ArrayList<>(List.of(arguments));
		command.add(0, Path.of(System.getProperty("java.home"), "bin", name).toString());
		Process process = new ProcessBuilder(command).redirectErrorStream(true)
			.redirectOutput(ProcessBuilder.Redirect.DISCARD)
			.start();
		assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
		assertThat(process.exitValue()).isZero();
	}

	@Test
	void applicationsOwnFilesAreSeenInAJarWithoutFolders() throws IOException {
		Path jar = jar(this.folder.resolve("m.jar"), "db/migration/billing/001_a.sql");
		try (URLClassLoader loader = loader(jar)) {
			DefaultResourceLoader resources = new DefaultResourceLoader(loader);
			assertThat(MigrationReader.hasFiles("classpath:db/migration", List.of(), resources)).isTrue();
			assertThat(MigrationReader.hasFiles("classpath:db/migration", List.of("classpath:db/migration/billing"),
					resources))
				.isFalse();
			assertThat(MigrationReader.hasFiles("classpath:other", List.of(), resources)).isFalse();
		}
	}

	@Test
	void locationThatIsALinkToNothingInOneRootIsNamed() throws IOException {
		Path good = write(this.folder.resolve("good"), "db/mig/001_a.sql");
		Path other = write(this.folder.resolve("other"), "db/");
		Path link = Files.createSymbolicLink(other.resolve("db/mig"), this.folder.resolve("volume"));
		assertThat(messages("classpath:db/mig", good, other))
			.containsExactly(link + " cannot be read: the link leads to nothing.");
		assertThat(messages("classpath:db/mig/sub/../deep", good, other))
			.contains(link + " cannot be read: the link leads to nothing.");
	}

	private static void close(List<Path> paths, String permissions) throws IOException {
		for (Path path : paths) {
			Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(permissions));
		}
	}

	private static List<FileProblem> problemsOf(ClassLoader loader) {
		try {
			read(List.of("classpath:db"), loader);
			return List.of();
		}
		catch (InvalidMigrationsException ex) {
			return ex.getProblems();
		}
	}

	/** Finds resources, and does not say where. */
	private static final class Shy extends ClassLoader {

		private final ClassLoader delegate;

		Shy(ClassLoader delegate) {
			super(null);
			this.delegate = delegate;
		}

		@Override
		protected URL findResource(String name) {
			return this.delegate.getResource(name);
		}

		@Override
		protected Enumeration<URL> findResources(String name) throws IOException {
			return this.delegate.getResources(name);
		}

	}

}
