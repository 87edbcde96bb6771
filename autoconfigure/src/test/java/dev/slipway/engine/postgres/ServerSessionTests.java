package dev.slipway.engine.postgres;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import dev.slipway.engine.watch.WatchedWork;
import dev.slipway.testing.Canary;
import dev.slipway.testing.TestDatabase;
import dev.slipway.testing.TestPostgres;
import dev.slipway.testing.Waits;
import org.junit.jupiter.api.Test;
import org.postgresql.PGConnection;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Who is in the way.
 */
class ServerSessionTests {

	private final TestDatabase database = TestPostgres.server().createDatabase();

	ServerSessionTests() {
		this.database.execute("create table t(i int)");
	}

	@Test
	void theSessionThatAMigrationWaitsForIsNamed() throws Exception {
		try (Connection report = report("select count(*)\n\tfrom t where 'a' = 'a'")) {
			ServerSession blocker = blockerOf(this.database, WatchedWork.inTransaction("alter table t add j int"),
					report);
			assertThat(blocker.toString()).matches("pid " + pid(report) + ", user postgres, application 'report', "
					+ "idle in transaction for \\d+ s: select count\\(\\*\\) from t where '…' = '…'");
		}
	}

	@Test
	void theSessionThatAConcurrentBuildWaitsForIsNamed() throws Exception {
		try (Connection report = report("insert into t values (1)")) {
			ServerSession blocker = blockerOf(this.database,
					WatchedWork.alone(this.database, (connection) -> WatchedWork.execute(connection,
							WatchedWork.tagged("create index concurrently on t(i)"))),
					report);
			assertThat(blocker.query()).isEqualTo("insert into t values (1)");
		}
	}

	@Test
	void theValuesOfAMigrationBehindAPoolerAreNotShown() {
		String query = WatchedWork
			.tagged("create subscription s connection 'password=" + Canary.value() + "' publication p");
		assertThat(new ServerSession(1, "app", "app", null, "active", null, null, query).toString()).isEqualTo(
				"pid 1, user app, application 'app', active: create subscription s connection '…' publication p");
	}

	@Test
	void whoAsksIsNotNamed() throws Exception {
		try (Connection connection = this.database.dataSource().getConnection()) {
			int own = connection.unwrap(PGConnection.class).getBackendPID();
			assertThat(ServerSession.named(connection, List.of(own))).isEmpty();
		}
	}

	@Test
	void aRoleThatMaySeeLessNamesTheSessionAllTheSame() throws Exception {
		String role = this.database.name() + "_owner";
		this.database.execute("create role " + role + " login");
		this.database.execute("alter table t owner to " + role);
		try (Connection report = report("select count(*) from t")) {
			assertThat(
					blockerOf(this.database.as(role, ""), WatchedWork.inTransaction("alter table t add j int"), report))
				.hasToString("pid " + pid(report) + ", user postgres, application 'report'");
		}
	}

	@Test
	void sessionsAreDescribedWhenTheyAreGoneToo() throws Exception {
		int gone;
		try (Connection ended = report("select 1")) {
			gone = pid(ended);
		}
		awaitEnd(gone);
		try (Connection report = report("select 7"); Connection asking = this.database.dataSource().getConnection()) {
			assertThat(ServerSession.named(asking, List.of(gone, pid(report)))).extracting(ServerSession::query)
				.containsExactly("select 7", null);
			assertThat(ServerSession.named(asking, List.of(gone))).singleElement().hasToString("pid " + gone);
			assertThat(ServerSession.named(asking, List.of())).isEmpty();
		}
	}

	@Test
	void aProcessOfTheServerIsNamedAsSuch() throws Exception {
		int pid = Integer.parseInt(
				this.database.query("select pid from pg_stat_activity where backend_type = 'checkpointer'").get(0));
		String role = this.database.name() + "_stranger";
		this.database.execute("create role " + role + " login");
		try (Connection superuser = this.database.dataSource().getConnection();
				Connection stranger = this.database.as(role, "").dataSource().getConnection()) {
			assertThat(ServerSession.named(superuser, List.of(pid))).singleElement()
				.hasToString("pid " + pid + ", checkpointer");
			assertThat(ServerSession.named(stranger, List.of(pid))).singleElement()
				.hasToString("pid " + pid + ", a process of the server itself");
		}
	}

	@Test
	void suspectsHoldLocksOnTablesOfThisDatabase() throws Exception {
		TestDatabase other = TestPostgres.server().createDatabase();
		other.execute("create table t(i int)");
		try (Connection oldest = report("lock table t in access share mode");
				Connection catalogs = report("select * from pg_class");
				Connection elsewhere = report(other, "select * from t");
				Connection asking = report("select * from t");
				Connection advisory = report("select pg_advisory_xact_lock(1)");
				Connection younger = report("select * from t")) {
			assertThat(ServerSession.suspects(asking)).extracting(ServerSession::pid)
				.containsExactly(pid(oldest), pid(younger))
				.doesNotContain(pid(catalogs), pid(elsewhere), pid(advisory));
		}
	}

