package dev.slipway.boot;

import java.net.ConnectException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;

import dev.slipway.MigrationFailedException;
import dev.slipway.testing.Ports;
import dev.slipway.testing.Scripts;
import dev.slipway.testing.TestDatabase;
import dev.slipway.testing.TestPostgres;
import dev.slipway.testing.Waits;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.support.DefaultSingletonBeanRegistry;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.logging.LoggingSystem;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/**
 * A real application with a real web server: no port opens before the database is up to
 * date.
 */
class StartOrderTests {

	private final TestDatabase database = TestPostgres.server().createDatabase();

	private final Scripts scripts;

	private final int port = Ports.free();

	StartOrderTests(@TempDir Path folder) {
		this.scripts = new Scripts(folder);
	}

	@Test
	void thePortIsClosedWhileMigrationsRun() throws Exception {
		this.database.execute("create table busy(i int)");
		this.scripts.write("001_one.sql", "alter table busy add j int");
		CompletableFuture<ConfigurableApplicationContext> start;
		try (Connection reader = this.database.dataSource().getConnection(); Statement sql = reader.createStatement()) {
			reader.setAutoCommit(false);
			sql.execute("select * from busy");
			start = CompletableFuture.supplyAsync(this::start);
			Waits.until(
					() -> this.database
						.query("select application_name from pg_stat_activity where wait_event_type = 'Lock'"),
					(waiting) -> waiting.equals(List.of("slipway 001_one")));
			assertPortIsClosed();
			reader.rollback();
		}
		try (ConfigurableApplicationContext context = start.get();
				Socket client = new Socket(InetAddress.getLoopbackAddress(), this.port)) {
			assertThat(context.isRunning()).isTrue();
			assertThat(client.isConnected()).isTrue();
		}
	}

	@Test
	void thePortStaysClosedAndNothingKeepsTheProcessAliveAfterAFailure() {
		this.scripts.write("001_one.sql", "broken");
		List<Thread> before = liveThreads();
		assertThatThrownBy(this::start).hasStackTraceContaining(MigrationFailedException.class.getName());
		assertPortIsClosed();
		Waits.until(() -> liveThreads().stream().filter((thread) -> !before.contains(thread)).toList(), List::isEmpty);
	}

	@Test
	void aContextThatIsClosedMeanwhileCancelsTheStatementThatRuns() throws Exception {
		this.scripts.write("001_one.sql", "create table one(i int)").write("002_two.sql", "select pg_sleep(600)");
		CompletableFuture<ConfigurableApplicationContext> refreshing = new CompletableFuture<>();
		CompletableFuture<Boolean> interruptedInDestruction = new CompletableFuture<>();
		CompletableFuture<ConfigurableApplicationContext> start = CompletableFuture
			.supplyAsync(() -> start(this.port, (context) -> {
				((DefaultSingletonBeanRegistry) context.getBeanFactory()).registerDisposableBean(
						"waitsWhenItIsDestroyed",
						() -> interruptedInDestruction.complete(Thread.currentThread().isInterrupted()));
				refreshing.complete(context);
			}));
		Waits.until(
				() -> this.database.query("select application_name from pg_stat_activity "
						+ "where wait_event = 'PgSleep' and datname = current_database()"),
				(running) -> running.equals(List.of("slipway 002_two")));
		refreshing.join().close();
		assertThat(start).failsWithin(Duration.ofMinutes(1))
			.withThrowableThat()
			.havingRootCause()
			.withMessageContaining("canceling statement due to user request");
		assertThat(interruptedInDestruction).isCompletedWithValue(false);
		assertPortIsClosed();
		assertThat(this.database.query("select version from schema_migrations")).containsExactly("1");
		assertThat(this.database.query("select 1 from pg_stat_activity where wait_event = 'PgSleep'")).isEmpty();
	}

	@Test
	void twoContextsThatStartAtOnceOnAnEmptyDatabaseApplyEveryFileOnce() {
		this.scripts.write("001_one.sql", "create table log(v int)");
		for (int i = 2; i <= 30; i++) {
			this.scripts.write(i + "_n.sql", "insert into log values (" + i + ")");
		}
		// Two applications of one JVM cannot set up its logging at once.
		System.setProperty(LoggingSystem.SYSTEM_PROPERTY, LoggingSystem.NONE);
		CompletableFuture<ConfigurableApplicationContext> first = CompletableFuture.supplyAsync(() -> start(0));
		CompletableFuture<ConfigurableApplicationContext> second = CompletableFuture.supplyAsync(() -> start(0));
		try (ConfigurableApplicationContext a = first.join(); ConfigurableApplicationContext b = second.join()) {
			assertThat(List.of(a.isRunning(), b.isRunning())).containsOnly(true);
		}
		finally {
			System.clearProperty(LoggingSystem.SYSTEM_PROPERTY);
		}
		assertThat(this.database.query("select count(*), count(distinct v) from log")).containsExactly("29|29");
		assertThat(this.database.query("select count(*) from schema_migrations")).containsExactly("30");
	}

	private ConfigurableApplicationContext start() {
		return start(this.port);
	}

	private ConfigurableApplicationContext start(int port) {
		return start(port, (context) -> {
		});
	}

	private ConfigurableApplicationContext start(int port,
			ApplicationContextInitializer<ConfigurableApplicationContext> initializer) {
		SpringApplication application = new SpringApplication(Application.class);
		application.addInitializers(initializer);
		application.setRegisterShutdownHook(false);
		return application.run("--server.port=" + port, "--server.address=127.0.0.1",
				"--spring.datasource.url=" + this.database.url(),
				"--spring.datasource.username=" + this.database.username(),
				"--spring.datasource.password=" + this.database.password(),
				"--slipway.locations=" + this.scripts.location(), "--spring.main.banner-mode=off");
	}

	private void assertPortIsClosed() {
		assertThatExceptionOfType(ConnectException.class)
			.isThrownBy(() -> new Socket(InetAddress.getLoopbackAddress(), this.port).close());
	}

	private static List<Thread> liveThreads() {
		return Thread.getAllStackTraces()
			.keySet()
			.stream()
			.filter((thread) -> !thread.isDaemon() && thread.isAlive())
			.filter((thread) -> !thread.getName().startsWith("awaitility"))
			.toList();
	}

	@SpringBootApplication
	static class Application {

	}

}
