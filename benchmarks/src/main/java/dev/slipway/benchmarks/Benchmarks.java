package dev.slipway.benchmarks;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;

import dev.slipway.testing.Cluster;
import dev.slipway.testing.PostgresTools;
import dev.slipway.testing.TestPostgres;

import org.springframework.util.FileSystemUtils;

/**
 * Measures Slipway and others side by side, on a PostgreSQL that it starts itself, and
 * writes what it found as Markdown and as a plot.
 */
public final class Benchmarks {

	/** One round, however long it takes. */
	private static final Duration UNLIMITED = Duration.ofDays(1);

	private final Settings settings;

	private final Bench bench;

	private final Path programs;

	private final PrintStream progress = System.err;

	private Benchmarks(Settings settings, Bench bench, Path programs) {
		this.settings = settings;
		this.bench = bench;
		this.programs = programs;
	}

	/**
	 * Measure.
	 * @param arguments as {@code --help} shows them
	 */
	public static void main(String[] arguments) throws Exception {
		if (List.of(arguments).contains("--help")) {
			System.out.print(Settings.USAGE);
			return;
		}
		Settings settings;
		try {
			settings = Settings.of(arguments);
		}
		catch (IllegalArgumentException ex) {
			System.err.println("This is no option: " + ex.getMessage());
			System.err.print(Settings.USAGE);
			System.exit(2);
			return;
		}
		Path programs = (PostgresTools.areInstalled() && !settings.embedded()) ? PostgresTools.programs()
				: TestPostgres.embeddedPrograms();
		Path folder = Files.createTempDirectory("slipway-benchmarks-");
		Runtime.getRuntime().addShutdownHook(new Thread(() -> delete(folder), "end-of-benchmarks"));
		int failures;
		try (Cluster cluster = Cluster.start(programs)) {
			Bench bench = new Bench(settings, Jdk.choose(settings.jdk()), ClassPaths.find(), cluster, folder);
			failures = new Benchmarks(settings, bench, programs).measure(arguments);
		}
		System.exit((failures == 0) ? 0 : 1);
	}

	private int measure(String... arguments) throws Exception {
		long begin = System.nanoTime();
		Report body = new Report();
		Path plot = this.settings.report()
			.resolveSibling(this.settings.report().getFileName().toString().replaceFirst("\\.md$", "") + ".svg");
		Rounds rounds = new Rounds(this.settings.repetitions(), this.settings.timePerCell(), this.progress);
		Rounds once = new Rounds(1, UNLIMITED, this.progress);
		for (Settings.Part part : this.settings.parts()) {
			long before = System.nanoTime();
			switch (part) {
				case STEPS -> new Steps(this.bench).measure(rounds, body, plot.getFileName().toString());
				case STARTS -> new Starts(this.bench).measure(rounds, body);
				case WIRE -> new Wire(this.bench, rounds).measure(once, body);
				case RACE -> new Race(this.bench).measure(rounds, body);
				case SERVER -> new ServerTime(this.bench, this.programs).measure(body);
				case JAR -> new JarBytes(this.bench.classPaths()).measure(body);
				case JMH -> new Microbenchmarks(this.bench).measure(body);
			}
			this.progress.println(part + " took " + since(before));
		}
		Report head = new Report();
		new Machine(this.bench).describe(head, Arrays.asList(arguments), since(begin));
		body.write(this.settings.report(), plot, head);
		new PrintStream(System.out, true, StandardCharsets.UTF_8).print(head.markdown() + "\n" + body.markdown());
		return body.failures().size();
	}

	private static void delete(Path folder) {
		try {
			FileSystemUtils.deleteRecursively(folder);
		}
		catch (IOException ex) {
			System.err.println(folder + " was not deleted: " + ex.getMessage());
		}
	}

	private static String since(long begin) {
		Duration duration = Duration.ofNanos(System.nanoTime() - begin);
		return duration.toMinutes() + " min " + duration.toSecondsPart() + " s";
	}

}
