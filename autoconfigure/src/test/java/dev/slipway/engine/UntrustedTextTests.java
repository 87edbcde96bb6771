package dev.slipway.engine;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.slipway.DatabaseException;
import dev.slipway.HistoryConflictException;
import dev.slipway.InvalidMigrationsException;
import dev.slipway.MigrationFailedException;
import dev.slipway.SlipwayException;
import dev.slipway.testing.HostileText;
import dev.slipway.testing.Scripts;
import dev.slipway.testing.TestDatabase;
import dev.slipway.testing.TestPostgres;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

/**
 * What servers say, what is in a history and how files are named is shown so that nobody
 * takes it for a line of Slipway's own.
 */
class UntrustedTextTests {

	private static final int AT_A_TIME = 40;

	private static final String ODD = "x\u001B[2J\r\n" + HostileText.FORGED + "\n" + HostileText.FORGED
			+ "\u0085\u2028\u202E\uDB40\uDC41y";

	private final TestDatabase database = TestPostgres.server().createDatabase();

	private final Logger logger = (Logger) LoggerFactory.getLogger("dev.slipway");

	private final ListAppender<ILoggingEvent> log = new ListAppender<>();

	private final Scripts scripts;

	private @Nullable Level level;

	UntrustedTextTests(@TempDir Path folder) {
		this.scripts = new Scripts(folder);
	}

	@BeforeEach
	void listen() {
		this.level = this.logger.getLevel();
		this.logger.setLevel(Level.TRACE);
		this.log.start();
		this.logger.addAppender(this.log);
	}

	@AfterEach
	void everyLineOfTheLogWasPrintable() {
		this.logger.setLevel(this.level);
		this.logger.detachAppender(this.log);
		assertThat(this.log.list)
			.allSatisfy((event) -> assertThat(HostileText.faults(event.getFormattedMessage(), "")).isEmpty());
	}

	@Test
	void whatAScriptRaisesIsPrintable() {
		List<String> texts = HostileText.forServer().toList();
		// Of one round trip not all are logged.
		for (int i = 0; i < texts.size(); i += AT_A_TIME) {
			this.scripts.write("%03d_one.sql".formatted(i),
					texts.subList(i, Math.min(texts.size(), i + AT_A_TIME))
						.stream()
						.map((text) -> raise("warning", text) + raise("notice", text))
						.collect(Collectors.joining()));
			migrate();
		}
		assertThat(this.log.list.stream().filter((event) -> event.getLevel() == Level.WARN))
			.hasSizeGreaterThanOrEqualTo(texts.size());
		for (String text : texts.subList(0, 10)) {
			this.scripts.write("9999_two.sql", raise("exception", text));
			MigrationFailedException failure = catchThrowableOfType(MigrationFailedException.class, this::migrate);
			assertThat(failure.getError().detail()).isEqualTo(text);
			requirePrintable(failure);
		}
	}

	@Test
	@DisabledOnOs(OS.WINDOWS)
	void namesOfFilesArePrintable() {
		String odd = "x\u001B[2J\t\u0007";
		this.scripts.write("001_" + odd + ".sql", "create table t(i int)")
			.write("002_" + odd + ".sql", "vacuum t; select nothing");
		requirePrintable(catchThrowableOfType(MigrationFailedException.class, this::migrate));
		this.scripts.write("002_" + odd + ".sql", "vacuum t");
		migrate();
		this.scripts.write("001_" + odd + ".sql", "create table t(j int)");
		requirePrintable(catchThrowableOfType(HistoryConflictException.class, this::migrate));
		this.scripts.write("004\n" + HostileText.FORGED + odd + ".sql", "select 1")
			.write("005_" + odd + ".sql", "select '");
		requirePrintable(catchThrowableOfType(InvalidMigrationsException.class, this::migrate));
	}

	@Test
	void aRowOfSomebodyElseIsPrintable() {
		this.scripts.write("001_one.sql", "create table t(i int)").write("003_three.sql", "select 1");
		migrate();
		this.database
			.execute("insert into schema_migrations (version, name, kind, checksum, state, statements, duration,"
					+ " run_id) values ('2', " + literal(ODD) + ", 'versioned', " + literal(ODD)
					+ ", 'applied', 1, '1 s', gen_random_uuid())");
		requirePrintable(catchThrowableOfType(HistoryConflictException.class, this::migrate));
		this.database.execute("update schema_migrations set version = " + literal(ODD) + " where version = '2'");
		DatabaseException failure = catchThrowableOfType(DatabaseException.class, this::migrate);
		assertThat(failure).hasMessageContaining("holds a row that Slipway did not write");
		requirePrintable(failure);
	}

	@Test
	void columnsOfAnothersTableArePrintable() {
		this.scripts.write("001_one.sql", "select 1");
		this.database.execute("create table schema_migrations(\"" + ODD + "\" int)");
		DatabaseException failure = catchThrowableOfType(DatabaseException.class, this::migrate);
		assertThat(failure.getReason()).isEqualTo(DatabaseException.Reason.FOREIGN_TABLE);
		requirePrintable(failure);
	}

	private void migrate() {
		this.scripts.migrator(this.database).migrate();
	}

	private static void requirePrintable(SlipwayException failure) {
		assertThat(HostileText.faults(String.valueOf(failure.getMessage()), "\n\t")).isEmpty();
		for (Throwable cause = failure.getCause(); cause != null; cause = cause.getCause()) {
			assertThat(HostileText.faults(cause.toString().replace("\n" + HostileText.FORGED, ""), "\n\t")).isEmpty();
		}
	}

	private static String raise(String level, String text) {
		return "do $do$ begin raise " + level + " using message = " + literal(text) + ", detail = " + literal(text)
				+ ", hint = " + literal(text) + "; end $do$;\n";
	}

	private static String literal(String text) {
		return "'" + text.replace("'", "''") + "'";
	}

}
