package dev.slipway.faults;

import java.util.ArrayList;
import java.util.List;

import dev.slipway.faults.TracedScripts.Kind;
import org.junit.jupiter.api.Test;

/**
 * Faults do not wait for each other.
 */
@FaultSuite
class EverythingAtOnceTests {

	private static final int REPLICAS = 4;

	private static final int FILES = 120;

	private static final int MOST_FAULTS = 40;

	private static final String ANY_CONNECTION = "select pg_terminate_backend(pid) from pg_stat_activity "
			+ "where datname = current_database() and pid <> pg_backend_pid() order by random() limit 1";

	private final Faults faults;

	EverythingAtOnceTests(Faults faults) {
		this.faults = faults;
	}

	@Test
	void aFleetUnderFireAppliesEachFileOnce() throws Exception {
		this.faults.tryOut(Fault.EVERYTHING, (trial) -> {
			TracedScripts traced = TracedScripts.mixed(trial.scripts("scripts"), FILES, Kind.ALL);
			List<Replica> fleet = new ArrayList<>();
			for (int i = 0; i < REPLICAS; i++) {
				fleet.add(trial.start(trial.database(), traced.scripts()));
			}
			for (int i = 0; i < MOST_FAULTS && fleet.stream().anyMatch(Replica::isAlive); i++) {
				Thread.sleep(trial.random().nextLong(400));
				harm(trial, fleet, traced);
			}
			fleet.forEach((replica) -> replica.signal("CONT"));
			trial.awaitReplicas();
			trial.startCleanly(trial.database(), traced.scripts());
			Checks.allApplied(trial.database(), traced, trial::violation);
		});
	}

	private static void harm(Trial trial, List<Replica> fleet, TracedScripts traced) {
		int victim = trial.random().nextInt(fleet.size());
		switch (trial.random().nextInt(4)) {
			case 0 -> {
				fleet.get(victim).kill();
				fleet.set(victim, trial.start(trial.database(), traced.scripts()));
				trial.note("killed and started again");
			}
			case 1 -> {
				fleet.get(victim).signal("STOP");
				trial.note("paused");
			}
			case 2 -> fleet.forEach((replica) -> replica.signal("CONT"));
			default -> {
				trial.database().query(ANY_CONNECTION);
				trial.note("connections ended");
			}
		}
	}

}
