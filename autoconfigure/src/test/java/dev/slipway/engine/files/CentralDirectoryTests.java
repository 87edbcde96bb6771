package dev.slipway.engine.files;

import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.Set;
import java.util.TreeSet;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static dev.slipway.engine.files.Searches.files;
import static dev.slipway.engine.files.Searches.jar;
import static dev.slipway.engine.files.Searches.messages;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

/**
 * Tests that an archive which is told to have nothing to read has nothing, and that one
 * in doubt is left to Java's own classes.
 */
class CentralDirectoryTests {

	private static final CentralDirectory.Filter EVERYTHING = new CentralDirectory.Filter() {

		@Override
		public boolean mayBegin(byte first) {
			return true;
		}

		@Override
		public boolean accepts(byte[] bytes, int from, int to) {
			return true;
		}

	};

	private static final String MANIFEST = "META-INF/MANIFEST.MF=Manifest-Version: 1.0\n";

	private final Path folder;

	CentralDirectoryTests(@TempDir Path folder) throws IOException {
		this.folder = folder.toRealPath();
	}

	@Test
	void jarsOfTheseTestsAreReadAsJavaReadsThem() throws IOException {
		int jars = 0;
		int usual = 0;
		for (String root : System.getProperty("java.class.path").split(File.pathSeparator)) {
			if (root.endsWith(".jar") && Files.exists(Path.of(root))) {
				jars++;
				Set<String> names = names(Path.of(root));
				if (names != null) {
					usual++;
					Set<String> expected = javaNames(Path.of(root));
					expected.removeIf((name) -> name.matches("(?:.*/)?[A-Za-z](?![0-9_])[^/]*[.]class"));
					assertThat(names).as(root).isEqualTo(expected);
				}
			}
		}
		assertThat(usual).isGreaterThan(jars * 9 / 10);
	}

	/** Also of those that only seem to be ordinary. */
	@ParameterizedTest
	@ValueSource(strings = { "V1__a.class", "db/V1__a.class", "db/R__x.class", "db/x.classes", "1.class", "x\\1.class",
			"db/\u00dc1.class", "db/.class", "class", ".class", "B7.class", "db/a/", "U_.class", "a.class/" })
	void nameThatIsNoOrdinaryClassIsKept(String name) throws IOException {
		Path jar = jar(this.folder.resolve("m.jar"), "a/Ordinary.class", "module-info.class", "A$1.class", name);
		Set<String> names = names(jar);
		assertThat((names != null) ? names : Set.of(name)).containsExactly(name);
	}

	@Test
	void classWithTheNameOfAMigrationIsRefused() {
		Path jar = jar(this.folder.resolve("m.jar"), MANIFEST, "db/001_a.sql", "db/V1__b.class");
		assertThat(messages("classpath:db", jar)).singleElement()
			.asString()
			.startsWith("db/V1__b.class is a migration of another tool's");
	}

	@Test
	void archiveWithACommentIsSearched() throws IOException {
		Path jar = this.folder.resolve("m.jar");
		try (OutputStream file = Files.newOutputStream(jar); ZipOutputStream out = new ZipOutputStream(file)) {
			out.setComment("with a comment");
			out.putNextEntry(new ZipEntry("db/001_a.sql"));
		}
		assertThat(files("classpath:db", jar)).containsExactly("001_a.sql");
	}

	@Test
	void archiveBehindAScriptIsSearched() throws IOException {
		Path jar = jar(this.folder.resolve("plain.jar"), "db/001_a.sql");
		Path executable = this.folder.resolve("m.jar");
		Files.write(executable,
				concat("#!/bin/sh\nexec java -jar \"$0\"\n".getBytes(StandardCharsets.UTF_8), Files.readAllBytes(jar)));
		assertThat(files("classpath:db", executable)).containsExactly("001_a.sql");
		assertThat(names(executable)).containsExactly("db/001_a.sql");
	}

	@Test
	void archiveInWhichTextFollowsIsSearched() throws IOException {
		Path jar = jar(this.folder.resolve("m.jar"), "db/001_a.sql");
		Set<String> before = names(jar);
		assertThat(before).containsExactly("db/001_a.sql");
		Files.write(jar, concat(Files.readAllBytes(jar), new byte[10]));
		assertThat(names(jar)).isNull();
	}

	@Test
	void archiveWithMoreEntriesThanItsEndCountsIsSearched() throws IOException {
		Path jar = this.folder.resolve("m.jar");
		try (OutputStream file = Files.newOutputStream(jar); ZipOutputStream out = new ZipOutputStream(file)) {
			out.setLevel(0);
			for (int i = 0; i < 0x10000; i++) {
				out.putNextEntry(new ZipEntry("x/" + i + "x.txt"));
			}
			out.putNextEntry(new ZipEntry("db/001_a.sql"));
		}
		assertThat(names(jar)).isNull();
		assertThat(files("classpath:db", jar)).containsExactly("001_a.sql");
	}

