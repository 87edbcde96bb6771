package dev.slipway.engine;

import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.slipway.DatabaseException;
import dev.slipway.MigrationFailedException;
import dev.slipway.Migrator;
import dev.slipway.MigratorOptions;
import dev.slipway.SlipwayException;
import dev.slipway.Timeouts;
import dev.slipway.testing.Canary;
import dev.slipway.testing.Scripts;
import dev.slipway.testing.TestDatabase;
import dev.slipway.testing.TestPostgres;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.postgresql.util.PSQLException;
import org.slf4j.LoggerFactory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

/**
 * The values of placeholders are in no log line at any level, and nowhere in an exception
 * from which somebody could print them.
 */
class PlaceholderSecretsTests {

	private static final String HEAD = "-- slipway: placeholders\n";

	private static final String VALUE = Canary.value("it''s");

	private final TestDatabase database = TestPostgres.server().createDatabase();

	private final Logger logger = (Logger) LoggerFactory.getLogger("dev.slipway");

	/** Has a level of its own in these tests. */
	private final Logger notices = (Logger) LoggerFactory.getLogger("dev.slipway.engine.execute.Notices");

	private final ListAppender<ILoggingEvent> log = new ListAppender<>();

	private final Scripts scripts;

	private Level level;

	private Level noticesLevel;

	PlaceholderSecretsTests(@TempDir Path folder) {
		this.scripts = new Scripts(folder);
	}

	@BeforeEach
	void listen() {
		this.level = this.logger.getLevel();
		this.noticesLevel = this.notices.getLevel();
		this.log.start();
		this.logger.addAppender(this.log);
	}

	@AfterEach
	void endListening() {
		this.logger.setLevel(this.level);
		this.notices.setLevel(this.noticesLevel);
		this.logger.detachAppender(this.log);
	}

	@Test
	void aStatementWithinPlpgsqlIsShownWithTheNameInItsContext() {
		write("do $$ begin execute $q$select 1 / 0, '${pw}'$q$; end $$");
		assertThat(failure().getError().where()).contains("${pw}");
	}

	@Test
	void theMessageAndItsDetailAreShownWithTheName() {
		write("create table t(s text unique); insert into t values ('${pw}'); insert into t values ('${pw}')");
		assertThat(failure().getError().detail()).contains("=(${pw})");
	}

	@Test
	void aLongValueThatTheServerCutsOffIsShownWithTheName() {
		write("create table t(i int check (i > 0), s text); insert into t values (-1, '${long}')");
		assertThat(failure().getError().detail()).contains("(-1, ${long}");
	}

	@Test
	void aNameInAnotherCaseIsShownWithTheName() {
		write("select ${word}");
		assertThat(failure().getError().message()).contains("\"${word}\"");
	}

	@Test
	void hintsAreShownWithTheName() {
		write("do $$ begin raise exception 'no' using hint = 'use ${pw}'; end $$");
		assertThat(failure().getError().hint()).isEqualTo("use ${pw}");
	}

	@Test
	void whatIsDueAtTheEndOfAScriptIsShownWithTheName() {
		write("create table t(s text unique deferrable initially deferred);"
				+ " insert into t values ('${pw}'); insert into t values ('${pw}')");
		assertThat(failure().getError().detail()).contains("=(${pw})");
	}

	@Test
	void aFileThatRunsStatementByStatementShowsTheName() {
		write("-- slipway: no-transaction\nselect 1; do $$ begin raise exception 'no ${pw}'; end $$");
		assertThat(failure().getError().message()).isEqualTo("no ${pw}");
	}

	/** Whoever may read the history could try guesses of the value. */
	@Test
	void checksumOfFinishedStatementsDoesNotDependOnTheValue() {
		this.scripts.write("001_x.sql", HEAD + "-- slipway: no-transaction\nselect '${pw}'; select 1/0");
		assertThatExceptionOfType(MigrationFailedException.class)
			.isThrownBy(() -> migrator(Timeouts.DEFAULT).migrate());
		List<String> first = this.database.query("select checksum, statements from schema_migrations");
		this.database.execute("drop table schema_migrations");
		assertThatExceptionOfType(MigrationFailedException.class).isThrownBy(() -> Migrator
			.of(this.database.dataSource(), this.scripts.options().withPlaceholders(Map.of("pw", "other")))
			.migrate());
		assertThat(this.database.query("select checksum, statements from schema_migrations")).isEqualTo(first)
			.element(0)
			.asString()
			.endsWith("|1");
	}

	@Test
	void aCallbackShowsTheName() {
		this.scripts.write("V1__t.sql", "create table t(i int)")
			.write("afterMigrate.sql", HEAD + "do $$ begin raise exception 'no ${pw}'; end $$");
		assertThat(failure().getError().message()).isEqualTo("no ${pw}");
	}

