package dev.slipway.engine.files;

import java.io.IOException;
import java.io.OutputStream;
import java.net.StandardProtocolFamily;
import java.net.URL;
import java.net.URLClassLoader;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;

import dev.slipway.InvalidMigrationsException;
import dev.slipway.InvalidMigrationsException.FileProblem;
import dev.slipway.InvalidMigrationsException.Kind;
import dev.slipway.engine.script.ReadingRules;
import dev.slipway.testing.Scripts;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.core.io.DefaultResourceLoader;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

/**
 * Tests for which files are found in folders and archives, and that nothing is left out
 * without a word.
 */
@Timeout(value = 30, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class FileSearchTests {

	private final Path folder;

	FileSearchTests(@TempDir Path folder) throws IOException {
		this.folder = folder.toRealPath();
	}

	@Test
	void loopOfLinksIsNamedAndHidesNothing() throws IOException {
		write(this.folder, "001_a.sql", "sub/002_b.sql");
		Path loop = Files.createSymbolicLink(this.folder.resolve("sub/loop"), this.folder);
		assertThat(problems()).singleElement().satisfies((problem) -> {
			assertThat(problem.kind()).isEqualTo(Kind.UNREADABLE);
			assertThat(problem.description())
				.isEqualTo(loop + " cannot be read: it is a link to a folder that it lies in.");
		});
	}

	@Test
	void loopOfLinksInOneRootOfTheClassPathIsNamed() throws Exception {
		Path one = this.folder.resolve("one");
		Path other = this.folder.resolve("other");
		write(one, "db/001_a.sql");
		write(other, "db/002_b.sql");
		Files.createSymbolicLink(other.resolve("db/up"), other.resolve("db"));
		assertThat(problemsOf("classpath:db", one, other)).extracting(FileProblem::description)
			.containsExactly(other.resolve("db/up") + " cannot be read: it is a link to a folder that it lies in.");
	}

	@Test
	void chainOfLinksThatIsTooLongIsNamed() throws IOException {
		write(this.folder.resolve("elsewhere"), "002_b.sql");
		Path location = this.folder.resolve("location");
		write(location, "001_a.sql");
		Path last = this.folder.resolve("elsewhere");
		for (int i = 0; i < 50; i++) {
			last = Files.createSymbolicLink(this.folder.resolve("link" + i), last);
		}
		Path link = Files.createSymbolicLink(location.resolve("more"), last);
		assertThat(problems(location)).singleElement().satisfies((problem) -> {
			assertThat(problem.kind()).isEqualTo(Kind.UNREADABLE);
			assertThat(problem.description()).startsWith(link + " cannot be read: ");
		});
	}

	@Test
	void folderThatIsTooDeepToBeListedIsNamed() throws Exception {
		write(this.folder, "001_a.sql");
		try {
			run("cd '" + this.folder + "' && d=" + "d".repeat(200)
					+ " && for i in $(seq 25); do mkdir $d && cd $d || exit; done");
			assertThat(problems()).singleElement().satisfies((problem) -> {
				assertThat(problem.kind()).isEqualTo(Kind.UNREADABLE);
				assertThat(problem.description()).startsWith(this.folder + "/ddd").contains(" cannot be read: ");
			});
		}
		finally {
			run("rm -rf '" + this.folder + "'/ddd*");
		}
	}

	@Test
	void foldersThatMayNotBeReadAreNamedAllAtOnce() throws Exception {
		write(this.folder, "001_a.sql", "one/002_b.sql", "two/003_c.sql", ".hidden/004_d.sql");
		List<Path> folders = List.of(this.folder.resolve("one"), this.folder.resolve("two"),
				this.folder.resolve(".hidden"));
		try {
			for (Path each : folders) {
				Files.setPosixFilePermissions(each, PosixFilePermissions.fromString("---------"));
			}
			assertThat(problemsAsOrdinaryUser()).containsExactly(folders.get(0) + " cannot be read: access is denied.",
					folders.get(1) + " cannot be read: access is denied.");
		}
		finally {
			for (Path each : folders) {
				Files.setPosixFilePermissions(each, PosixFilePermissions.fromString("rwx------"));
			}
		}
	}

	@Test
	void linkThatLeadsToNothingMattersOnlyWithTheNameOfAScript() throws IOException {
		write(this.folder, "001_a.sql");
		Files.createSymbolicLink(this.folder.resolve("notes.txt"), this.folder.resolve("nothing"));
		assertThat(files()).containsExactly("001_a.sql");
		Path link = Files.createSymbolicLink(this.folder.resolve("002_b.sql"), this.folder.resolve("nothing"));
		assertThat(problems()).extracting(FileProblem::description)
			.containsExactly(link + " cannot be read: the link leads to nothing.");
	}

	@Test
	void linksToFilesAndFoldersAreFollowed() throws IOException {
		write(this.folder.resolve("elsewhere"), "002_b.sql", "deep/003_c.sql");
		Path location = this.folder.resolve("location");
		write(location, "001_a.sql");
		Files.createSymbolicLink(location.resolve("002_b.sql"), this.folder.resolve("elsewhere/002_b.sql"));
		Files.createSymbolicLink(location.resolve("more"), this.folder.resolve("elsewhere/deep"));
		assertThat(files(location)).containsExactly("001_a.sql", "002_b.sql", "003_c.sql");
	}

	@ParameterizedTest
	@ValueSource(
			strings = { "001_x.sql", "001_x.up.sql", "V1__x.SQL", "metadata.toml", "001_a.sql.conf", "nothing.sql" })
	void fifoWithTheNameOfAFileToReadIsRefusedWithoutBeingOpened(String name) throws Exception {
		write(this.folder, "001_a.sql");
		run("mkfifo '" + this.folder.resolve(name) + "'");
		assertThat(problems()).singleElement().satisfies((problem) -> {
			assertThat(problem.kind()).isEqualTo(Kind.NO_REGULAR_FILE);
			assertThat(problem.description()).isEqualTo(this.folder.resolve(name)
					+ " has the name of a file to read, and is a FIFO, a socket or a device.");
		});
	}

	@Test
	void whatIsNoRegularFileIsRefusedUnderTheNameOfAScriptOnly() throws Exception {
		write(this.folder, "001_a.sql");
		run("mkfifo '" + this.folder.resolve("fifo") + "'");
		Files.createSymbolicLink(this.folder.resolve("zero"), Path.of("/dev/zero"));
		assertThat(files()).containsExactly("001_a.sql");
		Files.createSymbolicLink(this.folder.resolve("002_b.sql"), this.folder.resolve("fifo"));
		Files.createSymbolicLink(this.folder.resolve("003_c.sql"), Path.of("/dev/zero"));
		Files.createDirectories(this.folder.resolve("004_d.sql"));
		try (ServerSocketChannel socket = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
			socket.bind(UnixDomainSocketAddress.of(this.folder.resolve("005_e.sql")));
			assertThat(problems()).hasSize(4).allMatch((problem) -> problem.kind() == Kind.NO_REGULAR_FILE);
		}
	}

	@Test
	void folderWithTheNameOfAScriptIsRefusedUnlessItIsAMigration() {
		write(this.folder, "1_a.sql/up.sql", "1_a.sql/down.sql", "2_b.sql/migration.sql", "3_c.up.sql/4_d/up.sql");
		assertThat(problems()).extracting(FileProblem::description)
			.containsExactly(this.folder.resolve("3_c.up.sql") + " has the name of a file to read, and is a folder.");
	}

	@Test
	void folderWithTheNameOfAScriptIsRefusedInAJarToo() throws Exception {
		Path jar = jar("module.jar", "db/", "db/001_a.sql", "db/002_b.sql/", "db/002_b.sql/003_c.sql");
		assertThat(problemsOf("classpath:db", jar)).extracting(FileProblem::kind, FileProblem::description)
			.containsExactly(
					tuple(Kind.NO_REGULAR_FILE, "db/002_b.sql has the name of a file to read, and is a folder."));
	}

	@Test
	void mountedConfigMapIsReadOnce() throws IOException {
		write(this.folder, "..2024_01/001_a.sql", "..2024_01/002_b.sql");
		Files.createSymbolicLink(this.folder.resolve("..data"), Path.of("..2024_01"));
		Files.createSymbolicLink(this.folder.resolve("001_a.sql"), Path.of("..data/001_a.sql"));
		Files.createSymbolicLink(this.folder.resolve("002_b.sql"), Path.of("..data/002_b.sql"));
		assertThat(files()).containsExactly("001_a.sql", "002_b.sql");
	}

	@Test
	void hiddenFoldersDoNotMatterUnlessTheyAreTheLocation() throws Exception {
		write(this.folder, ".git/001_a.sql", ".git/deep/002_b.sql", "001_a.sql", "deep/.x/003_c.sql");
		Files.createSymbolicLink(this.folder.resolve(".loop"), this.folder);
		assertThat(files()).containsExactly("001_a.sql");
		assertThat(files(this.folder.resolve(".git"))).containsExactly("001_a.sql", "002_b.sql");
		Path jar = jar("m.jar", "db/", "db/001_a.sql", "db/.git/", "db/.git/001_a.sql", "db/.x.sql/", ".db/",
				".db/005_e.sql");
		assertThat(filesOf("classpath:db", jar)).containsExactly("001_a.sql");
		assertThat(filesOf("classpath:.db", jar)).containsExactly("005_e.sql");
	}

	@ParameterizedTest
	@ValueSource(strings = { "with blank", "Ümläut", "100%", "per%20cent", "a+b", "#", "a;b=c", "ünï/😀" })
	void everyCharacterMayStandInThePathOfARoot(String name) throws Exception {
		Path root = this.folder.resolve(name);
		write(root, "db/001_a.sql", "db/" + name + "/002_b.sql");
		assertThat(filesOf("classpath:db", root)).containsExactly("001_a.sql", "002_b.sql");
		assertThat(filesOf("classpath*:db/", root)).containsExactly("001_a.sql", "002_b.sql");
		assertThat(filesOf(root.resolve("db").toUri().toString())).containsExactly("001_a.sql", "002_b.sql");
		Path jar = jar(name.replace('/', '-') + ".jar", "db/", "db/001_a.sql");
		assertThat(filesOf("classpath:db", jar)).containsExactly("001_a.sql");
	}

	@ParameterizedTest
	@ValueSource(strings = { "with blank", "Ümläut", "a+b", "#", "a;b=c", "ünï/😀", "100%", "per%20cent" })
	void everyCharacterMayStandInTheNamesOfAJar(String name) throws Exception {
		Path jar = jar("m.jar", "db/", "db/001_a.sql", "db/" + name + "/002_b.sql");
		assertThat(filesOf("classpath:db", jar)).containsExactly("001_a.sql", "002_b.sql");
	}

	@ParameterizedTest
	@CsvSource({ "classpath:m/*/db, 001_a.sql 002_b.sql 003_c.sql", "classpath*:m/**/db, 001_a.sql 002_b.sql 003_c.sql",
			"classpath:m/on?/db, 001_a.sql", "classpath:/, 001_a.sql 002_b.sql 003_c.sql 004_d.sql",
			"classpath:m/one, 001_a.sql", "m/one/db, 001_a.sql" })
	void wildcardsOfALocationAreThoseOfSpring(String location, String expected) throws Exception {
		Path root = this.folder.resolve("root");
		write(root, "m/one/db/001_a.sql", "m/two/db/002_b.sql", "m/four/x/004_d.sql");
		Path jar = jar("m.jar", "m/", "m/three/", "m/three/db/", "m/three/db/003_c.sql", "m/three/db/.x/003_c.sql");
		assertThat(filesOf(location, root, jar)).containsExactly(expected.split(" "));
	}

	@Test
	void whatNoWildcardLeadsToMayBeUnreadable() throws IOException {
		write(this.folder, "m/one/db/001_a.sql", "m/two/other/x.txt");
		Files.createSymbolicLink(this.folder.resolve("m/two/other/loop"), this.folder);
		assertThat(filesOf("file:" + this.folder + "/m/*/db")).containsExactly("001_a.sql");
	}

	@Test
	void fileThatTwoLocationsLeadToIsOneFile() throws IOException {
		write(this.folder, "001_a.sql", "x/002_b.sql");
		MigrationSet set = MigrationReader.read("",
				List.of("file:" + this.folder, "file:" + this.folder + "/x", this.folder.toUri().toString()), List.of(),
				new PathMatchingResourcePatternResolver(), ReadingRules.DEFAULT);
		assertThat(set.versioned()).hasSize(2);
	}

	@Test
	void whatIsWrongInTheLocationOfAnotherServiceIsItsOwnMatter() throws Exception {
		write(this.folder, "001_a.sql", "other/001_b.sql");
		Files.createSymbolicLink(this.folder.resolve("other/loop"), this.folder);
		run("mkfifo '" + this.folder.resolve("other/002_c.sql") + "'");
		MigrationSet set = MigrationReader.read("", List.of("file:" + this.folder),
				List.of("file:" + this.folder + "/other"), new PathMatchingResourcePatternResolver(),
				ReadingRules.DEFAULT);
		assertThat(set.versioned()).extracting(Migration::fileName).containsExactly("001_a.sql");
	}

	private static void write(Path folder, String... files) {
		for (String file : files) {
			Path path = folder.resolve(file);
			new Scripts(path.getParent()).write(path.getFileName().toString(), "select 1;");
		}
	}

	/** Write a jar; names that end with a slash are folders. */
	private Path jar(String name, String... entries) throws IOException {
		Path jar = this.folder.resolve("jars").resolve(name);
		Files.createDirectories(jar.getParent());
		try (OutputStream file = Files.newOutputStream(jar); JarOutputStream out = new JarOutputStream(file)) {
			for (String entry : entries) {
				out.putNextEntry(new JarEntry(entry));
				out.write((entry.endsWith("/") ? "" : "select 1;").getBytes());
			}
		}
		return jar;
	}

	private static void run(String command) throws Exception {
		Process process = new ProcessBuilder("bash", "-c", command).inheritIO().start();
		assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
		assertThat(process.exitValue()).isZero();
	}

	private List<String> files() {
		return files(this.folder);
	}

	private static List<String> files(Path location) {
		return filesOf("file:" + location);
	}

	private static List<String> filesOf(String location) {
		return MigrationReader
			.read("", List.of(location), List.of(), new PathMatchingResourcePatternResolver(), ReadingRules.DEFAULT)
			.versioned()
			.stream()
			.map(Migration::fileName)
			.toList();
	}

	private static List<String> filesOf(String location, Path... roots) throws IOException {
		try (URLClassLoader loader = loader(roots)) {
			return read(location, loader).versioned().stream().map(Migration::fileName).toList();
		}
	}

	private List<FileProblem> problems() {
		return problems(this.folder);
	}

	/** Root reads everything, unless it gives the right to do so away. */
	private List<String> problemsAsOrdinaryUser() throws Exception {
		List<String> command = new ArrayList<>();
		if (System.getProperty("user.name").equals("root")) {
			String rights = "-dac_override,-dac_read_search";
			command.addAll(List.of("setpriv", "--inh-caps=" + rights, "--bounding-set=" + rights));
		}
		command.addAll(List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-cp",
				System.getProperty("java.class.path"), FileSearchTests.class.getName(), this.folder.toString()));
		Path output = Files.createTempFile("slipway-problems", "");
		try {
			Process process = new ProcessBuilder(command).redirectErrorStream(true)
				.redirectOutput(output.toFile())
				.start();
			assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
			return Files.readAllLines(output);
		}
		finally {
			Files.delete(output);
		}
	}

	/** Prints the problems of a folder. */
	public static void main(String[] arguments) {
		problems(Path.of(arguments[0])).forEach((problem) -> System.out.println(problem.description()));
	}

	private static List<FileProblem> problems(Path location) {
		return problemsOf("file:" + location, new Path[0]);
	}

	private static List<FileProblem> problemsOf(String location, Path... roots) {
		try (URLClassLoader loader = loader(roots)) {
			read(location, loader);
			return List.of();
		}
		catch (InvalidMigrationsException ex) {
			return ex.getProblems();
		}
		catch (IOException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private static MigrationSet read(String location, URLClassLoader loader) {
		return MigrationReader.read("", List.of(location), List.of(),
				new PathMatchingResourcePatternResolver(new DefaultResourceLoader(loader)), ReadingRules.DEFAULT);
	}

	private static URLClassLoader loader(Path... roots) throws IOException {
		URL[] urls = new URL[roots.length];
		for (int i = 0; i < roots.length; i++) {
			urls[i] = roots[i].toUri().toURL();
		}
		return new URLClassLoader(urls, null);
	}

}