	@Test
	void entryThatTheEndDoesNotCountIsFound() throws IOException {
		Path jar = jar(this.folder.resolve("m.jar"), "x/y.txt", "db/001_a.sql");
		byte[] bytes = Files.readAllBytes(jar);
		int end = indexOf(bytes, new byte[] { 'P', 'K', 5, 6 });
		bytes[end + 8] = 1;
		bytes[end + 10] = 1;
		Files.write(jar, bytes);
		assertThat(names(jar)).isNull();
		assertThat(searched(jar)).isEqualTo(expected(jar)).isEqualTo("[db/001_a.sql]");
	}

	/** Java refuses the whole archive for one entry of a kind that it does not know. */
	@ParameterizedTest
	@ValueSource(strings = { "8=1", "10=99" })
	void archiveThatJavaRefusesForAnEntryIsNamed(String change) throws IOException {
		Path jar = jar(this.folder.resolve("m.jar"), "x/y.txt");
		byte[] bytes = Files.readAllBytes(jar);
		int at = Integer.parseInt(change.split("=")[0]);
		bytes[indexOf(bytes, new byte[] { 'P', 'K', 1, 2 }) + at] = Byte.parseByte(change.split("=")[1]);
		Files.write(jar, bytes);
		assertThat(messages("classpath:db", jar)).first()
			.asString()
			.startsWith(jar + " cannot be read: it is no valid archive: ");
	}

	/** No damage hides a file that Java finds, or an archive that Java refuses. */
	@Test
	void noByteOfADirectoryHidesAFile() throws IOException {
		Path jar = jar(this.folder.resolve("plain.jar"), MANIFEST, "a/B.class", "db/001_a.sql", "x/y.txt");
		byte[] bytes = Files.readAllBytes(jar);
		int directory = indexOf(bytes, new byte[] { 'P', 'K', 1, 2 });
		Path damaged = this.folder.resolve("m.jar");
		for (int i = directory; i < bytes.length; i++) {
			for (int bit = 0; bit < 8; bit++) {
				byte[] changed = bytes.clone();
				changed[i] ^= (byte) (1 << bit);
				Files.write(damaged, changed);
				String expected = expected(damaged);
				assertThat(searched(damaged)).as("byte %s, bit %s", i - directory, bit).isEqualTo(expected);
				assertThat(searched(damaged, "db")).as("below db: byte %s, bit %s", i - directory, bit)
					.isEqualTo((expected.startsWith("[db/") || expected.equals("refused")) ? expected : "[]");
			}
		}
	}

