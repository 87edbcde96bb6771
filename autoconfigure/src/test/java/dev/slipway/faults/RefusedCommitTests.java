package dev.slipway.faults;

import dev.slipway.faults.TracedScripts.Kind;
import dev.slipway.testing.TestDatabase;
import org.junit.jupiter.api.Test;

/**
 * The transaction that records a file fails in its very last moment: the file's effects
 * go with it.
 */
@FaultSuite
class RefusedCommitTests {

	private static final String TRIGGER = """
			create function refuse() returns trigger language plpgsql as $$
			begin
				if new.name = 'refused' and %s then
					raise exception 'the row of % is refused', new.name;
				end if;
				return null;
			end $$;
			create constraint trigger refuse after insert or update on public.schema_migrations
			deferrable initially deferred for each row execute function refuse()""";

	private final Faults faults;

	RefusedCommitTests(Faults faults) {
		this.faults = faults;
	}

	@Test
	void effectsGoWithTheirRow() throws Exception {
		this.faults.tryOut(Fault.COMMIT_REFUSED, (trial) -> {
			switch (trial.number() % 3) {
				case 1 -> refuse(trial, Kind.TABLE, "true", 0);
				case 2 -> refuse(trial, Kind.STEPS, "true", 0);
				// Its first statement has been counted by then, and stays.
				default -> refuse(trial, Kind.STEPS, "new.statements > 1", 1);
			}
		});
	}

	private void refuse(Trial trial, Kind kind, String when, int kept) {
		TestDatabase database = trial.database();
		TracedScripts traced = TracedScripts.in(trial.scripts("scripts"), 10);
		trial.startCleanly(database, traced.scripts());
		database.execute(TRIGGER.replace("%s", when));
		traced.add("before", Kind.TABLE.sql()).add("refused", kind.sql()).add("after", Kind.TABLE.sql());
		Replica refused = trial.start(database, traced.scripts());
		refused.awaitExit();
		trial.expect(refused.hasFailedAsDocumented(), "the refused run ended with " + refused.ending());
		trial.expect(refused.output().contains("the row of refused is refused"), "the cause is not in the message");
		expect(trial, "1", "select count(*) from effects where file like '002/%'");
		expect(trial, String.valueOf(kept), "select count(*) from effects where file like '003/%'");
		expect(trial, String.valueOf(kept), "select count(*) from public.schema_migrations where name = 'refused'");
		expect(trial, "0", "select count(*) from pg_class where relname in ('t_003', 's_003', 't_004')");
		Checks.nothingHeld(database, trial::violation);
		database.execute("drop function refuse() cascade");
		trial.startCleanly(database, traced.scripts());
		Checks.allApplied(database, traced, trial::violation);
	}

	private static void expect(Trial trial, String expected, String query) {
		String found = trial.database().query(query).get(0);
		trial.expect(found.equals(expected), query + " is " + found + ", not " + expected);
	}

}
