package dev.slipway.engine;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

import dev.slipway.HistoryConflictException;
import dev.slipway.engine.files.MigrationReader;
import dev.slipway.engine.files.MigrationSet;
import dev.slipway.engine.history.AppliedInRun;
import dev.slipway.engine.history.History;
import dev.slipway.engine.history.HistoryDigest;
import dev.slipway.engine.history.HistoryReader;
import dev.slipway.engine.plan.Plan;
import dev.slipway.engine.plan.Planner;
import dev.slipway.engine.postgres.BorrowedConnection;
import dev.slipway.engine.script.FlywayValues;
import dev.slipway.engine.script.ReadingRules;
import dev.slipway.testing.RandomInputs;
import dev.slipway.testing.Scripts;
import dev.slipway.testing.TestDatabase;
import dev.slipway.testing.TestPostgres;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.core.io.support.PathMatchingResourcePatternResolver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * The server sends no rows that are those of the files, and all rows if one differs.
 */
class HistoryDigestTests {

	private static final List<String> CHANGES = List.of("update h set checksum = upper(checksum) where id = %s",
			"update h set checksum = reverse(checksum) where id = %s", "update h set checksum = '' where id = %s",
			"update h set name = name || ' ' where id = %s", "update h set name = chr(31) || name where id = %s",
			"update h set name = name || chr(30) || name where id = %s",
			"update h set version = version || '.1' where id = %s",
			"update h set version = '00' || version where id = %s", "update h set version = null where id = %s",
			"update h set kind = 'baseline' where id = %s", "update h set kind = 'repeatable' where id = %s",
			"update h set kind = 'versioned' where id = %s", "update h set state = 'running' where id = %s",
			"update h set state = 'failed' where id = %s", "delete from h where id = %s",
			"insert into h (id, version, name, kind, checksum, state, statements, duration, run_id) overriding system value"
					+ " select id + 100, version || '9', name, kind, checksum, state, statements, duration, run_id from h"
					+ " where id = %s on conflict do nothing",
			"insert into h (id, version, name, kind, checksum, state, statements, duration, run_id) overriding system value"
					+ " select 1000 - id, null, name, 'repeatable', checksum, state, statements, duration, run_id from h"
					+ " where id = %s on conflict do nothing",
			"insert into h (id, version, name, kind, checksum, state, statements, duration, run_id) overriding system value"
					+ " select -id, null, name, 'repeatable', reverse(checksum), 'failed', statements, duration, run_id from h"
					+ " where id = %s on conflict do nothing");

	private final TestDatabase database = TestPostgres.server().createDatabase();

	private final Scripts scripts;

	private MigrationSet set;

	HistoryDigestTests(@TempDir Path folder) {
		this.scripts = new Scripts(folder);
	}

	@BeforeEach
	void migrate() {
		this.scripts.write("1_one.sql", "create table one(i int)")
			.write("2_two.sql", "create table two(i int)")
			.write("3_Größe_😀.sql", "create table three(i int)")
			.write("3.1_empty.sql", "select 1")
			.write("10_also_empty.sql", "select 1")
			.write("R__a.sql", "create or replace view a as select 1 as one")
			.write("R__b.sql", "create or replace view b as select 1 as one");
		this.scripts.migrator(this.database).migrate();
		this.scripts.write("R__a.sql", "create or replace view a as select 2 as one");
		this.scripts.migrator(this.database).migrate();
		this.set = set();
	}

	@Test
	void rowsOfTheFilesAreNotSentAndNeverPassForNone() {
		History history = read(true);
		assertThat(history.asFiles()).isTrue();
		assertThat(history.hasRows()).isTrue();
		assertThatIllegalStateException().isThrownBy(history::rows)
			.withMessage("the rows are those of the files and were not sent");
		assertThatIllegalStateException().isThrownBy(history::unfinished);
	}

