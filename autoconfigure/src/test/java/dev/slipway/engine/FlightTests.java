package dev.slipway.engine;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;

import com.zaxxer.hikari.HikariDataSource;
import dev.slipway.testing.FlightCounter;
import dev.slipway.testing.Scripts;
import dev.slipway.testing.TestPostgres;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The budgets of flights: what a start costs on a slow network.
 */
class FlightTests {

	private final Scripts scripts;

	FlightTests(@TempDir Path folder) {
		this.scripts = new Scripts(folder);
	}

	@Test
	void nothingPendingCostsOneFlightOnThePoolsOwnConnection() throws Exception {
		write(100, "select 1;");
		try (FlightCounter proxy = new FlightCounter(TestPostgres.server().createDatabase());
				HikariDataSource pool = proxy.pool()) {
			this.scripts.migrator(pool).migrate();
			warm(pool);
			proxy.reset();
			assertThat(this.scripts.migrator(pool).migrate().applied()).isEmpty();
			assertThat(proxy.flights()).isEqualTo(1);
			assertThat(proxy.connections()).isZero();
		}
	}

	@Test
	void theServerAnswersWithLessThanAKilobyteWhenNothingIsPending() throws Exception {
		write(300, "select 1;");
		this.scripts.write("R__view.sql", "create or replace view v as select 1 as one");
		try (FlightCounter proxy = new FlightCounter(TestPostgres.server().createDatabase());
				HikariDataSource pool = proxy.pool()) {
			this.scripts.migrator(pool).migrate();
			this.scripts.write("R__view.sql", "create or replace view v as select 2 as one");
			this.scripts.migrator(pool).migrate();
			warm(pool);
			proxy.reset();
			assertThat(this.scripts.migrator(pool).migrate().version()).isEqualTo("300");
			assertThat(proxy.bytesFromServer()).isLessThanOrEqualTo(960);
			proxy.reset();
			assertThat(this.scripts.migrator(pool).validate().version()).isEqualTo("300");
			assertThat(proxy.bytesFromServer()).isLessThanOrEqualTo(960);
			assertThat(proxy.flights()).isEqualTo(1);
		}
	}

	@Test
	void oneHundredPendingCostAtMostEightFlights() throws Exception {
		write(100, """
				create table t_%1$d (
					id bigint generated always as identity primary key,
					name text not null check (length(name) between 1 and 200),
					created_at timestamptz not null default now()
				);
				comment on table t_%1$d is 'The table number %1$d';
				create index on t_%1$d (created_at, name);
				""");
		try (FlightCounter proxy = new FlightCounter(TestPostgres.server().createDatabase());
				HikariDataSource pool = proxy.pool()) {
			warm(pool);
			proxy.reset();
			assertThat(this.scripts.migrator(pool).migrate().applied()).hasSize(100);
			assertThat(proxy.flights()).isLessThanOrEqualTo(4 + 100 / 25);
		}
	}

	@Test
	void onePendingCostsAtMostFourFlights() throws Exception {
		write(1, "create table t(i int);");
		try (FlightCounter proxy = new FlightCounter(TestPostgres.server().createDatabase());
				HikariDataSource pool = proxy.pool()) {
			warm(pool);
			proxy.reset();
			assertThat(this.scripts.migrator(pool).migrate().applied()).hasSize(1);
			assertThat(proxy.flights()).isLessThanOrEqualTo(4);
		}
	}

	@Test
	void aServerThatSaysMuchBetweenLargeStatementsDoesNotBlock() throws Exception {
		String filler = "-- " + "x".repeat(40_000) + "\n";
		for (int i = 1; i <= 10; i++) {
			this.scripts.write(i + "_much.sql",
					"do $$ begin for i in 1..5000 loop raise notice 'much to say %', i; end loop; end $$;\n"
							+ "select 1 " + filler + ";");
		}
		assertThat(this.scripts.migrator(TestPostgres.server().createDatabase()).migrate().applied()).hasSize(10);
	}

	/** The first loan of a pool includes the opening of its connection. */
	private static void warm(HikariDataSource pool) throws SQLException {
		pool.getConnection().close();
	}

	private void write(int count, String sql) throws IOException {
		for (int i = 1; i <= count; i++) {
			this.scripts.write(i + "_file.sql", sql.formatted(i));
		}
	}

}
