package dev.slipway.engine;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.function.Consumer;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import com.zaxxer.hikari.HikariDataSource;
import dev.slipway.DatabaseException;
import dev.slipway.testing.Scripts;
import dev.slipway.testing.TestDatabase;
import dev.slipway.testing.TestPostgres;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/**
 * What is left when something stops a run in the middle: a log that fails, a file that is
 * gone, an interrupt.
 */
class StoppedRunTests {

	private static final String WARN = "do $$ begin raise warning 'stop here'; end $$;\n";

	/** More than one round trip. */
	private static final String MANY = "insert into t values (1);\n".repeat(600);

	private final TestDatabase database = TestPostgres.server().createDatabase();

	private final HikariDataSource pool = this.database.pool((config) -> config.setMaximumPoolSize(2));

	private final Logger logger = (Logger) LoggerFactory.getLogger("dev.slipway.engine.execute.Notices");

	private final Scripts scripts;

	private Consumer<String> onWarning = (message) -> {
	};

	private final AppenderBase<ILoggingEvent> appender = new AppenderBase<>() {
		@Override
		protected void append(ILoggingEvent event) {
			if (event.getFormattedMessage().contains("stop here")) {
				StoppedRunTests.this.onWarning.accept(event.getFormattedMessage());
			}
		}
	};

	StoppedRunTests(@TempDir Path folder) {
		this.scripts = new Scripts(folder);
	}

	@BeforeEach
	void listen() {
		this.database.execute("create table t (i int)");
		this.logger.setLevel(Level.WARN);
		this.appender.start();
		this.logger.addAppender(this.appender);
	}

	@AfterEach
	void close() {
		this.logger.detachAppender(this.appender);
		this.logger.setLevel(null);
		this.pool.close();
		Thread.interrupted();
	}

	@ParameterizedTest
	@ValueSource(strings = { "%2$s%1$s", "begin; %2$s%1$s commit; select 1;", "vacuum t; %2$s begin; %2$s%1$s commit;",
			"-- slipway: no-transaction\nvacuum t; %2$s%1$s" })
	void errorWhileAScriptRunsLeavesNoTransactionInThePool(String script) throws SQLException {
		this.scripts.write("001_one.sql", script.formatted(MANY, WARN));
		this.onWarning = (message) -> {
			throw new Failing();
		};
		assertThatThrownBy(() -> this.scripts.migrator(this.pool).migrate()).isInstanceOf(Failing.class);
		assertPoolIsClean();
	}

	@Test
	void undoFileThatIsGoneLeavesNoTransactionInThePool() throws SQLException {
		this.scripts.write("001_one.sql", MANY)
			.write("002_two.sql", "select 1")
			.write("002_two_down.sql", "select 1;\n".repeat(20_000));
		PausingDataSource dataSource = new PausingDataSource(this.pool, () -> this.scripts.delete("002_two_down.sql"));
		assertThatThrownBy(() -> this.scripts.migrator(dataSource).migrate()).hasMessageContaining("002_two_down.sql");
		assertPoolIsClean();
	}

	@Test
	void interruptBetweenTwoRoundTripsEndsTheRun() throws SQLException {
		this.scripts.write("001_one.sql", WARN);
		for (int i = 2; i < 40; i++) {
			this.scripts.write("%03d_more.sql".formatted(i),
					"-- " + "x".repeat(90_000) + "\nselect '" + "x".repeat(90_000) + "'");
		}
		this.onWarning = (message) -> Thread.currentThread().interrupt();
		assertThatExceptionOfType(DatabaseException.class).isThrownBy(() -> this.scripts.migrator(this.pool).migrate())
			.satisfies((failure) -> assertThat(failure.getReason()).isEqualTo(DatabaseException.Reason.INTERRUPTED));
		assertThat(Thread.interrupted()).isTrue();
		assertThat(this.database.query("select count(*) < 39 from schema_migrations")).containsExactly("t");
		assertPoolIsClean();
	}

	/** A file that is read by a thread that was interrupted is closed. */
	@ParameterizedTest
	@ValueSource(strings = { "", "-- slipway: no-transaction\n", "-- slipway: no-transaction\nbegin; %s commit;\n" })
	void interruptWhileAFileIsReadEndsTheRun(String head) throws SQLException {
		String rest = WARN + ("select '" + "x".repeat(9000) + "';\n").repeat(200);
		this.scripts.write("001_one.sql", head.contains("%s") ? head.formatted(rest) : head + rest);
		this.onWarning = (message) -> Thread.currentThread().interrupt();
		assertThatExceptionOfType(DatabaseException.class).isThrownBy(() -> this.scripts.migrator(this.pool).migrate())
			.satisfies((failure) -> assertThat(failure.getReason()).isEqualTo(DatabaseException.Reason.INTERRUPTED));
		assertThat(Thread.interrupted()).isTrue();
		assertPoolIsClean();
		this.onWarning = (message) -> {
		};
		assertThat(this.scripts.migrator(this.pool).migrate().applied()).hasSize(1);
	}

	private void assertPoolIsClean() throws SQLException {
		try (Connection first = this.pool.getConnection(); Connection second = this.pool.getConnection()) {
			assertThat(this.database.query(
					"select state, query from pg_stat_activity where datname = current_database() and xact_start is not null and pid <> pg_backend_pid()"))
				.isEmpty();
			for (Connection connection : new Connection[] { first, second }) {
				assertThat(TestDatabase.query(connection, "select 1")).containsExactly("1");
			}
		}
	}

	/** As an OutOfMemoryError. */
	private static final class Failing extends Error {

		private static final long serialVersionUID = 1L;

	}

}
