package dev.slipway.engine.watch;

import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

import com.zaxxer.hikari.HikariDataSource;
import dev.slipway.engine.postgres.RunTag;
import dev.slipway.engine.postgres.ServerSession;
import dev.slipway.engine.text.Secrets;
import dev.slipway.testing.Canary;
import dev.slipway.testing.TestDatabase;
import dev.slipway.testing.TestPooler;
import dev.slipway.testing.TestPostgres;
import dev.slipway.testing.Waits;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.postgresql.PGConnection;
import org.postgresql.core.BaseConnection;
import org.postgresql.core.TransactionState;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.jdbc.datasource.DelegatingDataSource;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * What a watch borrows, sends and leaves behind.
 */
@ExtendWith(OutputCaptureExtension.class)
class WatchTests {

	private static final String CANCELLED = "57014";

	private static final String SLEEP = "select pg_sleep(600)";

	private final TestDatabase database = TestPostgres.server().createDatabase();

	private final AtomicInteger loans = new AtomicInteger();

	@Test
	void ofAShortAttemptNothingIsSeenAndNothingBorrowed() throws Exception {
		WatchIntervals pace = new WatchIntervals(Duration.ofHours(1), Duration.ofMillis(10), Duration.ofHours(1));
		try (WatchedWork work = work(WatchedWork.inTransaction("select 1"), true, pace)) {
			work.await();
			assertThat(work.watch().blockers()).isEmpty();
		}
		assertThat(this.loans).hasValue(0);
	}

