package dev.slipway.benchmarks;

import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/**
 * What is measured, and how often.
 *
 * @param quick whether only the small amounts of work are measured
 * @param all whether Liquibase is measured with a thousand files and more, too
 * @param parts what is measured
 * @param repetitions how often each cell is measured, if its time allows it
 * @param timePerCell the time after which a cell is not measured again
 * @param longestWait the longest time that one run may be expected to wait for the
 * network; above, its time is computed
 * @param embedded whether the server is the embedded one although another is installed
 * @param dbmate the folder in which dbmate's npm package was installed
 * @param jdk the home of the JDK of the measured JVMs, {@code null} for the newest
 * @param report the document that gets the tables
 */
record Settings(boolean quick, boolean all, Set<Part> parts, int repetitions, Duration timePerCell,
		Duration longestWait, boolean embedded, @Nullable Path dbmate, @Nullable Path jdk, Path report) {

	static final String USAGE = """
			java -jar slipway-benchmarks.jar [option...]

			--quick                 a few minutes: small amounts of work, 3 repetitions
			--all                   Liquibase with 1,000 and 5,000 files, too: many minutes more
			--parts=A,B             only some of: steps, starts, wire, race, server, jar, jmh
			--repetitions=N         how often each cell is measured (7)
			--seconds-per-cell=N    a cell that has taken so long is not measured again (18)
			--longest-wait=SECONDS  a run that would wait longer for the network is computed, not made (30)
			--postgres=embedded     the embedded PostgreSQL, although one is installed
			--dbmate=FOLDER         where npm has installed dbmate; without it, dbmate is left out
			--jdk=FOLDER            the JDK of the measured JVMs (the newest that is found)
			--report=FILE           the Markdown file that gets the tables between its two markers, and the
			                        plot beside it (benchmarks/target/performance.md)
			""";

	private static final Set<String> OPTIONS = Set.of("--quick", "--all", "--parts=", "--repetitions=",
			"--seconds-per-cell=", "--longest-wait=", "--postgres=", "--dbmate=", "--jdk=", "--report=");

	private static final String DEFAULT_REPORT = "benchmarks/target/performance.md";

	/**
	 * Read the arguments.
	 * @throws IllegalArgumentException if one of them is not known
	 */
	static Settings of(String... arguments) {
		Map<String, String> given = new HashMap<>();
		for (String argument : arguments) {
			int equals = argument.indexOf('=');
			String name = (equals < 0) ? argument : argument.substring(0, equals + 1);
			if (!OPTIONS.contains(name)) {
				throw new IllegalArgumentException(argument);
			}
			given.put(name, argument.substring(equals + 1));
		}
		boolean quick = given.containsKey("--quick");
		String dbmate = given.get("--dbmate=");
		String jdk = given.get("--jdk=");
		return new Settings(quick, given.containsKey("--all"), parts(given.get("--parts=")),
				number(given.get("--repetitions="), quick ? 3 : 7),
				Duration.ofSeconds(number(given.get("--seconds-per-cell="), quick ? 3 : 18)),
				Duration.ofSeconds(number(given.get("--longest-wait="), quick ? 5 : 30)),
				isEmbedded(given.getOrDefault("--postgres=", "installed")), (dbmate != null) ? Path.of(dbmate) : null,
				(jdk != null) ? Path.of(jdk) : null, Path.of(given.getOrDefault("--report=", DEFAULT_REPORT)));
	}

	private static Set<Part> parts(@Nullable String names) {
		if (names == null) {
			return EnumSet.allOf(Part.class);
		}
		Set<Part> parts = EnumSet.noneOf(Part.class);
		for (String name : names.split(",")) {
			parts.add(Part.valueOf(name.toUpperCase(Locale.ROOT)));
		}
		return parts;
	}

	private static int number(@Nullable String number, int otherwise) {
		int value = (number != null) ? Integer.parseInt(number) : otherwise;
		if (value <= 0) {
			throw new IllegalArgumentException(String.valueOf(number));
		}
		return value;
	}

	private static boolean isEmbedded(String value) {
		return switch (value) {
			case "embedded" -> true;
			case "installed" -> false;
			default -> throw new IllegalArgumentException("--postgres=" + value);
		};
	}

	/**
	 * What can be measured.
	 */
	enum Part {

		/** The step alone, in a fresh JVM. */
		STEPS,

		/** The whole process to its first answer. */
		STARTS,

		/** Round trips, connections, bytes, and what a distant database costs. */
		WIRE,

		/** Many that start at once. */
		RACE,

		/** The time of the server. */
		SERVER,

		/** The bytes of jars. */
		JAR,

		/** Lexer, planner and digest. */
		JMH

	}

}
