package dev.slipway.benchmarks;

import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;

import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;

import org.jspecify.annotations.Nullable;

/**
 * The measured application as a build processes it ahead of time: with the code that
 * Spring Boot generates and the index that Slipway writes, in one jar with its files.
 */
final class ProcessedApplications {

	private static final String PROCESSOR = "org.springframework.boot.SpringApplicationAotProcessor";

	private final Jdk jdk;

	private final ClassPaths classPaths;

	private final Path folder;

	private final Map<String, Path> made = new HashMap<>();

	/**
	 * Create them.
	 * @param folder an empty folder for them
	 */
	ProcessedApplications(Jdk jdk, ClassPaths classPaths, Path folder) {
		this.jdk = jdk;
		this.classPaths = classPaths;
		this.folder = folder;
	}

	/**
	 * The jar of an application with a tool.
	 * @param files the jar with its migrations, {@code null} for none
	 */
	Path jar(Tool tool, @Nullable Path files) throws IOException, InterruptedException {
		String name = "processed-" + ((files != null) ? files.getFileName() : tool.id() + ".jar");
		Path jar = this.made.get(name);
		if (jar == null) {
			jar = this.folder.resolve(name);
			Path written = Files.createTempDirectory(this.folder, "processed-");
			String classPath = this.classPaths.of(tool, files);
			process(classPath, written);
			compile(classPath, written);
			pack(written.resolve("classes"), files, jar);
			this.made.put(name, jar);
		}
		return jar;
	}

	/** As the plugins of Maven and Gradle do it. */
	private void process(String classPath, Path written) throws IOException, InterruptedException {
		String classes = written.resolve("classes").toString();
		try (MeasuredJvm processor = MeasuredJvm.start(List.of(this.jdk.java().toString(), "-cp", classPath, PROCESSOR,
				"dev.slipway.benchmarks.application.MeasuredApplication", written.resolve("sources").toString(),
				classes, classes, "dev.slipway", "measured"))) {
			processor.end();
		}
	}

	private static void compile(String classPath, Path written) throws IOException {
		JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
		if (compiler == null) {
			throw new IOException("what was generated ahead of time cannot be compiled: this JVM is of no JDK");
		}
		String classes = written.resolve("classes").toString();
		// The measured JVM may be older than this one.
		List<String> arguments = new ArrayList<>(List.of("--release", "17", "-proc:none", "-nowarn", "-d", classes,
				"-cp", classes + File.pathSeparator + classPath));
		try (Stream<Path> sources = Files.walk(written.resolve("sources"))) {
			sources.map(Path::toString).filter((name) -> name.endsWith(".java")).forEach(arguments::add);
		}
		ByteArrayOutputStream output = new ByteArrayOutputStream();
		if (compiler.run(null, output, output, arguments.toArray(String[]::new)) != 0) {
			throw new IOException(
					"what was generated ahead of time was not compiled: " + output.toString(StandardCharsets.UTF_8));
		}
	}

	private static void pack(Path classes, @Nullable Path files, Path jar) throws IOException {
		try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar));
				Stream<Path> written = Files.walk(classes)) {
			if (files != null) {
				copy(files, out);
			}
			for (Path path : written.filter(Files::isRegularFile).sorted().toList()) {
				out.putNextEntry(new JarEntry(classes.relativize(path).toString().replace(File.separatorChar, '/')));
				Files.copy(path, out);
				out.closeEntry();
			}
		}
	}

	private static void copy(Path files, JarOutputStream out) throws IOException {
		try (JarFile jar = new JarFile(files.toFile())) {
			for (JarEntry entry : Collections.list(jar.entries())) {
				out.putNextEntry(new JarEntry(entry.getName()));
				jar.getInputStream(entry).transferTo(out);
				out.closeEntry();
			}
		}
	}

}
