package dev.slipway.faults;

import java.time.Duration;

import dev.slipway.faults.TracedScripts.Kind;
import dev.slipway.testing.Cluster;
import dev.slipway.testing.TestDatabase;
import org.junit.jupiter.api.Test;

/**
 * The server goes down as if its power had failed, and recovers.
 */
@FaultSuite
class CrashedServerTests {

	private final Faults faults;

	CrashedServerTests(Faults faults) {
		this.faults = faults;
	}

	@Test
	void theNextStartGoesOn() throws Exception {
		try (Cluster server = Faults.startServer()) {
			this.faults.tryOut(Fault.CRASH, (trial) -> crash(trial.on(server), server));
		}
	}

	private static void crash(Trial trial, Cluster server) throws Exception {
		TestDatabase database = trial.database();
		TracedScripts traced = TracedScripts.mixed(trial.scripts("scripts"), 40, Kind.ALL);
		Duration undisturbed = trial.undisturbed(database, traced.scripts());
		Replica replica = trial.start(database, traced.scripts());
		replica.awaitBegin();
		trial.awaitRandomMoment(undisturbed);
		server.stop(Cluster.Stop.IMMEDIATE);
		if (trial.random().nextBoolean()) {
			// Nobody answers at first.
			replica.hasEndedWithin(Duration.ofSeconds(trial.random().nextLong(15)));
		}
		server.start();
		replica.awaitExit();
		trial.note(replica.hasSucceeded() ? "the run went on by itself or had ended" : "the run ended and said so");
		trial.startCleanly(database, traced.scripts());
		Checks.allApplied(trial, database, traced);
	}

}
