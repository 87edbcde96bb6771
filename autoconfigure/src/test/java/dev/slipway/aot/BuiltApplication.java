package dev.slipway.aot;

import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * {@link AotApplication} as Spring Boot's Maven plugin processes it ahead of time, and
 * processes that run it.
 *
 * @param folder what the build has written, and the resources of the application
 */
record BuiltApplication(Path folder) {

	private static final String PROCESSOR = "org.springframework.boot.SpringApplicationAotProcessor";

	/** Build it. The arguments are the configuration that the build knows. */
	BuiltApplication build(String... arguments) {
		try {
			for (String each : List.of("sources", "classes")) {
				Files.createDirectories(this.folder.resolve(each));
			}
			List<String> command = new ArrayList<>(List.of(PROCESSOR, AotApplication.class.getName(), path("sources"),
					path("classes"), path("classes"), "test", "test"));
			command.addAll(List.of(arguments));
			Result result = java(classPath(), List.of(), command);
			assertThat(result.exit()).as(result.output()).isZero();
			compile();
			return this;
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private void compile() throws IOException {
		JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
		List<String> arguments = new ArrayList<>(
				List.of("-proc:none", "-nowarn", "-d", path("classes"), "-cp", classPath()));
		try (Stream<Path> sources = Files.walk(this.folder.resolve("sources"))) {
			sources.map(Path::toString).filter((name) -> name.endsWith(".java")).forEach(arguments::add);
		}
		assertThat(compiler.run(null, null, null, arguments.toArray(String[]::new))).isZero();
	}

	/** The same with jars in place of folders, which a cache of classes cannot have. */
	BuiltApplication packed() {
		try {
			int n = 0;
			for (String root : classPath().split(File.pathSeparator)) {
				if (Files.isDirectory(Path.of(root))) {
					pack(Path.of(root), this.folder.resolve("root" + n++ + ".jar"));
				}
			}
			return this;
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static void pack(Path root, Path jar) throws IOException {
		try (OutputStream file = Files.newOutputStream(jar);
				ZipOutputStream out = new ZipOutputStream(file);
				Stream<Path> paths = Files.walk(root)) {
			for (Path path : paths.filter(Files::isRegularFile).toList()) {
				out.putNextEntry(new ZipEntry(root.relativize(path).toString().replace(File.separatorChar, '/')));
				Files.copy(path, out);
			}
		}
	}

	/** Run it from jars only, after {@link #packed()}. */
	Result runPacked(List<String> options, String... arguments) {
		List<String> roots = new ArrayList<>();
		int n = 0;
		for (String root : classPath().split(File.pathSeparator)) {
			roots.add(Files.isDirectory(Path.of(root)) ? path("root" + n++ + ".jar") : root);
		}
		return run(roots, options, arguments);
	}

	/** Read what the build has written. */
	String written(String name) {
		try {
			return Files.readString(this.folder.resolve("classes").resolve(name));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/** Run it as it was built. */
	Result run(List<String> options, String... arguments) {
		return run(List.of(classPath()), options, arguments);
	}

	private Result run(List<String> roots, List<String> options, String... arguments) {
		List<String> all = new ArrayList<>(List.of("-Dspring.aot.enabled=true"));
		all.addAll(options);
		List<String> command = new ArrayList<>(List.of(AotApplication.class.getName()));
		command.addAll(List.of(arguments));
		return java(String.join(File.pathSeparator, roots), all, command);
	}

	private Result java(String classPath, List<String> options, List<String> arguments) {
		try {
			List<String> command = new ArrayList<>(
					List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-cp", classPath));
			command.addAll(options);
			command.addAll(arguments);
			Path output = Files.createTempFile(this.folder, "output", ".txt");
			Process process = new ProcessBuilder(command).redirectErrorStream(true)
				.redirectOutput(output.toFile())
				.start();
			try {
				assertThat(process.waitFor(5, TimeUnit.MINUTES)).as("the process has ended").isTrue();
				return new Result(process.exitValue(), Files.readString(output));
			}
			finally {
				process.destroyForcibly();
			}
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException(ex);
		}
	}

	private String classPath() {
		return String.join(File.pathSeparator, path("classes"), path("resources"),
				System.getProperty("java.class.path"));
	}

	private String path(String name) {
		return this.folder.resolve(name).toString();
	}

	/**
	 * What a process came to.
	 *
	 * @param exit its exit code
	 * @param output all that it has printed
	 */
	record Result(int exit, String output) {

	}

}
