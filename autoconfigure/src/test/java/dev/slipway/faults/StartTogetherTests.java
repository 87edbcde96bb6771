package dev.slipway.faults;

import java.util.ArrayList;
import java.util.List;

import dev.slipway.faults.TracedScripts.Kind;
import dev.slipway.testing.Scripts;
import dev.slipway.testing.TestDatabase;
import org.junit.jupiter.api.Test;

/**
 * A fleet starts at once, as after a deployment.
 */
@FaultSuite
class StartTogetherTests {

	private static final int REPLICAS = 16;

	private static final int FILES = 100;

	private final Faults faults;

	StartTogetherTests(Faults faults) {
		this.faults = faults;
	}

	@Test
	void sixteenReplicasApplyEachFileOnce() throws Exception {
		this.faults.tryOut(Fault.RACE_DIRECTLY, (trial) -> race(trial, trial.database(), trial.database()));
	}

	@Test
	void sixteenReplicasApplyEachFileOnceThroughAPooler() throws Exception {
		this.faults.tryPooled(Fault.RACE_POOLED, (trial) -> race(trial, trial.pooled(), trial.pooled()));
	}

	@Test
	void sixteenReplicasApplyEachFileOnceWhenHalfOfThemUseAPooler() throws Exception {
		this.faults.tryPooled(Fault.RACE_MIXED, (trial) -> race(trial, trial.database(), trial.pooled()));
	}

	@Test
	void sixteenReplicasOfTwoServicesMakeTheirSchemaAndTheirHistoriesOnce() throws Exception {
		this.faults.tryOut(Fault.FIRST_START, this::firstStart);
	}

	private void race(Trial trial, TestDatabase even, TestDatabase odd) throws Exception {
		TracedScripts traced = TracedScripts.mixed(trial.scripts("scripts"), FILES, Kind.ALL);
		List<Replica> replicas = new ArrayList<>();
		for (int i = 0; i < REPLICAS; i++) {
			replicas.add(trial.start((i % 2 == 0) ? even : odd, traced.scripts()));
		}
		replicas.forEach(Replica::awaitExit);
		requireSuccess(trial, replicas);
		requireAppliedByOne(trial, replicas, traced);
		Checks.allApplied(trial.database(), traced, trial::violation);
		if (odd.port() != trial.database().port()) {
			Checks.poolIsClean(trial.database(), odd, trial::violation);
		}
	}

	private void firstStart(Trial trial) {
		trial.database().execute("create table effects (file text not null)");
		List<Replica> replicas = new ArrayList<>();
		List<Scripts> services = List.of(trial.scripts("a"), trial.scripts("b"));
		for (Scripts service : services) {
			String name = service.folder().getFileName().toString();
			service.write("001_first.sql", "insert into effects (file) values ('" + name + " 1')")
				.write("002_second.sql", "insert into effects (file) values ('" + name + " 2')");
		}
		for (int i = 0; i < REPLICAS; i++) {
			Scripts service = services.get(i % services.size());
			replicas.add(trial.start(trial.database(), service, "service=" + service.folder().getFileName(),
					"schema=fleet"));
		}
		replicas.forEach(Replica::awaitExit);
		requireSuccess(trial, replicas);
		List<String> effects = trial.database().query("select file from effects order by 1");
		trial.expect(effects.equals(List.of("a 1", "a 2", "b 1", "b 2")), "effects: " + effects);
		for (String service : List.of("a", "b")) {
			List<String> history = trial.database()
				.query("select version, state from fleet.schema_migrations_" + service + " order by 1");
			trial.expect(history.equals(List.of("1|applied", "2|applied")), "history of " + service + ": " + history);
		}
		Checks.nothingHeld(trial.database(), trial::violation);
	}

	private static void requireSuccess(Trial trial, List<Replica> replicas) {
		for (Replica replica : replicas) {
			trial.expect(replica.hasSucceeded(), "a replica ended with " + replica.ending());
		}
	}

	/** What the replicas say is true: together they have applied each file, once. */
	private static void requireAppliedByOne(Trial trial, List<Replica> replicas, TracedScripts traced) {
		List<String> applied = replicas.stream().flatMap((replica) -> replica.applied().stream()).sorted().toList();
		trial.expect(applied.equals(traced.labels()), "reported as applied: " + applied);
		trial.note((replicas.stream().filter((replica) -> !replica.applied().isEmpty()).count() > 1)
				? "several replicas shared the files" : "one replica applied all files");
	}

}
