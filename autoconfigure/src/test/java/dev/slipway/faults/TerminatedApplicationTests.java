package dev.slipway.faults;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

import dev.slipway.faults.TracedScripts.Kind;
import dev.slipway.testing.Ports;
import dev.slipway.testing.TestDatabase;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;
import org.junit.jupiter.api.Test;

/**
 * A real application is told to end while it migrates, or cannot start at all: it ends,
 * has opened no port, and leaves nothing behind on the server.
 */
@FaultSuite
class TerminatedApplicationTests {

	/** Container engines lose patience after ten to thirty seconds; a test need not. */
	private static final Duration LONG_ENOUGH = Duration.ofSeconds(60);

	private static final String ENDLESS = """
			insert into effects (file) values ('{trace}');
			select pg_sleep(600);
			""";

	private static final String MENDED = "insert into effects (file) values ('002/1');";

	private static final String EARLY = "--slipway.trigger=initialization";

	private final Faults faults;

	TerminatedApplicationTests(Faults faults) {
		this.faults = faults;
	}

	@Test
	void aTransactionIsRolledBack() throws Exception {
		this.faults.tryOut(Fault.SIGTERM_IN_TRANSACTION, (trial) -> terminateInTransaction(trial, trial.database()));
	}

	@Test
	void aTransactionBeforeTheFirstBeanIsRolledBack() throws Exception {
		this.faults.tryOut(Fault.SIGTERM_AT_INITIALIZATION,
				(trial) -> terminateInTransaction(trial, trial.database(), "--slipway.trigger=initialization"));
	}

	@Test
	void aTransactionBehindTheLastBeanIsRolledBack() throws Exception {
		this.faults.tryOut(Fault.SIGTERM_IN_LIFECYCLE,
				(trial) -> terminateInTransaction(trial, trial.database(), "--slipway.trigger=lifecycle"));
	}

	@Test
	void aWaitForAnotherReplicaEnds() throws Exception {
		this.faults.tryOut(Fault.SIGTERM_WHILE_WAITING, TerminatedApplicationTests::terminateWhileWaiting);
	}

	@Test
	void theNextStartGoesOnAfterAKill() throws Exception {
		this.faults.tryOut(Fault.KILL_APPLICATION, TerminatedApplicationTests::kill);
	}

	@Test
	void aTransactionBehindAPoolerIsRolledBack() throws Exception {
		this.faults.tryPooled(Fault.SIGTERM_POOLED, (trial) -> terminateInTransaction(trial, trial.pooled()));
	}

	@Test
	void anIndexBuildIsCancelled() throws Exception {
		this.faults.tryOut(Fault.SIGTERM_IN_BUILD, (trial) -> {
			TestDatabase database = trial.database();
			TracedScripts traced = TracedScripts.in(trial.scripts("scripts"), 100).add("build", Kind.BUILD.sql());
			try (Snapshot snapshot = Snapshot.of(database)) {
				int port = Ports.free();
				Replica application = start(trial, database, traced, port);
				snapshot.awaitBuild(trial);
				terminate(trial, application, port);
			}
			trial.startCleanly(database, traced.scripts());
			Checks.allApplied(database, traced, trial::violation);
		});
	}

	@Test
	void anApplicationWhoseMigrationFailsEndsWithOne() throws Exception {
		this.faults.tryOut(Fault.FAILED_START, (trial) -> {
			TestDatabase database = trial.database();
			TracedScripts traced = TracedScripts.in(trial.scripts("scripts"), 100).add("fails", "{trace} is no SQL");
			int port = Ports.free();
			Replica application = start(trial, database, traced, port);
			awaitEndWithClosedPort(trial, application, port);
			trial.expect(application.hasFailedAsDocumented(), "the failed start ended with " + application.ending());
			traced.scripts().write("002_fails.sql", MENDED);
			Replica mended = start(trial, database, traced, port);
			trial.await("the port of the mended application", () -> Ports.isOpen(port));
			Checks.allApplied(database, traced, trial::violation);
			mended.terminate();
			mended.awaitExit();
		});
	}

