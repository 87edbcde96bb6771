package dev.slipway.faults;

import dev.slipway.faults.TracedScripts.Kind;
import dev.slipway.testing.TestDatabase;
import org.junit.jupiter.api.Test;

/**
 * An administrator, or a server that runs out of patience, ends one connection of a run.
 */
@FaultSuite
class TerminatedConnectionTests {

	private static final String IN_TRANSACTION = """
			insert into effects (file) values ('{trace}');
			select pg_sleep(1);
			""";

	private final Faults faults;

	TerminatedConnectionTests(Faults faults) {
		this.faults = faults;
	}

	@Test
	void aTransactionThatWasEndedHappensOnce() throws Exception {
		this.faults.tryOut(Fault.TERMINATE_WORK, (trial) -> {
			TracedScripts traced = files(trial, IN_TRANSACTION);
			Replica replica = start(trial, traced);
			terminate(trial, "query like '%pg_sleep(1)%'");
			goOn(trial, replica, traced);
		});
	}

	@Test
	void aStatementThatWasEndedIsMadeGood() throws Exception {
		this.faults.tryOut(Fault.TERMINATE_STEP, (trial) -> terminateInBuild(trial,
				"query like '/* slipway run%index concurrently items%' and state = 'active'"));
	}

	@Test
	void aLockThatWasLostIsNoticed() throws Exception {
		this.faults.tryOut(Fault.TERMINATE_HOLDER,
				(trial) -> terminateInBuild(trial, "application_name like 'slipway%(lock)'"));
	}

	private static void terminateInBuild(Trial trial, String connection) throws Exception {
		TestDatabase database = trial.database();
		TracedScripts traced = files(trial, (trial.number() % 2 == 0) ? Kind.BUILD.sql() : Kind.UNIQUE_BUILD.sql());
		Replica replica;
		try (Snapshot snapshot = Snapshot.of(database)) {
			replica = start(trial, traced);
			snapshot.awaitBuild(trial);
			terminate(trial, connection);
		}
		goOn(trial, replica, traced);
	}

	/** Some files, the one for the fault, and some more. */
	private static TracedScripts files(Trial trial, String sql) {
		TracedScripts traced = TracedScripts.in(trial.scripts("scripts"), 100);
		int before = trial.random().nextInt(4);
		for (int i = 0; i < before; i++) {
			traced.add("before", Kind.TABLE.sql());
		}
		return traced.add("fault", sql).add("after", Kind.TABLE.sql()).add("last", Kind.STEPS.sql());
	}

	private static Replica start(Trial trial, TracedScripts traced) {
		Replica replica = trial.start(trial.database(), traced.scripts());
		if (trial.random().nextBoolean()) {
			// Another waits for the lock, and may get it then.
			replica.awaitBegin();
			trial.start(trial.database(), traced.scripts());
		}
		return replica;
	}

	private static void terminate(Trial trial, String connection) {
		trial.await(connection,
				() -> trial.database()
					.query("select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() "
							+ "and pid <> pg_backend_pid() and " + connection)
					.contains("t"));
	}

	private static void goOn(Trial trial, Replica replica, TracedScripts traced) {
		replica.awaitExit();
		trial.note(replica.hasSucceeded() ? "the run went on by itself" : "the run ended and said so");
		trial.awaitReplicas();
		trial.startCleanly(trial.database(), traced.scripts());
		Checks.allApplied(trial.database(), traced, trial::violation);
	}

}
