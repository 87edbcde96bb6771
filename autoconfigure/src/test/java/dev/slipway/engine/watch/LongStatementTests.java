package dev.slipway.engine.watch;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

import dev.slipway.engine.postgres.ServerSession;
import dev.slipway.engine.text.Secrets;
import dev.slipway.testing.Canary;
import dev.slipway.testing.TestDatabase;
import dev.slipway.testing.TestPostgres;
import dev.slipway.testing.Waits;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What the log says of a statement that takes long: here of one that another session
 * holds up where it stands.
 */
@ExtendWith(OutputCaptureExtension.class)
class LongStatementTests {

	private static final WatchIntervals TALKATIVE = new WatchIntervals(Duration.ZERO, Duration.ofMillis(10),
			Duration.ofMillis(50));

	private static final String HEAD = "INFO  d.slipway.Migrator - Service 'svc' runs a statement of '007_long' for \\d+ s now: ";

	private final TestDatabase database = TestPostgres.server().createDatabase();

	private final CapturedOutput output;

	LongStatementTests(CapturedOutput output) {
		this.output = output;
		this.database.execute("create table t(i int)");
		this.database.execute("insert into t select generate_series(1, 1000)");
	}

	@Test
	void aConcurrentBuildSaysForWhomItWaits() throws Exception {
		try (Connection writer = transaction("insert into t values (1)")) {
			expect(alone("create index concurrently t_i on t(i)"), HEAD
					+ "create index concurrently t_i on t\\(i\\); CREATE INDEX CONCURRENTLY t, waiting for writers before "
					+ "build, lockers 0 of 1 \\(0 %\\), now pid (\\d+); waits for Lock/virtualxid, held by pid \\1, user "
					+ "postgres, application '.*', idle in transaction for \\d+ s: insert into t values \\(1\\)",
					writer);
		}
	}

	@Test
	void aStatementThatWaitsForATableSaysWhoHoldsIt() throws Exception {
		try (Connection reader = transaction("select * from t")) {
			expect(WatchedWork.inTransaction("alter table t add c text default '" + Canary.value() + "'"), HEAD
					+ "alter table t add c text default '…'; waits for Lock/relation, held by pid \\d+, .*: select \\* from t",
					reader);
		}
	}

	@Test
	void aCopySaysHowMuchOfItHasArrived() throws Exception {
		try (Connection gate = transaction("select pg_advisory_xact_lock(7)")) {
			expect(WatchedWork.alone(this.database, (connection) -> {
				CopyIn copy = connection.unwrap(PGConnection.class)
					.getCopyAPI()
					.copyIn(WatchedWork.tagged("copy t from stdin"));
				byte[] rows = "1\n".repeat(100_000).getBytes();
				copy.writeToCopy(rows, 0, rows.length);
				copy.flushCopy();
				try (Connection waiter = this.database.dataSource().getConnection()) {
					WatchedWork.execute(waiter, "select pg_advisory_lock(7)");
				}
				copy.endCopy();
			}), HEAD + "copy t from stdin; COPY FROM t, bytes \\d{3,}, tuples \\d{3,}; waits for Client/ClientRead",
					gate);
		}
	}

	@ParameterizedTest
	@CsvSource(delimiter = '>',
			textBlock = """
					vacuum full t    > VACUUM FULL t, rebuilding index, blocks (\\d+) of \\1 \\(100 %\\), tuples written 1000; waits
					analyze t        > ANALYZE t, computing statistics, blocks (\\d+) of \\1 \\(100 %\\); waits
					create index concurrently on t(held(i)) > CREATE INDEX CONCURRENTLY t, building index: scanning table, blocks \\d+ of \\d+ \\(\\d+ %\\); waits
					""")
	void whatTheServerCountsIsSaid(String sql, String progress) throws Exception {
		this.database.execute("create function held(i int) returns int language plpgsql immutable as $$ "
				+ "begin perform pg_advisory_xact_lock_shared(7); return i; end $$");
		this.database.execute("create index on t(held(i))");
		try (Connection gate = transaction("select pg_advisory_xact_lock(7)")) {
			expect(alone(sql), HEAD + ".*; " + progress, gate);
		}
	}