	private static void terminateInTransaction(Trial trial, TestDatabase database, String... settings) {
		TracedScripts traced = TracedScripts.in(trial.scripts("scripts"), 100).add("endless", ENDLESS);
		int port = Ports.free();
		Replica application = start(trial, database, traced, port, settings);
		trial.await("the endless statement", () -> isRunning(trial.database()));
		terminate(trial, application, port);
		traced.scripts().write("002_endless.sql", MENDED);
		trial.startCleanly(database, traced.scripts());
		Checks.allApplied(trial.database(), traced, trial::violation);
	}

	private static void terminateWhileWaiting(Trial trial) {
		TestDatabase database = trial.database();
		TracedScripts traced = TracedScripts.in(trial.scripts("scripts"), 100).add("endless", ENDLESS);
		Replica first = start(trial, database, traced, Ports.free(), EARLY);
		trial.await("the endless statement", () -> isRunning(database));
		int port = Ports.free();
		Replica application = start(trial, database, traced, port, EARLY);
		application.await("waits for another process that is migrating");
		end(trial, application, port);
		trial.expect(isRunning(database), "the first replica was disturbed");
		terminate(trial, first, port);
		traced.scripts().write("002_endless.sql", MENDED);
		trial.startCleanly(database, traced.scripts());
		Checks.allApplied(database, traced, trial::violation);
	}

	private static void kill(Trial trial) {
		TestDatabase database = trial.database();
		TracedScripts traced = TracedScripts.in(trial.scripts("scripts"), 100).add("endless", ENDLESS);
		Replica victim = start(trial, database, traced, Ports.free(), EARLY);
		trial.await("the endless statement", () -> isRunning(database));
		victim.kill();
		traced.scripts().write("002_endless.sql", MENDED);
		int port = Ports.free();
		Replica next = start(trial, database, traced, port, EARLY);
		trial.await("the port of the next start", () -> Ports.isOpen(port));
		Checks.allApplied(database, traced, trial::violation);
		next.terminate();
		next.awaitExit();
	}

	private static Replica start(Trial trial, TestDatabase database, TracedScripts traced, int port,
			String... settings) {
		List<String> arguments = new ArrayList<>(List.of("--spring.datasource.url=" + database.url(),
				"--spring.datasource.username=" + database.username(),
				"--slipway.locations=" + traced.scripts().location(), "--server.port=" + port,
				"--server.address=127.0.0.1", "--spring.main.banner-mode=off"));
		arguments.addAll(List.of(settings));
		return trial.add(Replica.start(WebReplica.class, arguments));
	}

	private static void terminate(Trial trial, Replica application, int port) {
		end(trial, application, port);
		Checks.nothingHeld(trial.database(), trial::violation);
		trial.expect(!isRunning(trial.database()), "the statement still runs");
	}

	private static void end(Trial trial, Replica application, int port) {
		long begin = System.nanoTime();
		application.terminate();
		awaitEndWithClosedPort(trial, application, port);
		long seconds = TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - begin);
		trial.note((seconds < 5) ? "ended in less than 5 s" : "ended after " + seconds + " s");
		trial.expect(!application.output().contains("A statement was not cancelled"),
				"the statement was not cancelled");
		trial.expect(application.hasObeyed(), "after SIGTERM it ended with " + application.ending());
	}

	/** Wait for the end, and look all the time whether the port opens meanwhile. */
	private static void awaitEndWithClosedPort(Trial trial, Replica application, int port) {
		try {
			Awaitility.await().atMost(LONG_ENOUGH).pollInterval(Duration.ofMillis(20)).until(() -> {
				if (Ports.isOpen(port)) {
					trial.violation("the port was open");
				}
				return application.hasEndedWithin(Duration.ofMillis(1));
			});
		}
		catch (ConditionTimeoutException ex) {
			application.awaitExit();
		}
	}

	private static boolean isRunning(TestDatabase database) {
		return !database.query("select 1 from pg_stat_activity where datname = current_database() and state = 'active' "
				+ "and pid <> pg_backend_pid() and (query like '%pg_sleep(600)%' or query like '%index concurrently%')")
			.isEmpty();
	}

}
