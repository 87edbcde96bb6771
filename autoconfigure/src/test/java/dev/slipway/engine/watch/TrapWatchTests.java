package dev.slipway.engine.watch;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;

import dev.slipway.engine.postgres.ServerSession;
import dev.slipway.testing.TestDatabase;
import dev.slipway.testing.TrapDatabase;
import dev.slipway.testing.TrapServer;
import dev.slipway.testing.TrapServer.Victim;
import dev.slipway.testing.Waits;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.postgresql.PGConnection;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Whoever watches a long statement executes nothing that a role has made which is not
 * trusted.
 */
@ExtendWith(OutputCaptureExtension.class)
class TrapWatchTests {

	private static final WatchIntervals TALKATIVE = new WatchIntervals(Duration.ZERO, Duration.ofMillis(10),
			Duration.ofMillis(50));

	@ParameterizedTest
	@EnumSource
	void noTrapIsExecuted(Victim victim, CapturedOutput output) throws Exception {
		TrapDatabase database = TrapServer.server().createDatabase(victim);
		database.admin()
			.execute("create table public.t(i int); alter table public.t owner to " + database.victim().username());
		try (Connection report = report(database.admin())) {
			WatchedWork.Work work = WatchedWork.alone(database.victim(), (connection) -> WatchedWork.execute(connection,
					WatchedWork.tagged("create " + TrapDatabase.SCRIPT + " index concurrently t_i on public.t(i)")));
			try (WatchedWork watched = new WatchedWork(database.victim().dataSource().getConnection(), work,
					database.victim().dataSource(), true, TALKATIVE)) {
				Waits.untilPrinted(output, "; CREATE INDEX CONCURRENTLY ");
				report.rollback();
				watched.await();
			}
			WatchedWork.execute(report, "select * from public.t");
			try (Connection asking = database.victim().dataSource().getConnection()) {
				assertThat(ServerSession.suspects(asking)).hasSize(1);
				assertThat(ServerSession.named(asking, List.of(report.unwrap(PGConnection.class).getBackendPID())))
					.hasSize(1);
			}
		}
		TrapDatabase.Log log = database.log();
		assertThat(log.executedTraps()).isEmpty();
		assertThat(log.leftToSearchPath()).isEmpty();
		assertThat(log.namesWithoutTrap()).isEmpty();
	}

	private static Connection report(TestDatabase database) throws SQLException {
		Connection connection = database.dataSource("?ApplicationName=report").getConnection();
		connection.setAutoCommit(false);
		WatchedWork.execute(connection, "insert into public.t values (1)");
		return connection;
	}

}
