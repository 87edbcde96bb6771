package dev.slipway.faults;

import java.time.Duration;

import dev.slipway.faults.TracedScripts.Kind;
import dev.slipway.testing.TestDatabase;
import org.junit.jupiter.api.Test;

/**
 * A process stands still for longer than every timeout, as one on a machine that was
 * suspended, while another takes over; and then goes on as if nothing had happened.
 */
@FaultSuite
class PausedReplicaTests {

	/** What the server is then taken to have lost patience with. */
	private static final String ABANDONED = "usename = '" + Faults.PAUSED + "' and (state like 'idle in transaction%' "
			+ "or (state = 'active' and wait_event = 'ClientRead')) "
			+ "and clock_timestamp() > state_change + interval '500 ms'";

	/** Shorter than any pause. */
	private static final String IMPATIENT = "lock-wait=400";

	private static final String STEP = "%insert into effects select%";

	private final Faults faults;

	PausedReplicaTests(Faults faults) {
		this.faults = faults;
	}

	@Test
	void whoIsPausedAtAnyMomentChangesNothingAfterwards() throws Exception {
		this.faults.tryOut(Fault.PAUSE_ANYWHERE, (trial) -> {
			TracedScripts traced = TracedScripts.mixed(trial.scripts("scripts"), 40, Kind.ALL);
			Duration undisturbed = trial.undisturbed(trial.database(), traced.scripts());
			Replica paused = startToBePaused(trial, traced);
			paused.awaitBegin();
			trial.awaitRandomMoment(undisturbed);
			paused.signal("STOP");
			Replica other = trial.start(trial.database(), traced.scripts());
			goOn(trial, paused, other, traced);
		});
	}

	@Test
	void aTransactionThatWasPausedIsNotAppliedTwice() throws Exception {
		this.faults.tryOut(Fault.PAUSE_IN_TRANSACTION, (trial) -> {
			StringBuilder script = new StringBuilder("create table steps (i int);\n");
			// More than travel in one flight, so that the transaction needs its client.
			for (int i = 0; i < 400; i++) {
				script.append("insert into steps select ").append(i).append(" from pg_sleep(0.005);\n");
			}
			script.append("insert into effects (file) values ('{trace}');\n");
			TracedScripts traced = TracedScripts.in(trial.scripts("scripts"), 100)
				.add("slow", script.toString())
				.add("after", Kind.TABLE.sql());
			Replica paused = startToBePaused(trial, traced);
			pauseIn(trial, paused, "insert into steps%");
			Replica other = trial.start(trial.database(), traced.scripts());
			goOn(trial, paused, other, traced);
		});
	}

	@Test
	void aFileThatWasPausedBetweenItsStepsIsNotAppliedTwice() throws Exception {
		this.faults.tryOut(Fault.PAUSE_BETWEEN_STEPS, (trial) -> {
			TracedScripts traced = steps(trial);
			Replica paused = startToBePaused(trial, traced);
			pauseIn(trial, paused, STEP);
			Replica other = trial.start(trial.database(), traced.scripts());
			goOn(trial, paused, other, traced);
		});
	}

	@Test
	void twoWhoBelieveThatAFileIsTheirsDoNotApplyItTwice() throws Exception {
		this.faults.tryOut(Fault.PAUSE_OVERLAPPING, (trial) -> {
			TracedScripts traced = steps(trial);
			Replica paused = startToBePaused(trial, traced);
			pauseIn(trial, paused, STEP);
			Replica other = trial.start(trial.database(), traced.scripts());
			trial.await("the other to take over", () -> {
				endAbandoned(trial.database());
				return other.output().contains("statement by statement");
			});
			paused.signal("CONT");
			trial.awaitReplicas();
			trial.startCleanly(trial.database(), traced.scripts());
			Checks.allApplied(trial.database(), traced, trial::violation);
		});
	}

	private static TracedScripts steps(Trial trial) {
		StringBuilder script = new StringBuilder("-- slipway: no-transaction\n");
		for (int i = 0; i < 30; i++) {
			script.append("insert into effects select '{trace}' from pg_sleep(0.05);\n");
		}
		return TracedScripts.in(trial.scripts("scripts"), 100)
			.add("steps", script.toString())
			.add("after", Kind.TABLE.sql());
	}

	@Test
	void anIndexBuildThatWasPausedCountsOnce() throws Exception {
		this.faults.tryOut(Fault.PAUSE_IN_BUILD, (trial) -> {
			TracedScripts traced = TracedScripts.in(trial.scripts("scripts"), 100)
				.add("build", (trial.number() % 2 == 0) ? Kind.BUILD.sql() : Kind.UNIQUE_BUILD.sql())
				.add("after", Kind.TABLE.sql());
			Replica paused;
			Replica other;
			try (Snapshot snapshot = Snapshot.of(trial.database())) {
				paused = startToBePaused(trial, traced);
				snapshot.awaitBuild(trial);
				paused.signal("STOP");
				other = trial.start(trial.database(), traced.scripts());
				trial.await("the end of the paused one's lock", () -> endAbandoned(trial.database()));
				trial.note("the server ended the connection that held the lock");
				other.await("waits for a statement of '002_build'");
			}
			goOn(trial, paused, other, traced);
		});
	}

	private static Replica startToBePaused(Trial trial, TracedScripts traced) {
		return trial.start(trial.database().as(Faults.PAUSED, ""), traced.scripts(), IMPATIENT);
	}

	private static void pauseIn(Trial trial, Replica paused, String query) throws InterruptedException {
		trial.await("the statement to pause in",
				() -> !trial.database()
					.query("select 1 from pg_stat_activity where datname = current_database() and usename = '"
							+ Faults.PAUSED + "' and query like '" + query + "'")
					.isEmpty());
		Thread.sleep(trial.random().nextLong(500));
		paused.signal("STOP");
	}

	/**
	 * The other takes over, as soon as the server has given up the client that does not
	 * answer. Whatever the first then still does must change nothing.
	 */
	private static void goOn(Trial trial, Replica paused, Replica other, TracedScripts traced) {
		TestDatabase database = trial.database();
		boolean ended = false;
		while (!other.hasEndedWithin(Duration.ofMillis(200))) {
			ended |= endAbandoned(database);
		}
		trial.note(ended ? "the server ended a connection of the paused one" : "the other did not have to wait");
		trial.expect(other.hasSucceeded(), "who took over ended with " + other.ending());
		paused.signal("CONT");
		paused.awaitExit();
		trial.note(
				paused.hasSucceeded() ? "the paused one found everything applied" : "the paused one said what it lost");
		trial.startCleanly(database, traced.scripts());
		Checks.allApplied(database, traced, trial::violation);
	}

	private static boolean endAbandoned(TestDatabase database) {
		return database
			.query("select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and "
					+ ABANDONED)
			.contains("t");
	}

}
