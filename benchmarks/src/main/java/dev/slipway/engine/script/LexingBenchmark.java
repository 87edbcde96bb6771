package dev.slipway.engine.script;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

import dev.slipway.engine.sql.SqlSyntaxException;
import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;

/**
 * How fast a dump is split into statements, and how much is allocated for each. The main
 * method prints both figures; {@code org.openjdk.jmh.Main} with its own options measures
 * anything else.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Fork(value = 1, jvmArgsAppend = "-Xmx2g")
@Warmup(iterations = 4, time = 2)
@Measurement(iterations = 5, time = 2)
public class LexingBenchmark {

	/** What is read. */
	@Param
	public Dump dump = Dump.INSERTS;

	private byte[] content = {};

	/**
	 * Write the dump.
	 */
	@Setup
	public void write() {
		this.content = this.dump.text.get().getBytes(StandardCharsets.UTF_8);
	}

	/**
	 * Split the dump, from its bytes on.
	 * @param read what was read
	 * @return how many statements it has
	 * @throws SqlSyntaxException never
	 * @throws IOException never
	 */
	@Benchmark
	public int split(Read read) throws SqlSyntaxException, IOException {
		int count = 0;
		try (ScriptStatements statements = new ScriptStatements(
				Utf8Reader.again(new ByteArrayInputStream(this.content), null), new Sections(null, false, "1_a.sql"),
				false)) {
			while (statements.read() != null) {
				count++;
			}
		}
		read.megabytes += this.content.length / 1e6;
		read.statements += count;
		return count;
	}

	/**
	 * Print the speed and the allocation per statement.
	 * @param arguments none
	 */
	public static void main(String[] arguments) throws RunnerException {
		Collection<RunResult> results = new Runner(new OptionsBuilder().include(LexingBenchmark.class.getSimpleName())
			.addProfiler(GCProfiler.class)
			.build()).run();
		for (RunResult result : results) {
			double splits = result.getPrimaryResult().getScore();
			double statements = score(result, "statements") / splits;
			System.out.printf(
					"%-8s %,8.0f MB/s, %,d statements, %,.0f bytes allocated for each, %.2f for each byte read%n",
					result.getParams().getParam("dump"), score(result, "megabytes"), Math.round(statements),
					score(result, "gc.alloc.rate.norm") / statements,
					score(result, "gc.alloc.rate.norm") / (score(result, "megabytes") / splits * 1e6));
		}
	}

	private static double score(RunResult result, String name) {
		return result.getSecondaryResults()
			.keySet()
			.stream()
			.filter((key) -> key.endsWith(name))
			.mapToDouble((key) -> Objects.requireNonNull(result.getSecondaryResults().get(key), key).getScore())
			.findFirst()
			.orElse(Double.NaN);
	}

	/**
	 * What a dump is made of.
	 */
	public enum Dump {

		/** As {@code pg_dump --inserts} writes it. */
		INSERTS(DumpText::withInserts),

		/** As {@code pg_dump} writes it: nearly all of it is data for COPY. */
		COPY(DumpText::withData);

		private final Supplier<String> text;

		Dump(Supplier<String> text) {
			this.text = text;
		}

	}

	/**
	 * What was read in a second.
	 */
	@State(Scope.Thread)
	@AuxCounters(AuxCounters.Type.OPERATIONS)
	public static class Read {

		/** Millions of bytes. */
		public double megabytes;

		/** Statements. */
		public long statements;

	}

}
