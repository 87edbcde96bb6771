package dev.slipway.boot;

import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

import dev.slipway.Migrator;
import dev.slipway.MigratorOptions;
import dev.slipway.testing.Scripts;
import dev.slipway.testing.TestDatabase;
import dev.slipway.testing.TestPostgres;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Counts what a start with nothing pending loads: classes that nobody has loaded before
 * are its cost. A lambda and a method reference are a class each, also where the list is
 * empty that they would be called for.
 */
class StartCostTests {

	/**
	 * Classes and lambdas of ours. The numbers only fall: who needs one more class on
	 * this path says why, or does without it. The budget of both together is 150. Java 25
	 * loads six classes more than Java 17, to verify others. Among them are the runner,
	 * its initializer and what looks for beans that need it, two events and the reports,
	 * the search for the history's schema, and what code migrations and listeners are.
	 * Four belong to the arguments that the test starts with.
	 */
	private static final int MOST_CLASSES = 135;

	private static final int MOST_LAMBDAS = 10;

	/** What shows migrations to those who run the application: its part with Actuator. */
	private static final int MOST_OF_ACTUATOR = 20;

	private static final Pattern ACTUATOR = Pattern
		.compile("/(spring-boot-(starter-)?(actuator|health|micrometer)[^/]*|micrometer-(core|jakarta9)[^/]*)\\.jar$");

	/** A class, or a lambda, whose name differs between releases of Java. */
	private static final Pattern LOADED = Pattern.compile(" (dev\\.slipway\\.[\\w.$]+?)(\\$\\$Lambda\\S*)? source:");

	private final TestDatabase database = TestPostgres.server().createDatabase();

	private final Path folder;

	StartCostTests(@TempDir Path folder) {
		this.folder = folder;
	}

	@Test
	void startWithNothingPendingLoadsFewClasses() throws Exception {
		Set<String> loaded = start(false);
		Set<String> lambdas = lambdas(loaded);
		loaded.removeAll(lambdas);
		assertThat(lambdas).as("lambdas").hasSizeLessThanOrEqualTo(MOST_LAMBDAS);
		assertThat(loaded).as("classes").hasSizeLessThanOrEqualTo(MOST_CLASSES);
		assertThat(loaded).noneMatch((name) -> name.startsWith("dev.slipway.boot.actuate."));
	}

	@Test
	void startWithActuatorLoadsFewMore() throws Exception {
		Set<String> loaded = start(true);
		Set<String> actuate = loaded.stream()
			.filter((name) -> name.startsWith("dev.slipway.boot.actuate."))
			.collect(Collectors.toSet());
		assertThat(actuate).as("classes and lambdas").isNotEmpty().hasSizeLessThanOrEqualTo(MOST_OF_ACTUATOR);
		assertThat(loaded).as("all").hasSizeLessThanOrEqualTo(MOST_CLASSES + MOST_LAMBDAS + MOST_OF_ACTUATOR);
	}

	private static Set<String> lambdas(Set<String> loaded) {
		return loaded.stream().filter((name) -> name.contains("$$Lambda")).collect(Collectors.toSet());
	}

	private Set<String> start(boolean actuator) throws Exception {
		Scripts folder = new Scripts(this.folder.resolve("root/start/cost"));
		Scripts jar = new Scripts(this.folder.resolve("jar"));
		for (int i = 100; i < 150; i++) {
			folder.write(i + "_in_folder.sql", "select " + i + ";");
			jar.write((i + 50) + "_in_jar.sql", "select " + (i + 50) + ";");
		}
		Migrator.of(this.database.dataSource(), MigratorOptions.of("").withLocations(folder.location(), jar.location()))
			.migrate();
		return start(actuator, this.folder.resolve("root"), pack(jar.folder(), this.folder.resolve("some.jar")));
	}

	/** Without an entry for the folder. */
	private static Path pack(Path folder, Path jar) throws IOException {
		try (OutputStream file = Files.newOutputStream(jar);
				ZipOutputStream out = new ZipOutputStream(file);
				Stream<Path> scripts = Files.list(folder)) {
			for (Path script : scripts.toList()) {
				out.putNextEntry(new ZipEntry("start/cost/" + script.getFileName()));
				Files.copy(script, out);
			}
		}
		return jar;
	}

	/** Start an application that is up to date, and return what of ours it has loaded. */
	private Set<String> start(boolean actuator, Path... roots) throws Exception {
		Path log = this.folder.resolve("classes.txt");
		Path output = this.folder.resolve("output.txt");
		String classPath = Stream
			.concat(Stream.of(System.getProperty("java.class.path").split(File.pathSeparator)), Stream.of(roots))
			.map(Object::toString)
			.filter((entry) -> actuator || !ACTUATOR.matcher(entry).find())
			.collect(Collectors.joining(File.pathSeparator));
		Process process = new ProcessBuilder(List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
				"-Xlog:class+load:file=" + log + "::filecount=0", "-cp", classPath, UpToDateApplication.class.getName(),
				"--spring.main.web-application-type=none", "--spring.main.log-startup-info=false",
				"--slipway.locations=classpath:start/cost", "--spring.datasource.url=" + this.database.url(),
				"--spring.datasource.username=" + this.database.username(),
				"--spring.datasource.password=" + this.database.password()))
			.redirectErrorStream(true)
			.redirectOutput(output.toFile())
			.start();
		try {
			assertThat(process.waitFor(5, TimeUnit.MINUTES)).as("the process has ended").isTrue();
			assertThat(Files.readString(output)).contains("is up to date at version 199: nothing to apply");
			return loaded(log);
		}
		finally {
			process.destroyForcibly();
		}
	}

	private static Set<String> loaded(Path log) throws IOException, URISyntaxException {
		Path tests = Path.of(UpToDateApplication.class.getProtectionDomain().getCodeSource().getLocation().toURI());
		Set<String> loaded = new TreeSet<>();
		for (String line : Files.readAllLines(log)) {
			Matcher matcher = LOADED.matcher(line);
			if (matcher.find() && !isOfTests(tests, matcher.group(1))) {
				loaded.add(matcher.group(1) + Objects.toString(matcher.group(2), ""));
			}
		}
		return loaded;
	}

	/** Hibernate makes classes of the tests' entities, nested in those. */
	private static boolean isOfTests(Path tests, String name) {
		String outermost = name.replaceFirst("\\$.*", "").replace('.', '/');
		return Files.exists(tests.resolve(outermost + ".class"));
	}

}
