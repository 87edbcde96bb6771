package dev.slipway.faults;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

import dev.slipway.faults.TracedScripts.Kind;
import dev.slipway.testing.TestDatabase;
import org.junit.jupiter.api.Test;

/**
 * A process is gone from one moment to the next: the next start goes on by itself.
 */
@FaultSuite
class KilledReplicaTests {

	private static final int FILES = 40;

	private static final String LARGE_BUILD = """
			insert into effects (file) values ('{trace}');
			create index concurrently large_a on large (a, b);
			insert into effects (file) values ('{trace}');
			""";

	private static final String MAINTENANCE = """
			insert into effects (file) values ('{trace}');
			reindex schema concurrently public;
			insert into effects (file) values ('{trace}');
			reindex database concurrently {database};
			reindex schema public;
			reindex system {database};
			vacuum full;
			insert into effects (file) values ('{trace}');
			cluster;
			reindex database {database};
			insert into effects (file) values ('{trace}');
			""";

	private final Faults faults;

	KilledReplicaTests(Faults faults) {
		this.faults = faults;
	}

	@Test
	void theNextStartGoesOn() throws Exception {
		this.faults.tryOut(Fault.KILL, (trial) -> kill(trial, trial.database(), Kind.TRANSACTIONAL));
	}

	@Test
	void theNextStartGoesOnWithIndexBuilds() throws Exception {
		this.faults.tryOut(Fault.KILL_BUILDING, (trial) -> kill(trial, trial.database(), Kind.ALL));
	}

	@Test
	void theNextStartGoesOnThroughAPooler() throws Exception {
		this.faults.tryPooled(Fault.KILL_POOLED, (trial) -> kill(trial, trial.pooled(), Kind.TRANSACTIONAL));
	}

	@Test
	void theNextStartGoesOnWithIndexBuildsThroughAPooler() throws Exception {
		this.faults.tryPooled(Fault.KILL_BUILDING_POOLED, (trial) -> kill(trial, trial.pooled(), Kind.ALL));
	}

	@Test
	void theNextStartFinishesALargeIndexBuild() throws Exception {
		this.faults.tryOut(Fault.KILL_LARGE_BUILD, this::killLargeBuild);
	}

	@Test
	void theNextStartBuildsAnIndexAgainThatTheServerGaveUp() throws Exception {
		this.faults.tryOut(Fault.KILL_WAITING_BUILD, KilledReplicaTests::killWaitingBuild);
	}

	@Test
	void theNextStartGoesOnWithWholeSchemas() throws Exception {
		this.faults.tryOut(Fault.KILL_MAINTENANCE, (trial) -> killMaintenance(trial, trial.database()));
	}

	@Test
	void theNextStartGoesOnWithWholeSchemasThroughAPooler() throws Exception {
		this.faults.tryPooled(Fault.KILL_MAINTENANCE_POOLED, (trial) -> killMaintenance(trial, trial.pooled()));
	}

	/** The history table and the catalogs are locked too, while others wait. */
	private static void killMaintenance(Trial trial, TestDatabase database) throws Exception {
		TracedScripts traced = TracedScripts.in(trial.scripts("scripts"), 3000)
			.add("maintenance", MAINTENANCE.replace("{database}", trial.database().name()))
			.add("after", Kind.TABLE.sql());
		if (trial.number() % 2 == 0) {
			try (Snapshot snapshot = Snapshot.of(trial.database())) {
				Replica victim = trial.start(database, traced.scripts());
				snapshot.awaitBuild(trial);
				trial.start(database, traced.scripts());
				victim.kill();
			}
		}
		else {
			Replica victim = trial.start(database, traced.scripts());
			trial.start(database, traced.scripts());
			int statements = trial.random().nextInt(11);
			trial.await(statements + " statements", () -> !victim.isAlive() || !trial.database()
				.query("select 1 from pg_tables where tablename = 'schema_migrations'")
				.isEmpty()
					&& !trial.database()
						.query("select 1 from schema_migrations where version = '2' and statements >= " + statements)
						.isEmpty());
			victim.kill();
			trial.note("killed after statement " + statements + " or later");
		}
		trial.startCleanly(database, traced.scripts());
		trial.awaitReplicas();
		Checks.allApplied(trial.database(), traced, trial::violation);
	}

