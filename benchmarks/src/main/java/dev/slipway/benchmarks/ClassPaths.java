package dev.slipway.benchmarks;

import java.io.File;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

/**
 * The jars of the measured applications, which the build has put into a folder for each.
 */
final class ClassPaths {

	private final Path applications;

	private final Path application;

	private ClassPaths(Path jar) {
		this.application = jar.resolveSibling("slipway-benchmarks-application.jar");
		this.applications = jar.resolve("../../applications").normalize();
	}

	/**
	 * Return those beside the jar that this class is in.
	 */
	static ClassPaths find() throws URISyntaxException {
		Path jar = Path.of(ClassPaths.class.getProtectionDomain().getCodeSource().getLocation().toURI());
		return new ClassPaths(jar.toAbsolutePath());
	}

	/**
	 * Return the class path of an application with a tool.
	 * @param files the jar with its migrations, {@code null} for none
	 */
	String of(Tool tool, @Nullable Path files) throws IOException {
		List<Path> jars = new ArrayList<>(List.of(this.application));
		if (files != null) {
			jars.add(files);
		}
		jars.addAll(libraries(tool));
		return jars.stream().map(Path::toString).collect(Collectors.joining(File.pathSeparator));
	}

	/** The jars that an application with a tool has and one without does not. */
	List<Path> added(Tool tool) throws IOException {
		List<String> without = libraries(Tool.NONE).stream().map((jar) -> jar.getFileName().toString()).toList();
		return libraries(tool).stream().filter((jar) -> !without.contains(jar.getFileName().toString())).toList();
	}

	/** The version of a library, such as {@code 12.4.0} for {@code flyway-core}. */
	String version(Tool tool, String library) throws IOException {
		Optional<String> jar = libraries(tool).stream()
			.map((path) -> path.getFileName().toString())
			.filter((name) -> name.matches(library + "-\\d.*\\.jar"))
			.findFirst();
		return jar.map((name) -> name.substring(library.length() + 1, name.length() - ".jar".length()))
			.orElseThrow(() -> new IllegalStateException(library + " is not among the jars of " + tool.label()));
	}

	private List<Path> libraries(Tool tool) throws IOException {
		Path base = tool.isStarter() ? this.applications.resolve(tool.base().id()) : this.applications;
		try (Stream<Path> jars = Files.list(base.resolve("target").resolve("lib"))) {
			return jars.sorted().toList();
		}
	}

}