	@Test
	void aVacuumSaysHowManyBlocksItHasScanned() throws Exception {
		// A transaction in another database would keep the rows too young to be frozen.
		Waits.until(() -> this.database.query("select from pg_stat_activity where backend_xid is not null").isEmpty());
		this.database.execute("alter table t set (autovacuum_enabled = off)");
		try (Connection pin = transaction("declare c cursor for select * from t")) {
			WatchedWork.execute(pin, "fetch 1 from c");
			expect(alone("vacuum (freeze) t"), HEAD
					+ "vacuum \\(freeze\\) t; VACUUM t, scanning heap, blocks \\d+ of \\d+ \\(\\d+ %\\).*; waits for Buffer",
					pin);
		}
	}

	@Test
	void aStatementIsSaidEveryTenSecondsOfItsOwn() {
		StatementLog log = new StatementLog("", null, Secrets.NONE, Duration.ofSeconds(10));
		assertThat(log.isDue(activity("a", 9))).isFalse();
		assertThat(log.isDue(activity("a", 10))).isTrue();
		assertThat(log.isDue(activity("a", 19))).isFalse();
		assertThat(log.isDue(activity("a", 35))).isTrue();
		assertThat(log.isDue(activity("a", 39))).isFalse();
		assertThat(log.isDue(activity("a", 40))).isTrue();
		assertThat(log.isDue(activity("b", 9))).isFalse();
		assertThat(log.isDue(activity("b", 11))).isTrue();
	}

	@Test
	void whoeverAppliesOneMigrationOnlyTellsItsName() {
		StatementLog log = new StatementLog("", "001_one", Secrets.NONE, Duration.ofSeconds(10));
		log.write(activity("a", 10), "");
		assertThat(this.output).contains("Slipway runs a statement of '001_one' for 10 s now: select 1");
	}

	@Test
	void ofManyBlockersThreeAreNamed() {
		StatementLog log = new StatementLog("", null, Secrets.NONE, Duration.ofSeconds(10));
		log.write(new ServerActivity(9, null, "select 1", "a", Duration.ofSeconds(10), null,
				IntStream.range(1, 6).mapToObj(LongStatementTests::blocker).toList()), "");
		assertThat(this.output).contains(
				"Slipway runs a statement for 10 s now: select 1, held by " + "pid 1 | pid 2 | pid 3 | and 2 more");
	}

	private static ServerSession blocker(int pid) {
		return new ServerSession(pid, null, null, null, null, null, null, null);
	}

	private static ServerActivity activity(String begin, int seconds) {
		return new ServerActivity(1, null, "select 1", begin, Duration.ofSeconds(seconds), null, List.of());
	}

	private WatchedWork.Work alone(String sql) {
		return WatchedWork.alone(this.database,
				(connection) -> WatchedWork.execute(connection, WatchedWork.tagged(sql)));
	}

	private void expect(WatchedWork.Work work, String line, Connection inTheWay) throws Exception {
		try (WatchedWork watched = new WatchedWork(this.database.dataSource().getConnection(), work,
				this.database.dataSource(), true, TALKATIVE)) {
			Pattern pattern = Pattern.compile(line);
			Awaitility.await()
				.atMost(Duration.ofSeconds(30))
				.untilAsserted(() -> assertThat(this.output).containsPattern(pattern));
			inTheWay.rollback();
			watched.await();
		}
	}

	private Connection transaction(String sql) throws SQLException {
		Connection connection = this.database.dataSource().getConnection();
		connection.setAutoCommit(false);
		WatchedWork.execute(connection, sql);
		return connection;
	}

}