	@Test
	void whateverDiffersIsSeen() {
		this.database.execute("create table kept as select * from schema_migrations");
		int[] agreed = new int[1];
		RandomInputs.of(HistoryDigestTests::changes, (changes) -> String.join(";\n", changes)).check(80, (changes) -> {
			this.database.execute("truncate schema_migrations");
			this.database
				.execute("insert into schema_migrations overriding system value select * from kept order by id");
			for (String change : changes) {
				this.database.execute(change);
			}
			History all = read(false);
			History history = read(true);
			if (history.asFiles()) {
				Plan plan = planner().compare(all);
				assertThat(plan.pending()).isEmpty();
				assertThat(plan.ahead()).isEmpty();
				assertThat(plan.renumbered()).isEmpty();
				assertThat(plan.keptRepeatables()).isEmpty();
				assertThat(all.newest(this.set.order())).isEqualTo("10");
				agreed[0]++;
			}
			else {
				assertThat(history).isEqualTo(all);
			}
		});
		assertThat(agreed[0]).as("inputs that changed nothing that counts").isPositive();
	}

	@Test
	void aRowWithControlCharactersNeverPassesForTwo() {
		this.database.execute(
				"""
						update schema_migrations set name = name || chr(30) || (select concat_ws(chr(31), checksum, kind, version, name)
						from schema_migrations where version = '10') where version = '3.1';
						delete from schema_migrations where version = '10'""");
		assertThat(read(true).asFiles()).isFalse();
	}

	@Test
	void aTargetThatNoFileHasIsRefusedAlsoWhenNothingIsPending() {
		Planner planner = new Planner(this.scripts.options().withTarget("4"), new AppliedInRun("run", this.set));
		assertThatExceptionOfType(RuntimeException.class).isThrownBy(() -> planner.compare(read(true)))
			.withMessageContaining("4");
	}

	@Test
	void rowsAreSentToWhoCallsCodeWithNothingPendingAndToWhoHasNoFiles() {
		assertThat(HistoryDigest.of(this.set)).isNotNull();
		this.scripts.write("afterMigrate.sql", "select 1");
		assertThat(HistoryDigest.of(set())).isNull();
		this.scripts.delete("afterMigrate.sql");
		this.scripts.write("R__a.sql", "create or replace view a as select '${flyway:user}' as one");
		assertThat(HistoryDigest
			.of(set(ReadingRules.DEFAULT.withValuesOfFlyway(new FlywayValues("schema_migrations", null))))).isNull();
	}

	@Test
	void aChangedFileIsStillRefused() {
		this.scripts.write("2_two.sql", "create table two(j int)");
		assertThatExceptionOfType(HistoryConflictException.class)
			.isThrownBy(() -> this.scripts.migrator(this.database).migrate())
			.withMessageContaining("2_two.sql has changed");
	}

	private static List<String> changes(SplittableRandom random) {
		List<String> changes = new ArrayList<>();
		for (int i = random.nextInt(1, 4); i > 0; i--) {
			changes.add(CHANGES.get(random.nextInt(CHANGES.size()))
				.replace("update h", "update schema_migrations")
				.replace("from h", "from schema_migrations")
				.replace("into h", "into schema_migrations")
				.formatted(random.nextInt(1, 9)));
		}
		return changes;
	}

	private Planner planner() {
		return new Planner(this.scripts.options(), new AppliedInRun("run", this.set));
	}

	private MigrationSet set() {
		return set(ReadingRules.DEFAULT);
	}

	private MigrationSet set(ReadingRules rules) {
		return MigrationReader.read("", List.of(this.scripts.location()), List.of(),
				new PathMatchingResourcePatternResolver(), rules);
	}

	private History read(boolean unlessAsFiles) {
		HistoryReader reader = HistoryReader.of(this.scripts.options());
		try (BorrowedConnection connection = new BorrowedConnection("", this.database.dataSource())) {
			return (unlessAsFiles ? reader.unlessAs(this.set) : reader).read(connection);
		}
	}

}
