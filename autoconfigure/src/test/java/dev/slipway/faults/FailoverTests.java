package dev.slipway.faults;

import java.time.Duration;

import dev.slipway.faults.TracedScripts.Kind;
import dev.slipway.testing.Cluster;
import dev.slipway.testing.TestDatabase;
import org.junit.jupiter.api.Test;

/**
 * The primary is lost, and its synchronous standby takes its place.
 */
@FaultSuite
class FailoverTests {

	private final Faults faults;

	FailoverTests(Faults faults) {
		this.faults = faults;
	}

	@Test
	void theRunGoesOnWithTheStandby() throws Exception {
		this.faults.tryOut(Fault.FAILOVER, (trial) -> {
			try (Cluster primary = Faults.startServer(); Cluster standby = primary.standby(Faults.SETTINGS)) {
				replicateSynchronously(trial, primary);
				failOver(trial.on(primary), primary, standby);
			}
		});
	}

	private static void failOver(Trial trial, Cluster primary, Cluster standby) throws Exception {
		TestDatabase before = primary.createDatabase();
		TestDatabase after = standby.database(before.name());
		String url = "jdbc:postgresql://" + before.host() + ":" + before.port() + "," + after.host() + ":"
				+ after.port() + "/" + before.name() + "?targetServerType=primary";
		TracedScripts traced = TracedScripts.mixed(trial.scripts("scripts"), 40, Kind.ALL);
		Duration undisturbed = trial.undisturbed(before, traced.scripts());
		Replica replica = trial.start(url, before.username(), traced.scripts());
		replica.awaitBegin();
		trial.awaitRandomMoment(undisturbed);
		primary.stop(Cluster.Stop.IMMEDIATE);
		if (trial.random().nextBoolean()) {
			// Whoever decides on a failover takes a while.
			replica.hasEndedWithin(Duration.ofMillis(trial.random().nextLong(3000)));
		}
		standby.promote();
		replica.awaitExit();
		trial.note(replica.hasSucceeded() ? "the run went on by itself or had ended" : "the run ended and said so");
		trial.startCleanly(url, before.username(), traced.scripts());
		Checks.allApplied(after, traced, trial::violation);
	}

	/** What is committed is on the standby then: nothing that was done is lost. */
	private static void replicateSynchronously(Trial trial, Cluster primary) {
		primary.execute("alter system set synchronous_standby_names = '*'");
		primary.execute("select pg_reload_conf()");
		trial.await("a synchronous standby",
				() -> primary.database("postgres")
					.query("select sync_state from pg_stat_replication")
					.contains("sync"));
	}

}
