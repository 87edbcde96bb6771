package dev.slipway.engine.history;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

import dev.slipway.engine.files.MigrationSet;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

import org.springframework.util.FileSystemUtils;

/**
 * How fast the digest of 10,000 files is made that the server compares with its rows.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Fork(value = 1, jvmArgsAppend = "-Xmx1g")
@Warmup(iterations = 4, time = 2)
@Measurement(iterations = 5, time = 2)
public class DigestBenchmark {

	private static final int FILES = 10_000;

	private @Nullable Path folder;

	private @Nullable MigrationSet set;

	/**
	 * Write the files.
	 * @throws IOException if they cannot be written
	 */
	@Setup
	public void write() throws IOException {
		this.folder = Files.createTempDirectory("slipway-digest-");
		this.set = AppliedFiles.write(this.folder, FILES);
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
	 * Make the digest.
	 * @return the digest
	 */
	@Benchmark
	public @Nullable HistoryDigest digest() {
		if (this.set == null) {
			throw new IllegalStateException("the files are not written");
		}
		return HistoryDigest.of(this.set);
	}

}
