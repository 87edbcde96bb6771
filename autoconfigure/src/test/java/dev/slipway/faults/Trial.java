package dev.slipway.faults;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.function.Supplier;

import dev.slipway.testing.Cluster;
import dev.slipway.testing.Scripts;
import dev.slipway.testing.TestDatabase;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.util.FileSystemUtils;

/**
 * One time that a fault happens: a database of its own, its replicas, and what was found
 * wrong. Closing it ends what it started; what its replicas printed is kept where
 * something was wrong.
 */
final class Trial implements AutoCloseable {

	/** Longer than anything takes on a machine that does much else. */
	static final Duration PATIENCE = Duration.ofMinutes(2);

	private static final Logger logger = LoggerFactory.getLogger(Trial.class);

	private final List<String> violations = new ArrayList<>();

	private final Map<String, Integer> notes = new TreeMap<>();

	private final List<Replica> replicas = new ArrayList<>();

	private final Faults faults;

	private final Fault fault;

	private final int number;

	private final Path folder;

	private final Random random;

	private Supplier<Cluster> server;

	private @Nullable TestDatabase database;

	Trial(Faults faults, Fault fault, int number, long seed, Path folder) {
		this.faults = faults;
		this.fault = fault;
		this.number = number;
		this.folder = folder;
		this.server = faults::server;
		long own = 31 * (31 * seed + fault.name().hashCode()) + number;
		// The first values of neighbouring seeds would be neighbours themselves.
		this.random = new Random(new SplittableRandom(own).nextLong());
	}

	Fault fault() {
		return this.fault;
	}

	/** Counts from one. */
	int number() {
		return this.number;
	}

	/** The random choices of this trial, which depend on the seed and on nothing else. */
	Random random() {
		return this.random;
	}

	/** Use another server than the shared one. */
	Trial on(Cluster server) {
		this.server = () -> server;
		return this;
	}

	/** A database of the server. */
	TestDatabase database() {
		if (this.database == null) {
			this.database = this.server.get().createDatabase();
		}
		return this.database;
	}

	/** The same database through the pooler. */
	TestDatabase pooled() {
		TestDatabase pooler = this.faults.pooler().database();
		return database().through(pooler.host(), pooler.port());
	}

	/** An empty folder for migrations. */
	Scripts scripts(String name) {
		try {
			return new Scripts(Files.createDirectories(this.folder.resolve(name)));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * Start a replica.
	 * @param settings what it does otherwise than usual, see {@link MigratingReplica}
	 */
	Replica start(TestDatabase database, Scripts scripts, String... settings) {
		return start(database.url(), database.username(), scripts, settings);
	}

	/** Start a replica with a URL of its own. */
	Replica start(String url, String username, Scripts scripts, String... settings) {
		return add(Replica.migrating(url, username, scripts.location(), settings));
	}

	Replica add(Replica replica) {
		this.replicas.add(replica);
		return replica;
	}

	/** Start a replica to which nothing happens: it must find or make everything done. */
	void startCleanly(TestDatabase database, Scripts scripts, String... settings) {
		startCleanly(database.url(), database.username(), scripts, settings);
	}

	/** Start such a replica with a URL of its own. */
	void startCleanly(String url, String username, Scripts scripts, String... settings) {
		Replica replica = start(url, username, scripts, settings);
		replica.awaitExit();
		expect(replica.hasSucceeded(), "the clean start ended with " + replica.ending());
	}

	/** How long a run on such a database takes to which nothing happens. */
	Duration undisturbed(TestDatabase database, Scripts scripts) {
		return this.faults.durations().computeIfAbsent(this.fault, (fault) -> {
			TestDatabase other = this.server.get().createDatabase();
			Replica replica = start(new TestDatabase(database.host(), database.port(), other.name(),
					database.username(), database.password()), scripts);
			replica.awaitBegin();
			long begin = System.nanoTime();
			replica.awaitExit();
			long duration = System.nanoTime() - begin;
			this.server.get().drop(other);
			return Duration.ofNanos(duration);
		});
	}

	/** Wait for a random moment of such a run, or shortly after it. */
	void awaitRandomMoment(Duration undisturbed) throws InterruptedException {
		Thread.sleep(this.random.nextLong(undisturbed.toMillis() * 11 / 10));
	}

	/** Wait until all replicas have ended. */
	void awaitReplicas() {
		this.replicas.forEach(Replica::awaitExit);
	}

	/** Wait for something that must come. */
	void await(String what, Callable<Boolean> condition) {
		try {
			Awaitility.await().atMost(PATIENCE).pollInterval(Duration.ofMillis(10)).until(condition);
		}
		catch (ConditionTimeoutException ex) {
			throw new IllegalStateException("what should have come did not: " + what, ex);
		}
	}

	/** Require that something holds. */
	void expect(boolean holds, String otherwise) {
		if (!holds) {
			violation(otherwise);
		}
	}

	void violation(String what) {
		this.violations.add(what);
		logger.warn("{}, trial {}: {}", this.fault.title(), this.number, what);
	}

	/**
	 * Run it. A trial that cannot come to its end has shown nothing, and is no success.
	 */
	void run(Faults.Attempt attempt) {
		try {
			attempt.run(this);
		}
		catch (Exception | AssertionError ex) {
			StringWriter text = new StringWriter();
			ex.printStackTrace(new PrintWriter(text));
			violation("the trial itself failed: " + text);
		}
	}

	List<String> violations() {
		return this.violations;
	}

	/** Count something worth knowing that is not wrong. */
	void note(String what) {
		this.notes.merge(what, 1, Integer::sum);
	}

	Map<String, Integer> notes() {
		return this.notes;
	}

	@Override
	public void close() {
		for (Replica replica : this.replicas) {
			expect(!replica.isAlive(), "a replica was still running at the end of the trial");
			replica.close();
			expect(replica.hasEndedAsDocumented(), "a replica ended with " + replica.ending());
		}
		try {
			if (this.violations.isEmpty() && !Boolean.getBoolean("slipway.faults.keep")) {
				FileSystemUtils.deleteRecursively(this.folder);
			}
			else {
				keep();
			}
			if (this.database != null) {
				this.server.get().drop(this.database);
			}
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private void keep() throws IOException {
		Files.createDirectories(this.folder);
		Files.write(this.folder.resolve("violations.txt"), this.violations);
		for (int i = 0; i < this.replicas.size(); i++) {
			Files.writeString(this.folder.resolve("replica-" + (i + 1) + ".log"), this.replicas.get(i).output());
		}
	}

}
