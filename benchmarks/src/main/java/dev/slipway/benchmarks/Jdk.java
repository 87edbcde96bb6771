package dev.slipway.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Properties;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

/**
 * The JDK of the measured JVMs.
 *
 * @param home its folder
 * @param version such as {@code 25.0.1}
 */
record Jdk(Path home, String version) {

	/** The first whose AOT cache is made by one option. */
	private static final int AOT = 25;

	private static final Path SYSTEM = Path.of("/usr/lib/jvm");

	/**
	 * Return the one that is asked for, or the newest that is found.
	 */
	static Jdk choose(@Nullable Path wanted) throws IOException {
		if (wanted != null) {
			return at(wanted);
		}
		List<Jdk> found = new ArrayList<>(List.of(at(Path.of(System.getProperty("java.home")))));
		if (Files.isDirectory(SYSTEM)) {
			try (Stream<Path> homes = Files.list(SYSTEM)) {
				for (Path home : homes.filter(Jdk::isJdk).sorted().toList()) {
					found.add(at(home));
				}
			}
		}
		return found.stream().max(Comparator.comparingInt(Jdk::feature)).orElseThrow();
	}

	Path java() {
		return this.home.resolve("bin").resolve("java");
	}

	int feature() {
		return Integer.parseInt(this.version.split("[.+-]")[0]);
	}

	boolean hasAotCache() {
		return feature() >= AOT;
	}

	private static boolean isJdk(Path home) {
		return Files.isExecutable(home.resolve("bin/java")) && Files.isRegularFile(home.resolve("release"));
	}

	private static Jdk at(Path home) throws IOException {
		Properties release = new Properties();
		try (var in = Files.newBufferedReader(home.resolve("release"))) {
			release.load(in);
		}
		return new Jdk(home, release.getProperty("JAVA_VERSION").replace("\"", ""));
	}

}