	@Test
	void aLongAttemptIsWatchedBeforeItsLockTimeoutIsOver() {
		assertThat(WatchIntervals.of(Duration.ZERO))
			.isEqualTo(new WatchIntervals(Duration.ofSeconds(10), Duration.ofSeconds(1), Duration.ofSeconds(10)));
		assertThat(WatchIntervals.of(Duration.ofSeconds(2)))
			.isEqualTo(new WatchIntervals(Duration.ofSeconds(1), Duration.ofMillis(500), Duration.ofSeconds(10)));
		assertThat(WatchIntervals.of(Duration.ofMillis(200)))
			.isEqualTo(new WatchIntervals(Duration.ofMillis(100), Duration.ofMillis(100), Duration.ofSeconds(10)));
		assertThat(WatchIntervals.of(Duration.ofMinutes(2)))
			.isEqualTo(new WatchIntervals(Duration.ofSeconds(10), Duration.ofSeconds(1), Duration.ofSeconds(10)));
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void theConnectionGoesBackAsItCame(boolean autoCommit) throws Exception {
		this.database.execute("create table t(i int)");
		try (Connection lent = this.database.dataSource().getConnection(); Connection reader = reader()) {
			String before = session(lent);
			lent.setAutoCommit(autoCommit);
			try (WatchedWork work = new WatchedWork(this.database.dataSource().getConnection(),
					WatchedWork.inTransaction("alter table t add j int"), new SingleConnectionDataSource(lent, true),
					true, WatchedWork.BUSY)) {
				Waits.until(() -> !work.watch().blockers().isEmpty());
				reader.rollback();
				work.await();
			}
			assertThat(lent.getAutoCommit()).isEqualTo(autoCommit);
			assertThat(lent.unwrap(BaseConnection.class).getTransactionState()).isEqualTo(TransactionState.IDLE);
			lent.setAutoCommit(true);
			assertThat(session(lent)).isEqualTo(before);
		}
	}

	@Test
	void aPoolHasItsConnectionBackWhenTheAttemptEnds() throws Exception {
		this.database.execute("create table t(i int)");
		try (HikariDataSource pool = pool(); Connection reader = reader()) {
			try (WatchedWork work = new WatchedWork(this.database.dataSource().getConnection(),
					WatchedWork.inTransaction("alter table t add j int"), pool, true, WatchedWork.BUSY)) {
				Waits.until(() -> !work.watch().blockers().isEmpty());
				assertThat(pool.getHikariPoolMXBean().getActiveConnections()).isEqualTo(1);
				reader.rollback();
				work.await();
			}
			assertThat(pool.getHikariPoolMXBean().getActiveConnections()).isZero();
		}
	}

	@Test
	void aCatalogThatIsLockedForAWhileDoesNotEndWatching(CapturedOutput output) throws Exception {
		this.database.execute("create table t(i int)");
		try (Connection lent = this.database.dataSource("?options=-c%20lock_timeout=50").getConnection();
				Connection reader = reader()) {
			int watching = lent.unwrap(PGConnection.class).getBackendPID();
			try (WatchedWork work = new WatchedWork(this.database.dataSource().getConnection(), (connection) -> {
				// Whoever looks at sessions reads the roles.
				WatchedWork.execute(connection, "begin");
				WatchedWork.execute(connection, "lock table pg_catalog.pg_authid");
				for (boolean waits : new boolean[] { true, false }) {
					Waits.until(() -> TestDatabase
						.query(connection, "select count(*) > 0 from pg_locks where not granted and pid = " + watching)
						.equals(List.of(waits ? "t" : "f")));
				}
				WatchedWork.execute(connection, "rollback");
				WatchedWork.inTransaction("alter table t add j int").on(connection);
			}, new SingleConnectionDataSource(lent, true), true, WatchedWork.BUSY)) {
				Waits.until(() -> !work.watch().blockers().isEmpty());
				reader.rollback();
				work.await();
			}
		}
		assertThat(output).doesNotContain("has no monitoring connection");
	}

	@Test
	void anAttemptGoesOnWhereNoConnectionCanBeHad(CapturedOutput output) throws Exception {
		CountDownLatch asked = new CountDownLatch(1);
		DelegatingDataSource exhausted = new DelegatingDataSource(this.database.dataSource()) {

			@Override
			public Connection getConnection() throws SQLException {
				asked.countDown();
				throw new SQLException("password=" + Canary.value());
			}

		};
		try (WatchedWork work = new WatchedWork(this.database.dataSource().getConnection(), (connection) -> {
			Waits.until(() -> output.getOut()
				.contains("Service 'svc' has no monitoring connection; what long statements wait for is not logged"));
			WatchedWork.execute(connection, "create table t(i int)");
		}, exhausted, true, WatchedWork.BUSY)) {
			work.await();
		}
		assertThat(asked.getCount()).isZero();
		assertThat(output).doesNotContain(Canary.value());
		assertThat(this.database.query("select to_regclass('t')")).containsExactly("t");
	}

	@Test
	void whatWasSeenBeforeWatchingFailedIsForgotten() throws Exception {
		this.database.execute("create table t(i int)");
		try (HikariDataSource pool = pool(); Connection reader = reader()) {
			try (WatchedWork work = new WatchedWork(this.database.dataSource().getConnection(),
					WatchedWork.inTransaction("alter table t add j int"), pool, true, WatchedWork.BUSY)) {
				Waits.until(() -> !work.watch().blockers().isEmpty());
				this.database.query("select pg_terminate_backend(pid) from pg_stat_activity "
						+ "where datname = current_database() and application_name = 'pool'");
				Waits.until(() -> work.watch().blockers().isEmpty());
				Waits.until(() -> pool.getHikariPoolMXBean().getActiveConnections() == 0);
				reader.rollback();
				work.await();
			}
		}
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void whoWasInTheWayIsForgottenWhenAnotherStatementRunsUnlessTheLastHasFailed(boolean failed, CapturedOutput output)
			throws Exception {
		String next = failed ? RunTag.ofFailure(WatchedWork.RUN) + SLEEP : WatchedWork.tagged(SLEEP);
		this.database.execute("create table t(i int)");
		try (Connection reader = reader(); WatchedWork work = work(WatchedWork.alone(this.database, (connection) -> {
			WatchedWork.execute(connection, WatchedWork.tagged("alter table t add j int"));
			WatchedWork.execute(connection, next);
		}), true, new WatchIntervals(Duration.ZERO, Duration.ofMillis(10), Duration.ofMillis(100)))) {
			Waits.until(() -> !work.watch().blockers().isEmpty());
			reader.rollback();
			Waits.untilPrinted(output, "pg_sleep");
			assertThat(work.watch().blockers()).hasSize(failed ? 1 : 0);
			interruptSleep(work, next);
		}
	}

	@Test
	void aRollbackEndsAFailedAttempt() {
		assertThat(activity("rollback").endsFailedAttempt("1")).isTrue();
		assertThat(activity("rollback to s").endsFailedAttempt("1")).isFalse();
		assertThat(activity(RunTag.of("1") + "rollback").endsFailedAttempt("1")).isFalse();
		assertThat(activity(RunTag.ofFailure("1") + "update t").endsFailedAttempt("1")).isTrue();
		assertThat(activity(RunTag.ofFailure("2") + "update t").endsFailedAttempt("1")).isFalse();
	}

	@Test
	void anAttemptThatEndsDoesNotWaitForAConnectionToWatchFrom(CapturedOutput output) throws Exception {
		try (HikariDataSource pool = pool(); Connection only = pool.getConnection()) {
			assertThat(only.isValid(1)).isTrue();
			try (WatchedWork work = new WatchedWork(this.database.dataSource().getConnection(),
					(connection) -> Waits.until(() -> pool.getHikariPoolMXBean().getThreadsAwaitingConnection() == 1),
					pool, true, WatchedWork.BUSY)) {
				work.await();
			}
			Waits.until(() -> pool.getHikariPoolMXBean().getThreadsAwaitingConnection() == 0);
		}
		assertThat(output).doesNotContain("goes on without");
	}

	@Test
	void anAttemptThatEndsDoesNotWaitForAServerThatDoesNotAnswerTheWatch() throws Exception {
		CountDownLatch asked = new CountDownLatch(1);
		CountDownLatch answer = new CountDownLatch(1);
		CountDownLatch returned = new CountDownLatch(1);
		AtomicInteger questions = new AtomicInteger();
		DelegatingDataSource hanging = new DelegatingDataSource(this.database.dataSource()) {

			@Override
			public Connection getConnection() throws SQLException {
				Connection lent = super.getConnection();
				return proxy(Connection.class, (method, arguments) -> {
					if (method.getName().equals("createStatement")) {
						questions.incrementAndGet();
						asked.countDown();
						answer.await();
					}
					Object result = method.invoke(lent, arguments);
					if (method.getName().equals("close")) {
						returned.countDown();
					}
					return result;
				});
			}

		};
		try (WatchedWork work = new WatchedWork(this.database.dataSource().getConnection(),
				(connection) -> awaitUninterruptibly(asked), hanging, true, WatchedWork.BUSY)) {
			work.await();
		}
		assertThat(returned.getCount()).isEqualTo(1);
		answer.countDown();
		assertThat(returned.await(1, TimeUnit.MINUTES)).isTrue();
		assertThat(questions).hasValue(1);
	}

	@Test
	void anInterruptCancelsWhatTheServerDoes() throws Exception {
		try (WatchedWork work = work(WatchedWork.inTransaction(SLEEP), true, WatchedWork.BUSY)) {
			interruptSleep(work);
		}
	}

	@Test
	void anInterruptCancelsAlsoWhereNothingMayBeBorrowed() throws Exception {
		try (WatchedWork work = work(WatchedWork.inTransaction(SLEEP), false, WatchedWork.BUSY)) {
			interruptSleep(work);
			assertThat(work.watch().blockers()).isEmpty();
		}
		assertThat(this.loans).hasValue(0);
	}

	@Test
	void anInterruptCancelsUntilNothingIsLeftToCancel() throws Exception {
		try (WatchedWork work = work((connection) -> {
			assertThatExceptionOfType(SQLException.class)
				.isThrownBy(() -> WatchedWork.inTransaction(SLEEP).on(connection))
				.satisfies((failure) -> assertThat(failure.getSQLState()).isEqualTo(CANCELLED));
			WatchedWork.execute(connection, SLEEP);
		}, false, WatchedWork.BUSY)) {
			interruptSleep(work);
		}
	}

	@Test
	@EnabledIf("dev.slipway.testing.TestPooler#isInstalled")
	void throughAPoolerBlockersAreSeenAndAnInterruptCancels(@TempDir Path folder) throws Exception {
		this.database.execute("create table t(i int)");
		try (TestPooler pooler = TestPooler.start(this.database, folder, 4);
				Connection reader = reader();
				WatchedWork work = new WatchedWork(pooler.database().dataSource().getConnection(),
						WatchedWork.inTransaction("alter table t add j int"), pooler.database().dataSource(), true,
						WatchedWork.BUSY)) {
			Waits.until(() -> !work.watch().blockers().isEmpty());
			assertThat(work.watch().blockers()).extracting(ServerSession::pid)
				.containsExactly(reader.unwrap(PGConnection.class).getBackendPID());
			work.thread().interrupt();
			assertCancelled(work);
		}
	}

	@Test
	void aCancelOnItsWayIsWaitedForAndNoneFollows() throws Exception {
		CountDownLatch arrived = new CountDownLatch(1);
		CountDownLatch mayArrive = new CountDownLatch(1);
		AtomicInteger cancels = new AtomicInteger();
		PGConnection slow = proxy(PGConnection.class, (method, arguments) -> {
			cancels.incrementAndGet();
			arrived.countDown();
			mayArrive.await();
			return null;
		});
		Connection connection = proxy(Connection.class,
				(method, arguments) -> method.getName().equals("unwrap") ? slow : null);
		try (WatchedWork work = new WatchedWork(connection, (ignored) -> {
			Thread.currentThread().interrupt();
			awaitUninterruptibly(arrived);
		}, this.database.dataSource(), false, WatchedWork.BUSY)) {
			Waits.until(() -> work.thread().getState() == Thread.State.BLOCKED);
			mayArrive.countDown();
			work.await();
			work.thread().join();
			Waits.until(() -> Thread.getAllStackTraces().keySet().stream().noneMatch(WatchTests::watches));
		}
		assertThat(cancels).hasValue(1);
	}

	@Test
	void anInterruptThatEndsAnAttemptIsNotLost() throws Exception {
		CountDownLatch asked = new CountDownLatch(1);
		CountDownLatch answer = new CountDownLatch(1);
		AtomicBoolean interrupted = new AtomicBoolean();
		DelegatingDataSource slow = new DelegatingDataSource(this.database.dataSource()) {

			@Override
			public Connection getConnection() throws SQLException {
				asked.countDown();
				awaitUninterruptibly(answer);
				return super.getConnection();
			}

		};
		Thread worker = new Thread(() -> {
			Connection connection = proxy(Connection.class, (method, arguments) -> null);
			WatchTarget attempt = new WatchTarget("svc", null, connection, WatchedWork.LOCK, "1", Duration.ZERO,
					Secrets.NONE);
			Watch watch = Watch.begin(attempt, slow, true, WatchedWork.BUSY);
			awaitUninterruptibly(asked);
			Thread.currentThread().interrupt();
			watch.close();
			interrupted.set(Thread.currentThread().isInterrupted());
		});
		worker.start();
		worker.join();
		answer.countDown();
		assertThat(interrupted).isTrue();
	}

	private static ServerActivity activity(String query) {
		return new ServerActivity(1, null, query, "", Duration.ZERO, null, List.of());
	}

	private void interruptSleep(WatchedWork work) throws Exception {
		interruptSleep(work, SLEEP);
	}

	private void interruptSleep(WatchedWork work, String query) throws Exception {
		Waits.until(
				() -> this.database
					.query("select count(*) from pg_stat_activity where datname = current_database() "
							+ "and state = 'active' and query = '" + query + "'")
					.equals(List.of("1")));
		work.thread().interrupt();
		assertCancelled(work);
	}

	private static void assertCancelled(WatchedWork work) {
		assertThatExceptionOfType(SQLException.class).isThrownBy(work::await)
			.satisfies((failure) -> assertThat(failure.getSQLState()).isEqualTo(CANCELLED));
	}

	private WatchedWork work(WatchedWork.Work work, boolean mayConnect, WatchIntervals pace) throws SQLException {
		return new WatchedWork(this.database.dataSource().getConnection(), work,
				new DelegatingDataSource(this.database.dataSource()) {

					@Override
					public Connection getConnection() throws SQLException {
						WatchTests.this.loans.incrementAndGet();
						return super.getConnection();
					}

				}, mayConnect, pace);
	}

	/** Holds a lock on the table. */
	private Connection reader() throws SQLException {
		Connection connection = this.database.dataSource().getConnection();
		connection.setAutoCommit(false);
		WatchedWork.execute(connection, "select * from t");
		return connection;
	}

	private HikariDataSource pool() {
		return this.database.pool((config) -> {
			config.addDataSourceProperty("ApplicationName", "pool");
			config.setConnectionTimeout(Duration.ofMinutes(10).toMillis());
		});
	}

	private static String session(Connection connection) throws SQLException {
		return TestDatabase.query(connection,
				"select (select string_agg(name || setting, ',') from pg_settings where source = 'session'), "
						+ "(select count(*) from pg_prepared_statements), (select count(*) from pg_listening_channels())")
			.get(0);
	}

	private static boolean watches(Thread thread) {
		return thread.getName().startsWith("slipway-watch");
	}

	private static <T> T proxy(Class<T> type, Answer answer) {
		return type.cast(Proxy.newProxyInstance(WatchTests.class.getClassLoader(), new Class<?>[] { type },
				(self, method, arguments) -> answer.to(method, arguments)));
	}

	private interface Answer {

		@Nullable Object to(Method method, Object[] arguments) throws Exception;

	}

	private static void awaitUninterruptibly(CountDownLatch latch) {
		while (latch.getCount() > 0) {
			Thread.onSpinWait();
		}
	}

}
