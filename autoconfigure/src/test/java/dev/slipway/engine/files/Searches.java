package dev.slipway.engine.files;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

import dev.slipway.InvalidMigrationsException;
import dev.slipway.InvalidMigrationsException.FileProblem;
import dev.slipway.engine.script.ReadingRules;
import dev.slipway.testing.Jars;

import org.springframework.core.io.DefaultResourceLoader;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Searches on a class path that a test makes, and what they find.
 */
final class Searches {

	private Searches() {
	}

	/** Find the migrations of a location, in the order in which they run. */
	static List<String> files(String location, Path... roots) {
		try (URLClassLoader loader = Jars.loader(roots)) {
			return files(location, loader);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	static List<String> files(String location, ClassLoader loader) {
		return read(List.of(location), loader).versioned().stream().map(Migration::fileName).toList();
	}

	/** Find what is wrong with a location. */
	static List<FileProblem> problems(String location, Path... roots) {
		try (URLClassLoader loader = Jars.loader(roots)) {
			read(List.of(location), loader);
			return List.of();
		}
		catch (InvalidMigrationsException ex) {
			return ex.getProblems();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/** Find what is wrong with a folder. */
	static List<FileProblem> problems(Path folder, ReadingRules rules) {
		try {
			read(folder, rules);
			return List.of();
		}
		catch (InvalidMigrationsException ex) {
			return ex.getProblems();
		}
	}

	static List<String> messages(Path folder, ReadingRules rules) {
		return problems(folder, rules).stream().map(FileProblem::description).toList();
	}

	static MigrationSet read(Path folder, ReadingRules rules) {
		return MigrationReader.read("", List.of("file:" + folder), List.of(), new PathMatchingResourcePatternResolver(),
				rules);
	}

	static List<String> messages(String location, Path... roots) {
		return problems(location, roots).stream().map(FileProblem::description).toList();
	}

	static MigrationSet read(List<String> locations, ClassLoader loader) {
		return MigrationReader.read("", locations, List.of(),
				new PathMatchingResourcePatternResolver(new DefaultResourceLoader(loader)), ReadingRules.DEFAULT);
	}

	/** Write files that can be migrations; names that end with a slash are folders. */
	static Path write(Path folder, String... files) {
		try {
			Files.createDirectories(folder);
			for (String file : files) {
				Path path = folder.resolve(file);
				Files.createDirectories(file.endsWith("/") ? path : path.getParent());
				if (!file.endsWith("/")) {
					Files.writeString(path, "select 1;");
				}
			}
			return folder;
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/** Write a jar with the given entries and no others. */
	static Path jar(Path jar, String... entries) {
		try {
			Files.createDirectories(jar.getParent());
			try (OutputStream file = Files.newOutputStream(jar); ZipOutputStream out = new ZipOutputStream(file)) {
				for (String entry : entries) {
					String[] parts = entry.split("=", 2);
					out.putNextEntry(new ZipEntry(parts[0]));
					out.write(content(parts).getBytes());
				}
			}
			return jar;
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static String content(String[] entry) {
		return (entry.length > 1) ? entry[1] : (entry[0].endsWith("/") ? "" : "select 1;");
	}

	/**
	 * Find what is wrong, or else the files, in a process that may not read everything.
	 * Root reads everything, unless it gives the right to do so away.
	 * @param classPath further roots of the process' own class path
	 */
	static List<String> asOrdinaryUser(String location, String classPath, Path... roots) throws Exception {
		List<String> command = new ArrayList<>();
		if (System.getProperty("user.name").equals("root")) {
			String rights = "-dac_override,-dac_read_search";
			command.addAll(List.of("setpriv", "--inh-caps=" + rights, "--bounding-set=" + rights));
		}
		return search(command, location, classPath, Map.of(), roots);
	}

	/** The same in a process whose locale has no characters but ASCII. */
	static List<String> inLocaleC(String location, Path... roots) throws Exception {
		return search(new ArrayList<>(), location, "", Map.of("LC_ALL", "C"), roots);
	}

	private static List<String> search(List<String> command, String location, String classPath,
			Map<String, String> environment, Path... roots) throws Exception {
		command.addAll(List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-cp",
				System.getProperty("java.class.path") + classPath, Searches.class.getName(), location));
		Stream.of(roots).map(Path::toString).forEach(command::add);
		Path output = Files.createTempFile("slipway-search", "");
		try {
			ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true)
				.redirectOutput(output.toFile());
			builder.environment().putAll(environment);
			Process process = builder.start();
			assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
			return Files.readAllLines(output);
		}
		finally {
			Files.delete(output);
		}
	}

	/** Searches a location on some roots, or on the class path of the process. */
	public static void main(String[] arguments) throws IOException {
		Path[] roots = Stream.of(arguments).skip(1).map(Path::of).toArray(Path[]::new);
		try (URLClassLoader loader = Jars.loader(roots)) {
			ClassLoader used = (roots.length > 0) ? loader : ClassLoader.getSystemClassLoader();
			files(arguments[0], used).forEach(System.out::println);
		}
		catch (InvalidMigrationsException ex) {
			ex.getProblems().forEach((problem) -> System.out.println(problem.description()));
		}
	}

}
