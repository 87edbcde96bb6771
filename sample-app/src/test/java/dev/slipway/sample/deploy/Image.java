package dev.slipway.sample.deploy;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.spi.ToolProvider;
import java.util.stream.Stream;

/**
 * The image of the Dockerfile as a folder, built without a container engine. In the place
 * of the distroless base it has the Java runtime of the tests and the C libraries that
 * this runtime is linked with.
 *
 * @param root the folder
 * @param entrypoint what a container of the image runs
 * @param user user and group of that process
 */
record Image(Path root, List<String> entrypoint, String user) {

	/** What Spring Boot, Tomcat and the driver need of a runtime. */
	private static final String MODULES = "java.se,jdk.unsupported,jdk.zipfs,jdk.management";

	private static final String JAVA_HOME = "usr/lib/jvm/java";

	/** A line of ldd with the file that the loader finds. */
	private static final Pattern LIBRARY = Pattern.compile("\\s(/\\S+) \\(0x[0-9a-f]+\\)");

	/**
	 * Build the image.
	 * @param folder an empty folder
	 */
	static Image build(Path folder, Dockerfile dockerfile) throws IOException {
		Map<String, Path> stages = new HashMap<>();
		for (Dockerfile.Stage stage : dockerfile.stages()) {
			Path root = Files.createDirectory(folder.resolve("stage-" + stages.size()));
			build(stage, root, stages);
			stages.put(stage.name(), root);
		}
		Dockerfile.Stage last = dockerfile.last();
		Path root = stages.get(last.name());
		addRuntime(root);
		addLibraries(root);
		addWhatEnginesMount(root);
		return new Image(root, last.entrypoint(), last.only("USER"));
	}

	/** Executes the statements that change files. */
	private static void build(Dockerfile.Stage stage, Path root, Map<String, Path> stages) throws IOException {
		Path folder = root;
		for (Dockerfile.Statement statement : stage.statements()) {
			switch (statement.instruction()) {
				case "WORKDIR" -> folder = Files.createDirectories(root.resolve(relative(statement.arguments())));
				case "COPY" -> copy(statement, folder, stages);
				case "RUN" -> run(statement.words(), folder);
				case "VOLUME", "USER", "EXPOSE", "ENTRYPOINT" -> {
				}
				default -> throw new IllegalStateException("this test does not know " + statement);
			}
		}
	}

	private static void copy(Dockerfile.Statement copy, Path target, Map<String, Path> stages) throws IOException {
		List<String> words = copy.words();
		if (words.size() != 2 || !words.get(1).equals("./")) {
			throw new IllegalStateException("this test does not know " + copy);
		}
		String from = copy.option("from");
		Path source = from.isEmpty() ? DeployFiles.CONTEXT.resolve(words.get(0))
				: stages.get(from).resolve(relative(words.get(0)));
		if (Files.isDirectory(source)) {
			copyContent(source, target);
		}
		else {
			Files.copy(source, target.resolve(source.getFileName()));
		}
	}

	private static void copyContent(Path source, Path target) throws IOException {
		try (Stream<Path> files = Files.walk(source)) {
			for (Path file : files.toList()) {
				Path copy = target.resolve(source.relativize(file).toString());
				if (Files.isDirectory(file)) {
					Files.createDirectories(copy);
				}
				else {
					Files.copy(file, copy, StandardCopyOption.COPY_ATTRIBUTES);
				}
			}
		}
	}

	private static void run(List<String> words, Path folder) throws IOException {
		if (!words.get(0).equals("java")) {
			throw new IllegalStateException("this test does not run " + words);
		}
		List<String> command = new ArrayList<>(words);
		command.set(0, Path.of(System.getProperty("java.home"), "bin", "java").toString());
		output(new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true));
	}

	private static void addRuntime(Path root) throws IOException {
		StringWriter output = new StringWriter();
		Path home = root.resolve(JAVA_HOME);
		Files.createDirectories(home.getParent());
		int result = ToolProvider.findFirst("jlink")
			.orElseThrow(() -> new IllegalStateException("the tests need a JDK with jlink"))
			.run(new PrintWriter(output), new PrintWriter(output), "--add-modules", MODULES, "--no-header-files",
					"--no-man-pages", "--output", home.toString());
		if (result != 0) {
			throw new IllegalStateException("jlink: " + output);
		}
		Files.createDirectories(root.resolve("usr/bin"));
		Files.createSymbolicLink(root.resolve("usr/bin/java"), Path.of("/" + JAVA_HOME + "/bin/java"));
	}

	private static void addLibraries(Path root) throws IOException {
		Path home = root.resolve(JAVA_HOME);
		Set<Path> libraries = new TreeSet<>();
		try (Stream<Path> files = Files.walk(home)) {
			for (Path file : files.filter(Image::isLinked).toList()) {
				Matcher found = LIBRARY.matcher(output(new ProcessBuilder("ldd", file.toString())));
				while (found.find()) {
					libraries.add(Path.of(found.group(1)));
				}
			}
		}
		for (Path library : libraries) {
			if (!library.startsWith(home)) {
				Path copy = root.resolve(relative(library.toString()));
				Files.createDirectories(copy.getParent());
				Files.copy(library, copy, StandardCopyOption.COPY_ATTRIBUTES);
			}
		}
	}

	private static boolean isLinked(Path file) {
		return Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)
				&& (file.toString().endsWith(".so") || file.endsWith("bin/java"));
	}

	/**
	 * Docker and Kubernetes mount these files, folders and devices into every container.
	 */
	private static void addWhatEnginesMount(Path root) throws IOException {
		for (String folder : List.of("etc", "proc", "dev", "tmp")) {
			Files.createDirectory(root.resolve(folder));
		}
		Files.writeString(root.resolve("etc/hosts"), "127.0.0.1 localhost\n");
		for (String device : Container.DEVICES) {
			Files.createFile(root.resolve("dev").resolve(device));
		}
	}

	private static String output(ProcessBuilder builder) throws IOException {
		Process process = builder.start();
		String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
		try {
			if (process.waitFor() != 0) {
				throw new IllegalStateException(builder.command() + " failed: " + output);
			}
			return output;
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException(ex);
		}
	}

	private static String relative(String absolute) {
		return absolute.substring(1);
	}

	/** Return all files, as paths in the image. */
	List<String> files() {
		try (Stream<Path> files = Files.walk(this.root)) {
			return files.filter((file) -> !Files.isDirectory(file, LinkOption.NOFOLLOW_LINKS))
				.map((file) -> "/" + this.root.relativize(file))
				.sorted()
				.toList();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