	/** One in which nothing is wanted hides nothing, although Java refuses some. */
	@Test
	void noByteOfADirectoryMakesAnArchiveSeemToHaveAFile() throws IOException {
		Path jar = jar(this.folder.resolve("plain.jar"), MANIFEST, "a/B.class", "x/y.txt");
		byte[] bytes = Files.readAllBytes(jar);
		Path damaged = this.folder.resolve("m.jar");
		for (int i = indexOf(bytes, new byte[] { 'P', 'K', 1, 2 }); i < bytes.length; i++) {
			byte[] changed = bytes.clone();
			changed[i] = (byte) ~changed[i];
			Files.write(damaged, changed);
			assertThat(searched(damaged)).isIn("[]", "refused");
		}
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void classPathOfAManifestIsFollowed(boolean compressed) throws IOException {
		jar(this.folder.resolve("lib/one.jar"), "own/001_a.sql");
		byte[] manifest = "Manifest-Version: 1.0\nClass-Path: lib/one.jar\n\n".getBytes(StandardCharsets.UTF_8);
		Path main = this.folder.resolve("main.jar");
		try (OutputStream file = Files.newOutputStream(main); ZipOutputStream out = new ZipOutputStream(file)) {
			ZipEntry entry = new ZipEntry("META-INF/MANIFEST.MF");
			if (!compressed) {
				store(entry, manifest);
			}
			out.putNextEntry(new ZipEntry("META-INF/"));
			out.putNextEntry(entry);
			out.write(manifest);
		}
		assertThat(files("classpath:own", main)).containsExactly("001_a.sql");
	}

	@ParameterizedTest
	@ValueSource(strings = { "app.jar", "a b.jar", "a!b.jar", "\u00fc.jar" })
	void archiveInAnArchiveIsRead(String name) throws IOException {
		Path inner = jar(this.folder.resolve("inner.jar"), MANIFEST, "x/y.txt", "a/B.class");
		Path outer = outer(name, Files.readAllBytes(inner), true);
		try (OpenArchives open = new OpenArchives();
				CentralDirectory directory = open.directory("jar:nested:" + outer + "/!BOOT-INF/lib/inner.jar!/")) {
			assertThat(directory.entries(EVERYTHING)).containsOnlyKeys("META-INF/MANIFEST.MF", "x/y.txt");
		}
	}

	/**
	 * No class of Java's own reads these URLs: what is in doubt is not told to be empty.
	 */
	@Test
	void onlyAnArchiveInAnArchiveThatHasNothingIsTold() throws IOException {
		byte[] empty = Files.readAllBytes(jar(this.folder.resolve("inner.jar"), "x/y.txt"));
		byte[] full = Files.readAllBytes(jar(this.folder.resolve("full.jar"), "db/001_a.sql"));
		assertThat(archive(url(outer("app.jar", empty, true))).hasFile("x/y.txt")).isFalse();
		assertThat(archive(url(outer("full.jar", full, true))).hasFile("db/001_a.sql")).isTrue();
		assertThatIOException().isThrownBy(() -> archive(url(outer("compressed.jar", empty, false))));
		assertThatIOException().isThrownBy(() -> archive(url(outer("broken.jar", new byte[100], true))));
		assertThatIOException().isThrownBy(() -> archive(url(outer("a%20b.jar", empty, true))));
		assertThatIOException().isThrownBy(() -> archive(url(outer("a+b.jar", empty, true))));
		assertThatIOException().isThrownBy(() -> archive(url(outer("x.jar", empty, true)).replace("inner", "other")));
		assertThatIOException().isThrownBy(() -> archive(url(this.folder.resolve("missing.jar"))));
	}

	private static Archive archive(String url) throws IOException {
		try (OpenArchives open = new OpenArchives()) {
			open.lookAt("");
			return Archive.of(url, open);
		}
	}

	private static String url(Path outer) {
		return "jar:nested:" + outer + "/!BOOT-INF/lib/inner.jar!/";
	}

	private Path outer(String name, byte[] inner, boolean stored) throws IOException {
		Path outer = this.folder.resolve(name);
		try (OutputStream file = Files.newOutputStream(outer); ZipOutputStream out = new ZipOutputStream(file)) {
			ZipEntry entry = new ZipEntry("BOOT-INF/lib/inner.jar");
			if (stored) {
				store(entry, inner);
			}
			out.putNextEntry(entry);
			out.write(inner);
			out.putNextEntry(new ZipEntry("BOOT-INF/classes/db/002_b.sql"));
		}
		return outer;
	}

	private static void store(ZipEntry entry, byte[] content) {
		CRC32 sum = new CRC32();
		sum.update(content);
		entry.setMethod(ZipEntry.STORED);
		entry.setSize(content.length);
		entry.setCrc(sum.getValue());
	}

	/** The names, {@code null} for an archive that is unusual. */
	private static @Nullable Set<String> names(Path jar) {
		try (OpenArchives open = new OpenArchives();
				CentralDirectory directory = CentralDirectory.of(jar, open.files())) {
			return directory.entries(EVERYTHING).keySet();
		}
		catch (IOException ex) {
			return null;
		}
	}

	private static Set<String> javaNames(Path jar) throws IOException {
		try (ZipFile zip = new ZipFile(jar.toFile())) {
			Set<String> names = new HashSet<>();
			Collections.list(zip.entries()).forEach((entry) -> names.add(entry.getName()));
			return names;
		}
	}

	/** What Java finds, when it can read the manifest too. */
	private static String expected(Path jar) {
		Set<String> scripts = new TreeSet<>();
		try (JarFile opened = new JarFile(jar.toFile())) {
			JarEntry manifest = opened.getJarEntry("META-INF/MANIFEST.MF");
			if (manifest != null) {
				opened.getInputStream(manifest).readAllBytes();
			}
			javaNames(jar).stream().filter((name) -> FoundFile.isWanted(name(name))).forEach(scripts::add);
			return scripts.toString();
		}
		catch (IOException | IllegalArgumentException ex) {
			return "refused";
		}
	}

	private static String name(String path) {
		return path.substring(Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')) + 1);
	}

	private static String searched(Path jar) {
		return searched(jar, "");
	}

	private static String searched(Path jar, String folder) {
		Set<String> scripts = new TreeSet<>();
		try (OpenArchives open = new OpenArchives()) {
			open.lookAt(folder);
			Archive archive = Archive.of(jar, jar.toRealPath(), open);
			archive.find(Location.of("classpath:").withHidden(), folder).values().forEach((file) -> {
				if (!file.isFolder()) {
					scripts.add((folder.isEmpty() ? "" : folder + "/") + file.relative());
				}
			});
			return scripts.toString();
		}
		catch (IOException ex) {
			return "refused";
		}
	}

	private static byte[] concat(byte[] first, byte[] second) throws IOException {
		ByteArrayOutputStream bytes = new ByteArrayOutputStream();
		bytes.write(first);
		bytes.write(second);
		return bytes.toByteArray();
	}

	private static int indexOf(byte[] bytes, byte[] wanted) {
		for (int i = 0; i < bytes.length; i++) {
			if (Arrays.equals(bytes, i, i + wanted.length, wanted, 0, wanted.length)) {
				return i;
			}
		}
		throw new IllegalArgumentException();
	}

}