	private void kill(Trial trial, TestDatabase database, List<Kind> kinds) throws Exception {
		TracedScripts traced = TracedScripts.mixed(trial.scripts("scripts"), FILES, kinds);
		Duration undisturbed = trial.undisturbed(database, traced.scripts());
		Replica victim = trial.start(database, traced.scripts());
		if (trial.number() % 3 == 0) {
			// Takes over while the server may still work on what the victim had sent.
			trial.start(database, traced.scripts());
		}
		victim.awaitBegin();
		trial.awaitRandomMoment(undisturbed);
		victim.kill();
		trial.note("killed " + progress(trial, traced));
		trial.startCleanly(database, traced.scripts());
		trial.awaitReplicas();
		Checks.allApplied(trial.database(), traced, trial::violation);
		if (database.port() != trial.database().port()) {
			Checks.poolIsClean(trial.database(), database, trial::violation);
		}
	}

	private static String progress(Trial trial, TracedScripts traced) {
		if (trial.database().query("select to_regclass('public.schema_migrations')").contains("null")) {
			return "before the first file";
		}
		int rows = Integer.parseInt(
				trial.database().query("select count(*) from public.schema_migrations where state = 'applied'").get(0));
		return (rows == 0) ? "before the first file"
				: (rows < traced.labels().size()) ? "between" : "after the last file";
	}

	private void killLargeBuild(Trial trial) throws Exception {
		int rows = this.faults.isBrief() ? 200_000 : 5_000_000;
		TestDatabase database = trial.database();
		database.execute("create table large (a int not null, b text not null)");
		long begin = System.nanoTime();
		database.execute("insert into large select (random() * 1000000)::int, md5(i::text) from generate_series(1, "
				+ rows + ") i");
		long milliseconds = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begin);
		TracedScripts traced = TracedScripts.in(trial.scripts("scripts"), 10).add("build", LARGE_BUILD);
		Replica victim = trial.start(database, traced.scripts());
		trial.await("the build",
				() -> !database.query("select 1 from pg_stat_progress_create_index where relid = 'large'::regclass")
					.isEmpty());
		// A build takes about as long as to make the rows.
		Thread.sleep(trial.random().nextLong(milliseconds / 2 + 1));
		victim.kill();
		trial.note("killed while the index was " + database
			.query("select coalesce((select case when indisvalid then 'valid' else 'not valid' end "
					+ "from pg_index where indrelid = 'large'::regclass), 'missing')")
			.get(0));
		trial.startCleanly(database, traced.scripts());
		Checks.allApplied(database, traced.expectingTable("large"), trial::violation);
	}

	/** The server notices that nobody waits for the build, and leaves it INVALID. */
	private static void killWaitingBuild(Trial trial) throws Exception {
		TestDatabase database = trial.database();
		Kind kind = (trial.number() % 2 == 0) ? Kind.BUILD : Kind.UNIQUE_BUILD;
		TracedScripts traced = TracedScripts.in(trial.scripts("scripts"), 1000)
			.add("build", kind.sql())
			.add("after", Kind.TABLE.sql());
		try (Snapshot snapshot = Snapshot.of(database)) {
			Replica victim = trial.start(database, traced.scripts());
			snapshot.awaitBuild(trial);
			victim.kill();
			trial.await("the end of the build",
					() -> database
						.query("select 1 from pg_stat_progress_create_index where datname = current_database()")
						.isEmpty());
		}
		trial.expect(database.query("select indisvalid from pg_index where indexrelid = 'items_002'::regclass")
			.equals(List.of("f")), "the build has left no INVALID index");
		trial.startCleanly(database, traced.scripts());
		Checks.allApplied(database, traced, trial::violation);
	}

}
