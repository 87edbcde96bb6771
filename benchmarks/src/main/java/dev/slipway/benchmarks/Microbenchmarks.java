package dev.slipway.benchmarks;

import java.util.Collection;

import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.Options;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/**
 * The parts of the engine that need no database, measured by JMH.
 */
final class Microbenchmarks {

	private final Bench bench;

	Microbenchmarks(Bench bench) {
		this.bench = bench;
	}

	void measure(Report report) throws RunnerException {
		boolean quick = this.bench.settings().quick();
		Options options = new OptionsBuilder().include("dev\\.slipway\\.engine\\..*Benchmark")
			.jvm(this.bench.jdk().java().toString())
			.forks(1)
			.warmupIterations(quick ? 1 : 4)
			.warmupTime(TimeValue.seconds(1))
			.measurementIterations(quick ? 1 : 5)
			.measurementTime(TimeValue.seconds(1))
			.addProfiler(GCProfiler.class)
			.verbosity(VerboseMode.SILENT)
			.build();
		Collection<RunResult> results = new Runner(options).run();
		report.heading("Inside the engine");
		report.paragraph("Measured by JMH in a warm JVM.");
		Table table = new Table("benchmark", "operations a second", "± (99.9 %)", "allocated for each");
		for (RunResult result : results) {
			Result<?> primary = result.getPrimaryResult();
			Result<?> allocated = result.getSecondaryResults().get("gc.alloc.rate.norm");
			table.add(name(result), "%,.2f".formatted(primary.getScore()),
					Double.isNaN(primary.getScoreError()) ? Numbers.NONE : "%,.2f".formatted(primary.getScoreError()),
					(allocated != null) ? Numbers.megabytes(allocated.getScore()) : Numbers.NONE);
		}
		report.table(table);
	}

	private static String name(RunResult result) {
		String method = result.getParams().getBenchmark();
		String simple = method.substring(method.lastIndexOf('.', method.lastIndexOf('.') - 1) + 1);
		StringBuilder name = new StringBuilder("`").append(simple).append('`');
		for (String key : result.getParams().getParamsKeys()) {
			name.append(", ").append(result.getParams().getParam(key));
		}
		return name.toString();
	}

}