	@Test
	void sessionsOfSlipwayThatHoldNothingAreNotInTheWay() throws Exception {
		try (Connection holder = report(RunTag.ofHolder("1a") + "lock table t in access share mode");
				Connection query = report(RunTag.QUERY + "select * from t");
				Connection work = report(RunTag.of("1a") + "select * from t");
				Connection asking = report("select * from t")) {
			assertThat(ServerSession.suspects(asking)).extracting(ServerSession::pid).containsExactly(pid(work));
			assertThat(ServerSession.named(asking, List.of(pid(holder), pid(query), pid(work))))
				.extracting(ServerSession::pid)
				.containsExactly(pid(work));
			assertThat(ServerSession.ofTable(asking, "public", "t")).extracting(ServerSession::pid)
				.containsExactly(pid(work));
		}
	}

	@Test
	void othersWhoWriteSlipwaysTagAreInTheWay() throws Exception {
		String role = this.database.name() + "_stranger";
		this.database.execute("create role " + role + " login; grant select on t to " + role);
		try (Connection stranger = this.database.as(role, "").dataSource().getConnection();
				Connection asking = this.database.dataSource().getConnection()) {
			stranger.setAutoCommit(false);
			TestDatabase.query(stranger, RunTag.QUERY + "select * from t");
			assertThat(ServerSession.suspects(asking)).extracting(ServerSession::user).containsExactly(role);
			stranger.rollback();
		}
	}

	@Test
	void thereAreTenSuspectsAtMostAndWhoeverHasAnExclusiveLockComesFirst() throws Exception {
		List<Connection> sessions = new ArrayList<>();
		for (int i = 0; i < 10; i++) {
			sessions.add(report("select * from t"));
		}
		this.database.execute("create table other(i int)");
		Connection exclusive = report("lock table other");
		sessions.add(exclusive);
		try (Connection asking = this.database.dataSource().getConnection()) {
			assertThat(ServerSession.suspects(asking)).hasSize(10)
				.extracting(ServerSession::pid)
				.startsWith(pid(exclusive), pid(sessions.get(0)))
				.doesNotContain(pid(sessions.get(9)));
		}
		for (Connection session : sessions) {
			session.close();
		}
	}

	@Test
	void whereTheDatabaseDoesNotAnswerNobodyIsNamed() throws Exception {
		Connection closed = this.database.dataSource().getConnection();
		closed.close();
		assertThat(ServerSession.suspects(closed)).isEmpty();
		assertThat(ServerSession.named(closed, List.of(1))).isEmpty();
	}

	@Test
	void aPreparedTransactionHasNoSession() {
		assertThat(new ServerSession(0, null, null, null, null, null, null, null))
			.hasToString("a prepared transaction, see pg_prepared_xacts");
	}

	@Test
	void theOlderTransactionAroundAYoungStatementIsSaid() {
		assertThat(new ServerSession(7, "app", "", "autovacuum worker", "active", Duration.ofSeconds(9),
				Duration.ofSeconds(2), "select " + "x".repeat(300)))
			.asString()
			.startsWith("pid 7, autovacuum worker, user app, active for 2 s, transaction open for 9 s: select xxx")
			.endsWith("x…");
	}

	@Test
	void theValuesInAQueryAreNotShown() {
		assertThat(new ServerSession(7, null, "report", null, "active", null, null,
				"select '" + Canary.value() + "' -- " + Canary.value()))
			.hasToString("pid 7, application 'report', active: select '…'");
	}

	private ServerSession blockerOf(TestDatabase database, WatchedWork.Work work, Connection blocker) throws Exception {
		try (WatchedWork watched = new WatchedWork(database.dataSource().getConnection(), work, database.dataSource(),
				true, WatchedWork.BUSY)) {
			List<ServerSession> blockers = Waits.until(() -> watched.watch().blockers(), (seen) -> !seen.isEmpty());
			blocker.rollback();
			watched.await();
			assertThat(blockers).hasSize(1);
			return blockers.get(0);
		}
	}

	private Connection report(String sql) throws SQLException {
		return report(this.database, sql);
	}

	private static Connection report(TestDatabase database, String sql) throws SQLException {
		Connection connection = database.dataSource("?ApplicationName=report").getConnection();
		connection.setAutoCommit(false);
		WatchedWork.execute(connection, sql);
		return connection;
	}

	private static int pid(Connection connection) throws SQLException {
		return connection.unwrap(PGConnection.class).getBackendPID();
	}

	private void awaitEnd(int pid) {
		Waits.until(() -> this.database.query("select count(*) from pg_stat_activity where pid = " + pid),
				(rows) -> rows.contains("0"));
	}

}
