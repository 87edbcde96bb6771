package dev.slipway.faults;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;

import dev.slipway.faults.TracedScripts.Kind;
import dev.slipway.testing.Cluster;
import dev.slipway.testing.TestDatabase;
import dev.slipway.testing.TestPooler;
import dev.slipway.testing.Waits;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * The server goes down as if its power had failed, and recovers; or the pooler in front
 * of it does.
 */
@FaultSuite
class CrashedServerTests {

	private final Cluster server = Faults.startServer();

	private final Faults faults;

	private @Nullable TestPooler pooler;

	CrashedServerTests(Faults faults) {
		this.faults = faults;
	}

	@AfterEach
	void end() {
		if (this.pooler != null) {
			this.pooler.close();
		}
		this.server.close();
	}

	@Test
	void theNextStartGoesOn() throws Exception {
		this.faults.tryOut(Fault.CRASH,
				(trial) -> disturb(trial, trial.on(this.server).database(), (replica) -> crash(trial, replica)));
	}

	@Test
	void theNextStartGoesOnThroughAPooler() throws Exception {
		this.faults.tryPooled(Fault.CRASH_POOLED,
				(trial) -> disturb(trial, pooled(trial.on(this.server)), (replica) -> crash(trial, replica)));
	}

	@Test
	void theNextStartGoesOnWhenThePoolerHasGone() throws Exception {
		this.faults.tryPooled(Fault.KILL_POOLER,
				(trial) -> disturb(trial, pooled(trial.on(this.server)), (replica) -> pooler().restart()));
	}

	private TestPooler pooler() {
		if (this.pooler == null) {
			this.pooler = Faults.startPooler(this.server);
		}
		return this.pooler;
	}

	private TestDatabase pooled(Trial trial) {
		TestDatabase pooler = pooler().database();
		return trial.database().through(pooler.host(), pooler.port());
	}

	private void crash(Trial trial, Replica replica) {
		this.server.stop(Cluster.Stop.IMMEDIATE);
		if (trial.random().nextBoolean()) {
			// Nobody answers at first.
			replica.hasEndedWithin(Duration.ofMillis(trial.random().nextLong(3_000)));
		}
		this.server.start();
	}

	private static void disturb(Trial trial, TestDatabase database, Disturbance disturbance) throws Exception {
		TracedScripts traced = TracedScripts.mixed(trial.scripts("scripts"), 40, Kind.ALL);
		Duration undisturbed = trial.undisturbed(database, traced.scripts());
		Replica replica = trial.start(database, traced.scripts());
		replica.awaitBegin();
		trial.awaitRandomMoment(undisturbed);
		disturbance.happensTo(replica);
		replica.awaitExit();
		trial.note(replica.hasSucceeded() ? "the run went on by itself or had ended" : "the run ended and said so");
		// A pooler does not ask a server at once that has just refused it.
		Waits.until(() -> isReachable(database));
		trial.startCleanly(database, traced.scripts());
		Checks.allApplied(trial.database(), traced, trial::violation);
	}

	private static boolean isReachable(TestDatabase database) {
		try (Connection connection = database.dataSource().getConnection()) {
			return connection.isValid(5);
		}
		catch (SQLException ex) {
			return false;
		}
	}

	/**
	 * What happens to a run.
	 */
	private interface Disturbance {

		void happensTo(Replica replica) throws Exception;

	}

}
