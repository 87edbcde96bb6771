package dev.slipway.testing;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * PostgreSQL's own programs, all of one installation: the folder that the system property
 * {@code slipway.test.pg.bin} names, else the newest of Debian's, else one on the path.
 * The embedded binaries have neither {@code psql} nor {@code pg_dump}, and both refuse a
 * server that is newer than they are, which is why there is a {@link ToolsServer}.
 */
public final class PostgresTools {

	/**
	 * What a test that is skipped says.
	 */
	public static final String MISSING = "psql, pg_dump, initdb and pg_ctl are not installed here in version 15 or "
			+ "newer (Debian's package postgresql has them); name their folder with -Dslipway.test.pg.bin";

	private static final List<String> PROGRAMS = List.of("psql", "pg_dump", "initdb", "pg_ctl");

	/** What the tests' own scripts need. */
	private static final int OLDEST = 15;

	private static final Path DEBIAN = Path.of("/usr/lib/postgresql");

	/**
	 * Newer versions of pg_dump write a random word, so that data cannot be a command.
	 */
	private static final Pattern RANDOM_WORD = Pattern.compile("(?m)^(\\\\(?:un)?restrict) \\w+$");

	private PostgresTools() {
	}

	/**
	 * Return whether the programs are installed here.
	 */
	public static boolean areInstalled() {
		return folder().isPresent();
	}

	/**
	 * Run a script through psql, which stops at the first error.
	 * @param database where to run it
	 * @param script the script
	 * @param options more options, such as {@code -1}
	 * @throws ToolFailedException if psql ends with an error
	 */
	public static void psql(TestDatabase database, Path script, String... options) {
		List<String> command = connected("psql", database);
		command.addAll(List.of("-X", "-q", "-v", "ON_ERROR_STOP=1"));
		command.addAll(List.of(options));
		command.addAll(List.of("-f", script.toString()));
		run(command);
	}

	/**
	 * Dump a database.
	 * @param database the database
	 * @param options options of pg_dump
	 * @return the dump, with the random words in it replaced
	 * @throws ToolFailedException if pg_dump ends with an error
	 */
	public static String dump(TestDatabase database, String... options) {
		try {
			Path file = Files.createTempFile("slipway-dump-", ".sql");
			try {
				dump(database, file, options);
				return comparable(Files.readString(file));
			}
			finally {
				Files.delete(file);
			}
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * Dump a database into a file, as it is.
	 * @param database the database
	 * @param file the file
	 * @param options options of pg_dump
	 * @throws ToolFailedException if pg_dump ends with an error
	 */
	public static void dump(TestDatabase database, Path file, String... options) {
		List<String> command = connected("pg_dump", database);
		command.addAll(List.of("-f", file.toString()));
		command.addAll(List.of(options));
		run(command);
	}

	/**
	 * Return a dump with the random words in it replaced: two dumps of one database are
	 * then equal.
	 */
	public static String comparable(String dump) {
		return RANDOM_WORD.matcher(dump).replaceAll("$1 word");
	}

	/**
	 * Return the folder of the programs.
	 * @throws IllegalStateException if they are not installed here
	 */
	public static Path programs() {
		return folder().orElseThrow(() -> new IllegalStateException(MISSING));
	}

	static String run(List<String> command) {
		try {
			ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true)
				.redirectInput(new File("/dev/null"));
			builder.environment().keySet().removeIf((name) -> name.startsWith("PG"));
			builder.environment().put("PGCLIENTENCODING", "UTF8");
			Process process = builder.start();
			String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
			if (!process.waitFor(1, TimeUnit.MINUTES) || process.exitValue() != 0) {
				process.destroyForcibly();
				throw new ToolFailedException(String.join(" ", command) + " failed:\n" + output);
			}
			return output;
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException(ex);
		}
	}

	private static List<String> connected(String program, TestDatabase database) {
		return new ArrayList<>(List.of(programs().resolve(program).toString(), "-w", "-h", database.host(), "-p",
				String.valueOf(database.port()), "-U", database.username(), "-d", database.name()));
	}

	private static Optional<Path> folder() {
		String named = System.getProperty("slipway.test.pg.bin", "");
		if (!named.isBlank()) {
			return Optional.of(Path.of(named));
		}
		return Stream.concat(debian().stream(), path()).filter(PostgresTools::hasAll).findFirst();
	}

	private static List<Path> debian() {
		if (!Files.isDirectory(DEBIAN)) {
			return List.of();
		}
		try (Stream<Path> versions = Files.list(DEBIAN)) {
			return versions.filter((version) -> version(version) >= OLDEST)
				.sorted(Comparator.comparingInt(PostgresTools::version).reversed())
				.map((version) -> version.resolve("bin"))
				.toList();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static int version(Path folder) {
		String name = folder.getFileName().toString();
		return name.matches("\\d+") ? Integer.parseInt(name) : 0;
	}

	private static Stream<Path> path() {
		return Stream.of(Optional.ofNullable(System.getenv("PATH")).orElse("").split(File.pathSeparator))
			.filter((folder) -> !folder.isBlank())
			.map(Path::of);
	}

	private static boolean hasAll(Path folder) {
		return PROGRAMS.stream().allMatch((program) -> Files.isExecutable(folder.resolve(program)));
	}

	/**
	 * A program ended with an error.
	 */
	public static final class ToolFailedException extends RuntimeException {

		private static final long serialVersionUID = 1L;

		ToolFailedException(String message) {
			super(message);
		}

	}

}