	@ParameterizedTest
	@ValueSource(strings = { "WARN", "DEBUG", "TRACE" })
	void whatTheServerRemarksIsLoggedWithTheName(String level) {
		this.logger.setLevel(Level.toLevel(level));
		this.notices.setLevel(Level.toLevel(level));
		write("do $$ begin raise warning 'a ${pw}'; raise notice 'b ${pw}'; end $$");
		migrator(Timeouts.DEFAULT).migrate();
		assertThat(lines()).anyMatch((line) -> line.endsWith("WARNING: a ${pw}"));
		assertThat(lines().stream().anyMatch((line) -> line.endsWith("NOTICE: b ${pw}")))
			.isEqualTo(!level.equals("WARN"));
		requireNoValue();
	}

	@Test
	void aHistoryThatMayNotBeWrittenDoesNotShowTheUndoScript() {
		String role = this.database.name() + "_reader";
		this.database.execute("create role " + role + " login");
		this.scripts.write("001_one.sql", "select 1");
		migrator(Timeouts.DEFAULT).migrate();
		this.database.execute("grant select on schema_migrations to " + role);
		this.scripts.write("002_two.sql", HEAD + "select '${pw}';\n-- slipway: undo\nselect '${pw}';");
		TestDatabase reader = this.database.as(role, Canary.value());
		DatabaseException failure = catchThrowableOfType(DatabaseException.class,
				() -> Migrator.of(reader.dataSource(), options(Timeouts.DEFAULT)).migrate());
		assertThat(failure.getReason()).isEqualTo(DatabaseException.Reason.MISSING_PRIVILEGE);
		requireNoValue(failure);
	}

	@Test
	void aRetryIsLoggedWithTheName() {
		write("do $$ begin raise exception 'no ${pw}' using errcode = '40001'; end $$");
		Timeouts timeouts = Timeouts.DEFAULT.withLockTimeout(Duration.ofMillis(100)).withLockRetries(1);
		MigrationFailedException failure = catchThrowableOfType(MigrationFailedException.class,
				() -> migrator(timeouts).migrate());
		assertThat(lines()).anyMatch((line) -> line.contains("was rolled back (40001: no ${pw})."));
		requireNoValue(failure);
	}

	@Test
	void theDriversExceptionIsTheCauseWhereItHasNoValue() {
		write("select '${pw}'; select nothing");
		assertThat(failure()).hasCauseInstanceOf(PSQLException.class);
	}

	private void write(String sql) {
		this.scripts.write("001_one.sql", HEAD + sql);
	}

	private MigrationFailedException failure() {
		this.logger.setLevel(Level.TRACE);
		this.notices.setLevel(Level.TRACE);
		MigrationFailedException failure = catchThrowableOfType(MigrationFailedException.class,
				() -> migrator(Timeouts.DEFAULT).migrate());
		requireNoValue(failure);
		return failure;
	}

	private Migrator migrator(Timeouts timeouts) {
		return Migrator.of(this.database.dataSource(), options(timeouts));
	}

	private MigratorOptions options(Timeouts timeouts) {
		return this.scripts.options()
			.withTimeouts(timeouts)
			.withPlaceholders(Map.of("pw", VALUE, "long", Canary.value("x".repeat(100)), "word", Canary.value()));
	}

	private List<String> lines() {
		return this.log.list.stream().map(ILoggingEvent::getFormattedMessage).toList();
	}

	private void requireNoValue() {
		assertThat(lines()).isNotEmpty().noneMatch(Canary::isIn);
	}

	private void requireNoValue(SlipwayException failure) {
		requireNoValue();
		assertThat(texts(failure)).isNotEmpty().noneMatch(Canary::isIn);
	}

	/** What can be printed of an exception, whatever somebody prints of it. */
	private static List<String> texts(SlipwayException failure) {
		Set<Throwable> all = Collections.newSetFromMap(new IdentityHashMap<>());
		collect(failure, all);
		List<String> texts = new ArrayList<>();
		for (Throwable one : all) {
			texts.add(one.toString());
			if (one instanceof PSQLException psql && psql.getServerErrorMessage() != null) {
				texts.add(Arrays.stream(psql.getServerErrorMessage().getClass().getMethods())
					.filter((getter) -> getter.getParameterCount() == 0 && getter.getReturnType() == String.class)
					.map((getter) -> {
						try {
							return String.valueOf(getter.invoke(psql.getServerErrorMessage()));
						}
						catch (ReflectiveOperationException ex) {
							throw new IllegalStateException(ex);
						}
					})
					.collect(Collectors.joining("\n")));
			}
			if (one instanceof MigrationFailedException failed) {
				texts.add(failed.getError().toString() + failed.getPosition() + failed.getPosition().excerpt()
						+ failed.getContention());
			}
		}
		return texts;
	}

	private static void collect(@Nullable Throwable thrown, Set<Throwable> all) {
		if (thrown == null || !all.add(thrown)) {
			return;
		}
		collect(thrown.getCause(), all);
		Arrays.stream(thrown.getSuppressed()).filter(Objects::nonNull).forEach((one) -> collect(one, all));
		if (thrown instanceof SQLException sql) {
			collect(sql.getNextException(), all);
		}
	}

}
