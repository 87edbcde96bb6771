package dev.slipway.benchmarks;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

import dev.slipway.testing.TestDatabase;
import org.jspecify.annotations.Nullable;

/**
 * dbmate as its npm package brings it: a program in a package for each platform.
 */
final class Dbmate {

	private final Path program;

	/**
	 * Find the program.
	 * @param folder where npm has installed its package
	 */
	Dbmate(@Nullable Path folder) throws IOException {
		if (folder == null) {
			throw new IOException("the folder of dbmate is not named");
		}
		Path packages = folder.resolve("node_modules").resolve("@dbmate");
		if (!Files.isDirectory(packages)) {
			throw new IOException("dbmate is not installed in " + folder);
		}
		try (Stream<Path> platforms = Files.list(packages)) {
			this.program = platforms.map((platform) -> platform.resolve("bin").resolve("dbmate"))
				.filter(Files::isExecutable)
				.findFirst()
				.orElseThrow(() -> new IOException("dbmate has no program below " + packages));
		}
	}

	/** Apply what is pending. */
	void migrate(TestDatabase database, Path migrations) throws IOException, InterruptedException {
		run(List.of(this.program.toString(), "--url",
				"postgres://" + database.username() + "@" + database.host() + ":" + database.port() + "/"
						+ database.name() + "?sslmode=disable",
				"--migrations-dir", migrations.toString(), "--no-dump-schema", "migrate"));
	}

	/** The version that it prints. */
	String version() throws IOException, InterruptedException {
		return run(List.of(this.program.toString(), "--version")).strip().replace("dbmate version ", "");
	}

	private static String run(List<String> command) throws IOException, InterruptedException {
		Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
		process.getOutputStream().close();
		String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
		if (process.waitFor() != 0) {
			throw new IOException("dbmate failed: " + output);
		}
		return output;
	}

}
