package dev.slipway.engine.plan;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

import dev.slipway.MigratorOptions;
import dev.slipway.engine.files.MigrationSet;
import dev.slipway.engine.history.AppliedFiles;
import dev.slipway.engine.history.AppliedInRun;
import dev.slipway.engine.history.History;
import org.jspecify.annotations.Nullable;
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
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

import org.springframework.util.FileSystemUtils;

/**
 * How fast 10,000 files are compared with a history.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Fork(value = 1, jvmArgsAppend = "-Xmx1g")
@Warmup(iterations = 4, time = 2)
@Measurement(iterations = 5, time = 2)
public class PlannerBenchmark {

	private static final int FILES = 10_000;

	/** How many of the files are applied. */
	@Param({ "0", "5000", "10000" })
	public int applied;

	private @Nullable Path folder;

	private @Nullable Planner planner;

	private @Nullable History history;

	/**
	 * Write the files.
	 * @throws IOException if they cannot be written
	 */
	@Setup
	public void write() throws IOException {
		this.folder = Files.createTempDirectory("slipway-planner-");
		MigrationSet set = AppliedFiles.write(this.folder, FILES);
		this.planner = new Planner(MigratorOptions.of(""), new AppliedInRun("run", set));
		this.history = AppliedFiles.of(set, this.applied);
	}

	/**
	 * Delete the files.
	 * @throws IOException if they cannot be deleted
	 */
	@TearDown
	public void delete() throws IOException {
		FileSystemUtils.deleteRecursively(this.folder);
	}

	/**
	 * Compare files and history.
	 * @return the plan
	 */
	@Benchmark
	public Plan compare() {
		if (this.planner == null || this.history == null) {
			throw new IllegalStateException("the files are not written");
		}
		return this.planner.compare(this.history);
	}

}
