package dev.slipway.faults;

import java.time.Duration;

import dev.slipway.faults.TracedScripts.Kind;
import dev.slipway.testing.Cluster;
import dev.slipway.testing.TestDatabase;
import dev.slipway.testing.TestPooler;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * The server goes down as if its power had failed, and recovers.
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
		this.faults.tryOut(Fault.CRASH, (trial) -> crash(trial, trial.on(this.server).database()));
	}

	@Test
	void theNextStartGoesOnThroughAPooler() throws Exception {
		this.faults.tryPooled(Fault.CRASH_POOLED, (trial) -> {
			if (this.pooler == null) {
				this.pooler = Faults.startPooler(this.server);
			}
			TestDatabase pooled = this.pooler.database();
			crash(trial, trial.on(this.server).database().through(pooled.host(), pooled.port()));
		});
	}

	private void crash(Trial trial, TestDatabase database) throws Exception {
		TracedScripts traced = TracedScripts.mixed(trial.scripts("scripts"), 40, Kind.ALL);
		Duration undisturbed = trial.undisturbed(database, traced.scripts());
		Replica replica = trial.start(database, traced.scripts());
		replica.awaitBegin();
		trial.awaitRandomMoment(undisturbed);
		this.server.stop(Cluster.Stop.IMMEDIATE);
		if (trial.random().nextBoolean()) {
			// Nobody answers at first.
			replica.hasEndedWithin(Duration.ofMillis(trial.random().nextLong(3_000)));
		}
		this.server.start();
		replica.awaitExit();
		trial.note(replica.hasSucceeded() ? "the run went on by itself or had ended" : "the run ended and said so");
		trial.startCleanly(database, traced.scripts());
		Checks.allApplied(trial.database(), traced, trial::violation);
	}

}
