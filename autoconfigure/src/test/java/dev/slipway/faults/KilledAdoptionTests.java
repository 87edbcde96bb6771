package dev.slipway.faults;

import java.util.List;

import dev.slipway.testing.FlywayTable;
import dev.slipway.testing.Scripts;
import dev.slipway.testing.TestDatabase;
import org.junit.jupiter.api.Test;

/**
 * A process is gone while it takes over the history of another tool: all rows or none are
 * there, and the next start goes on by itself.
 */
@FaultSuite
class KilledAdoptionTests {

	private static final int ROWS = 100;

	private static final String SETTING = "adopt=adopted";

	private static final String CONNECTED = "select 1 from pg_stat_activity where datname = current_database()"
			+ " and pid <> pg_backend_pid() and backend_type = 'client backend'";

	private static final String LOCKED = "select 1 from pg_locks where locktype = 'advisory' and database ="
			+ " (select oid from pg_database where datname = current_database())";

	/** What the victim does when it is killed, or shortly after it. */
	private static final List<String> MOMENTS = List.of(CONNECTED, LOCKED,
			"select 1 where to_regclass('schema_migrations') is not null");

	private static final int LONGEST_MILLISECONDS = 60;

	private final Faults faults;

	KilledAdoptionTests(Faults faults) {
		this.faults = faults;
	}

	@Test
	void allRowsOrNoneAreThereAndTheNextStartGoesOn() throws Exception {
		this.faults.tryOut(Fault.KILL_ADOPTION, KilledAdoptionTests::kill);
	}

	private static void kill(Trial trial) throws Exception {
		TestDatabase database = trial.database();
		Scripts scripts = prepare(trial, database);
		Replica victim = trial.start(database, scripts, SETTING);
		if (trial.number() % 4 < 2) {
			trial.start(database, scripts, SETTING);
		}
		victim.awaitBegin();
		String moment = MOMENTS.get(trial.number() % MOMENTS.size());
		trial.await(moment, () -> !victim.isAlive() || !database.query(moment).isEmpty());
		Thread.sleep(trial.random().nextLong(LONGEST_MILLISECONDS));
		victim.kill();
		String rows = database.query("select to_regclass('schema_migrations')").contains("null") ? "0"
				: database.query("select count(*) from schema_migrations where origin = 'Flyway'").get(0);
		trial.expect(List.of("0", "" + ROWS).contains(rows), rows + " rows were taken over");
		trial.note(rows.equals("0") ? "killed before its rows were there" : "killed after its rows were there");
		trial.startCleanly(database, scripts, SETTING);
		trial.awaitReplicas();
		List<String> effects = database.query("select file from effects order by 1");
		trial.expect(effects.equals(List.of("101", "102")), "effects: " + effects);
		List<String> history = database.query("select count(*), count(distinct version), count(distinct run_id) filter"
				+ " (where origin = 'Flyway') from schema_migrations");
		trial.expect(history.equals(List.of("102|102|1")), "history: " + history);
		Checks.nothingHeld(database, trial::violation);
	}

	private static Scripts prepare(Trial trial, TestDatabase database) {
		database.execute("create table effects (file text not null)");
		FlywayTable table = FlywayTable.in(database, "adopted");
		Scripts scripts = trial.scripts("scripts");
		for (int i = 1; i <= ROWS + 2; i++) {
			scripts.write("V" + i + "__f" + i + ".sql", "insert into effects (file) values ('" + i + "')");
			if (i <= ROWS) {
				table.applied("" + i, "f" + i);
			}
		}
		return scripts;
	}

}
