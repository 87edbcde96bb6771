package dev.slipway.engine;

import java.nio.file.Path;
import java.util.List;

import dev.slipway.DatabaseException;
import dev.slipway.DatabaseException.Reason;
import dev.slipway.Migrator;
import dev.slipway.PendingMigrationsException;
import dev.slipway.testing.Cluster;
import dev.slipway.testing.FlywayTable;
import dev.slipway.testing.PostgresTools;
import dev.slipway.testing.Scripts;
import dev.slipway.testing.TestDatabase;
import dev.slipway.testing.Waits;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * A streaming standby shows everything, and changes nothing.
 */
@EnabledIf(value = "dev.slipway.testing.PostgresTools#areInstalled", disabledReason = PostgresTools.MISSING)
class StandbyTests {

	@Test
	void whatLooksWorksAndWhatWritesIsRefused(@TempDir Path folder) {
		Scripts scripts = new Scripts(folder.resolve("own")).write("001_one.sql",
				"create table one (i int);\n-- slipway: undo\ndrop table one");
		Scripts moved = new Scripts(folder.resolve("moved")).write("V1__one.sql", "create table one (i int)");
		try (Cluster primary = Cluster.start("fsync=off");
				Cluster standby = primary.standby("fsync=off", "hot_standby_feedback=on")) {
			TestDatabase origin = primary.createDatabase();
			scripts.migrator(origin).migrate();
			TestDatabase foreign = primary.createDatabase();
			FlywayTable.in(foreign).applied("1", "one");
			TestDatabase empty = primary.createDatabase();
			String end = origin.query("select pg_current_wal_lsn()").get(0);
			Waits.until(() -> standby.database("postgres")
				.query("select pg_last_wal_replay_lsn() >= '" + end + "'::pg_lsn")
				.contains("t"));
			scripts.write("002_two.sql", "create table two (i int)");
			Migrator migrator = scripts.migrator(standby.database(origin.name()));
			assertThat(migrator.plan().pending()).hasSize(1);
			assertThat(migrator.preview().scripts()).hasSize(1);
			assertThatExceptionOfType(PendingMigrationsException.class).isThrownBy(migrator::validate);
			assertThat(migrator.owned(List.of(migrator))).contains("table public.one");
			assertRefused(migrator::migrate);
			scripts.delete("002_two.sql");
			assertThat(migrator.validate().version()).isEqualTo("1");
			assertThat(migrator.migrate().applied()).isEmpty();
			assertRefused(() -> migrator.undo(1));
			assertRefused(() -> Migrator.resetAll(List.of(migrator), List.of(migrator)));
			scripts.write("001_one.sql", "create table one (i bigint)");
			assertThat(migrator.repair(false).changes()).hasSize(1);
			assertRefused(() -> migrator.repair(true));
			Migrator adopting = moved.migrator(standby.database(foreign.name()));
			assertThat(adopting.showAdoption().entries()).hasSize(1);
			assertRefused(adopting::adopt);
			Migrator baselining = scripts.migrator(standby.database(empty.name()));
			assertThat(baselining.baseline("1", false, List.of(baselining))).hasSize(1);
			assertRefused(() -> baselining.baseline("1", true, List.of(baselining)));
			assertThat(origin.query("select version from schema_migrations")).containsExactly("1");
		}
	}

	private static void assertRefused(ThrowingCallable command) {
		assertThatExceptionOfType(DatabaseException.class).isThrownBy(command)
			.satisfies((failure) -> assertThat(failure.getReason()).isEqualTo(Reason.READ_ONLY))
			.withMessageContaining("read-only replica")
			.withMessageMatching("(?s).*Nothing was .*");
	}

}
