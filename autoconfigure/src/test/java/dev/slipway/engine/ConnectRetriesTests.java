package dev.slipway.engine;

import java.io.IOException;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.slipway.DatabaseException;
import dev.slipway.DatabaseException.Reason;
import dev.slipway.Migrator;
import dev.slipway.MigratorOptions;
import dev.slipway.testing.RefusedConnections;
import dev.slipway.testing.Scripts;
import dev.slipway.testing.TcpProxy;
import dev.slipway.testing.TestDatabase;
import dev.slipway.testing.TestPostgres;
import dev.slipway.testing.Waits;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Servers that are not there yet when the history is read for the first time.
 */
@ExtendWith(OutputCaptureExtension.class)
class ConnectRetriesTests {

	private static final Logger logger = LoggerFactory.getLogger(RefusedConnections.class);

	private static final String STARTING = "the database system is starting up";

	private final TestDatabase database = TestPostgres.server().createDatabase();

	private final Scripts scripts;

	ConnectRetriesTests(@TempDir Path folder) {
		this.scripts = new Scripts(folder).write("001_one.sql", "create table t(i int)");
	}

	@Test
	void serverThatStartsUpIsWaitedFor(CapturedOutput output) throws Exception {
		RefusedConnections starting = new RefusedConnections(2, "57P03", STARTING);
		try (TcpProxy proxy = new TcpProxy(this.database, starting)) {
			assertThat(migrator(proxy.database(), 2).migrate().applied()).hasSize(1);
		}
		assertThat(starting.refused()).isEqualTo(2);
		assertThat(output)
			.containsOnlyOnce("Slipway: the database cannot be reached. FATAL: " + STARTING + " (57P03) Nothing was"
					+ " applied. Slipway tries again in 20 ms, 2 times more at most")
			.containsOnlyOnce("Slipway tries again in 20 ms, once more at most");
	}

	@Test
	void serverThatIsWaitedForInVainEndsTheRun() throws Exception {
		RefusedConnections starting = new RefusedConnections(10, "57P03", STARTING);
		try (TcpProxy proxy = new TcpProxy(this.database, starting)) {
			assertFails(migrator(proxy.database(), 2), Reason.UNREACHABLE);
		}
		assertThat(starting.refused()).isEqualTo(3);
	}

	@Test
	void byDefaultNothingIsWaitedFor() throws Exception {
		RefusedConnections starting = new RefusedConnections(10, "57P03", STARTING);
		try (TcpProxy proxy = new TcpProxy(this.database, starting)) {
			assertFails(this.scripts.migrator(proxy.database()), Reason.UNREACHABLE);
		}
		assertThat(starting.refused()).isEqualTo(1);
	}

	@ParameterizedTest
	@CsvSource(delimiter = ';', textBlock = """
			28P01; password authentication failed for user "x"; LOGIN_REFUSED
			28000; no pg_hba.conf entry for host "127.0.0.1"; LOGIN_REFUSED
			3D000; database "none" does not exist; MISSING_DATABASE
			53300; sorry, too many clients already; TOO_MANY_CONNECTIONS
			42501; permission denied for database "none"; MISSING_PRIVILEGE
			""")
	void whatAnotherTryWouldNotChangeIsNotTriedAgain(String state, String message, Reason reason) throws Exception {
		// Without encryption the driver tries once more after 28000.
		RefusedConnections refusing = new RefusedConnections(10, state, message);
		try (TcpProxy proxy = new TcpProxy(this.database, refusing)) {
			Migrator migrator = Migrator.of(proxy.database().dataSource("?sslmode=disable"), options(5));
			assertThatExceptionOfType(DatabaseException.class).isThrownBy(migrator::migrate)
				.satisfies((failure) -> assertThat(failure.getReason()).isEqualTo(reason))
				.withMessageContaining(message)
				.withMessageContaining("Nothing was applied.");
		}
		assertThat(refusing.refused()).isEqualTo(1);
	}

	@Test
	void refusedConnectionsAndUnknownHostsAreTriedAgain(CapturedOutput output) {
		assertFails(migrator(this.database.through("127.0.0.1", 1), 1), Reason.UNREACHABLE);
		assertFails(migrator(this.database.through("no-such-host.invalid", 5432), 1), Reason.UNREACHABLE);
		assertThat(output.getOut().split("tries again in 20 ms, once more at most", -1)).hasSize(3);
	}

