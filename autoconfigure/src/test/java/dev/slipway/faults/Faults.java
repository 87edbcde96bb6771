package dev.slipway.faults;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import dev.slipway.testing.Cluster;
import dev.slipway.testing.PostgresTools;
import dev.slipway.testing.Seed;
import dev.slipway.testing.TestPooler;
import dev.slipway.testing.TestPostgres;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assumptions;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.util.FileSystemUtils;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What all trials of a run of the suite share: the server, the pooler, the random seed
 * and the ledger.
 */
final class Faults implements AutoCloseable {

	private static final Logger logger = LoggerFactory.getLogger(Faults.class);

	private static final Path FOLDER = Path.of("target", "faults").toAbsolutePath();

	/**
	 * What the operating system was given survives a crash of the server, so that nothing
	 * need be forced to disk.
	 */
	static final String[] SETTINGS = { "fsync=off", "max_connections=300" };

	/** More than a run needs at once, fewer than sixteen runs could use. */
	static final int POOLED_CONNECTIONS = 12;

	/**
	 * A user by whom the server knows the connections of one replica from the others'.
	 */
	static final String PAUSED = "paused";

	private final boolean brief = "short".equals(System.getProperty("slipway.faults"));

	private final Seed seed = Seed.of("slipway.faults.seed");

	private final @Nullable Integer onlyTrial = Integer.getInteger("slipway.faults.trial");

	private final Ledger ledger = new Ledger(this.brief, this.seed.value());

	private final Map<Fault, Duration> durations = new EnumMap<>(Fault.class);

	private @Nullable Cluster server;

	private @Nullable TestPooler pooler;

	Faults() {
		try {
			FileSystemUtils.deleteRecursively(FOLDER);
			Files.createDirectories(FOLDER);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		logger.info("The fault suite in its {} form, {}", this.brief ? "short" : "full", this.seed);
	}

	/** Whether this is the form of a few minutes. */
	boolean isBrief() {
		return this.brief;
	}

	/** How long an undisturbed run takes, as far as it was measured. */
	Map<Fault, Duration> durations() {
		return this.durations;
	}

	/** The server of all trials that leave it alive. */
	Cluster server() {
		if (this.server == null) {
			this.server = startServer();
		}
		return this.server;
	}

	/**
	 * Start a server for trials that do not leave it alone.
	 */
	static Cluster startServer() {
		Cluster server = Cluster.start(Programs.FOLDER, SETTINGS);
		logger.info("{}", server.database("postgres").query("select version()"));
		server.execute("create role fleet_worker");
		server.execute("create role " + PAUSED + " superuser login");
		return server;
	}

	/** The pooler in front of that server. */
	TestPooler pooler() {
		if (this.pooler == null) {
			this.pooler = startPooler(server());
		}
		return this.pooler;
	}

	/** Start a pooler in front of another server. */
	static TestPooler startPooler(Cluster server) {
		try {
			return TestPooler.start(server.database("postgres"), Files.createTempDirectory(FOLDER, "pooler-"),
					POOLED_CONNECTIONS);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * Let a fault happen through the pooler, as {@link #tryOut(Fault, Attempt)} does.
	 * Where there is no pooler, the trials count as not run.
	 */
	void tryPooled(Fault fault, Attempt attempt) throws Exception {
		if (!TestPooler.isInstalled()) {
			this.ledger.notRun(fault, "PgBouncer is not installed here (Debian's package pgbouncer has it)");
			Assumptions.abort(fault.title() + ": not run, as PgBouncer is not installed here");
		}
		tryOut(fault, attempt);
	}

	/**
	 * Let a fault happen, as often as the form of the suite says. Whatever is wrong does
	 * not end the trials, but fails the test after the last of them.
	 */
	void tryOut(Fault fault, Attempt attempt) throws Exception {
		long begin = System.nanoTime();
		List<Integer> violated = new ArrayList<>();
		int trials = fault.trials(this.brief);
		for (int number = 1; number <= trials; number++) {
			if ((this.onlyTrial == null || this.onlyTrial == number) && !holds(fault, number, attempt)) {
				violated.add(number);
			}
		}
		logger.info("{}: {} trials, violations in {}, {} s", fault.title(), trials, violated,
				Duration.ofNanos(System.nanoTime() - begin).toSeconds());
		assertThat(violated).as("trials with violations under: %s; see %s", fault.title(), FOLDER).isEmpty();
	}

	private boolean holds(Fault fault, int number, Attempt attempt) {
		Path folder = FOLDER.resolve(fault.name().toLowerCase(Locale.ROOT)).resolve(String.valueOf(number));
		Trial trial = new Trial(this, fault, number, this.seed.value(), folder);
		try (trial) {
			trial.run(attempt);
		}
		this.ledger.enter(trial);
		return trial.violations().isEmpty();
	}

	@Override
	public void close() throws IOException {
		this.ledger.write(FOLDER.resolve("table.md"));
		if (this.pooler != null) {
			this.pooler.close();
		}
		if (this.server != null) {
			this.server.close();
		}
	}

	/**
	 * What happens in one trial.
	 */
	@FunctionalInterface
	interface Attempt {

		void run(Trial trial) throws Exception;

	}

	/**
	 * Where the server's programs are: those that are installed, or the embedded ones,
	 * which may be of a newer version.
	 */
	private static final class Programs {

		static final Path FOLDER = "embedded".equals(System.getProperty("slipway.faults.server"))
				? TestPostgres.embeddedPrograms() : PostgresTools.programs();

	}

}