	@Test
	void poolThatHasNoConnectionYetIsAskedAgain(CapturedOutput output) {
		HikariConfig config = new HikariConfig();
		config.setJdbcUrl(this.database.through("127.0.0.1", 1).url());
		config.setConnectionTimeout(300);
		config.setInitializationFailTimeout(-1);
		try (HikariDataSource pool = new HikariDataSource(config)) {
			assertFails(Migrator.of(pool, options(1)), Reason.UNREACHABLE);
		}
		assertThat(output).contains("tries again in 20 ms, once more at most");
	}

	/** A pooler lends a connection, and closes it with the first query. */
	@Test
	void firstReadIsTriedAgainToo() throws Exception {
		CutAtFirstQuery cutting = new CutAtFirstQuery();
		try (TcpProxy proxy = new TcpProxy(this.database, cutting)) {
			assertThat(migrator(proxy.database(), 1).migrate().applied()).hasSize(1);
		}
	}

	@Test
	void checksWaitToo(CapturedOutput output) throws Exception {
		this.scripts.migrator(this.database).migrate();
		try (TcpProxy proxy = new TcpProxy(this.database, new RefusedConnections(1, "57P03", STARTING))) {
			migrator(proxy.database(), 1).validate();
		}
		try (TcpProxy proxy = new TcpProxy(this.database, new RefusedConnections(1, "57P03", STARTING))) {
			Migrator.awaitAll(List.of(migrator(proxy.database(), 1)), Duration.ofMinutes(1));
		}
		assertThat(output.getOut().split("once more at most", -1)).hasSize(3);
	}

	@Test
	void interruptEndsTheWait(CapturedOutput output) throws Exception {
		Migrator migrator = Migrator.of(this.database.through("127.0.0.1", 1).dataSource(),
				this.scripts.options().withConnectRetries(5, Duration.ofHours(1)));
		CompletableFuture<Throwable> failure = new CompletableFuture<>();
		Thread run = new Thread(() -> {
			try {
				migrator.migrate();
			}
			catch (RuntimeException ex) {
				failure.complete(ex);
			}
		});
		run.start();
		Waits.untilPrinted(output, "tries again in 1000 ms, 5 times more at most");
		Waits.untilPrinted(output, "tries again in 2000 ms, 4 times more at most");
		run.interrupt();
		assertThat(failure.get())
			.isInstanceOfSatisfying(DatabaseException.class,
					(ended) -> assertThat(ended.getReason()).isEqualTo(Reason.INTERRUPTED))
			.hasMessageContaining("the run was interrupted while it waited for the server");
	}

	private void assertFails(Migrator migrator, Reason reason) {
		assertThatExceptionOfType(DatabaseException.class).isThrownBy(migrator::migrate)
			.satisfies((failure) -> assertThat(failure.getReason()).isEqualTo(reason));
	}

	private Migrator migrator(TestDatabase reached, int retries) {
		return Migrator.of(reached.dataSource(), options(retries));
	}

	private MigratorOptions options(int retries) {
		return this.scripts.options().withConnectRetries(retries, Duration.ofMillis(20));
	}

	/**
	 * Ends the first connection when its first query comes.
	 */
	private static final class CutAtFirstQuery implements TcpProxy.Connector {

		private final AtomicBoolean cut = new AtomicBoolean();

		@Override
		public TcpProxy.Directions connect(Socket client, Socket server) {
			boolean first = this.cut.compareAndSet(false, true);
			return new TcpProxy.Directions(() -> pass(client, server, first), () -> pass(server, client, false));
		}

		private static void pass(Socket from, Socket to, boolean upToQuery) {
			byte[] buffer = new byte[1 << 16];
			try (from; to) {
				for (int read = from.getInputStream().read(buffer); read >= 0; read = from.getInputStream()
					.read(buffer)) {
					if (upToQuery && buffer[0] == 'P') {
						return;
					}
					to.getOutputStream().write(buffer, 0, read);
				}
			}
			catch (IOException ex) {
				logger.debug("A connection ended: {}", ex.getMessage());
			}
		}

	}

}
