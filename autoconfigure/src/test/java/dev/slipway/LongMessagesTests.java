package dev.slipway;

import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

import dev.slipway.HistoryConflictException.Conflict;
import dev.slipway.InvalidMigrationsException.FileProblem;
import dev.slipway.MigrationFailedException.Contention;
import dev.slipway.PendingMigrationsException.PendingMigration;
import dev.slipway.PendingMigrationsException.State;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A message is at most a screen long, whatever the folder and the database hold; the
 * exception has the rest.
 */
class LongMessagesTests {

	private static final int SCREEN = 60;

	private static final ScriptPosition PLACE = new ScriptPosition("f.sql", 1, 1, "  1 | x\n    | ^");

	@Test
	void problemsOfFiles() {
		InvalidMigrationsException failure = invalid("a", 95);
		assertThat(failure.getProblems()).hasSize(95);
		assertThat(failure).hasMessageEndingWith("\n\n  and 85 more problems\n\nNothing was applied.")
			.satisfies(LongMessagesTests::isShort);
	}

	@Test
	void problemsOfServices() {
		InvalidMigrationsException failure = InvalidMigrationsException.of(list(40, (i) -> invalid("service-" + i, 7)));
		assertThat(failure.getProblems()).hasSize(280);
		assertThat(failure).hasMessageContaining("and 270 more problems").satisfies(LongMessagesTests::isShort);
		assertThat(InvalidMigrationsException.of(List.of(invalid("a", 5), invalid("b", 6))))
			.hasMessageContaining("Service 'b' cannot use its migration files:")
			.hasMessageContaining("and 1 more problem\n");
	}

	@Test
	void conflictsWithTheHistory() {
		HistoryConflictException failure = new HistoryConflictException("", "\"public\".\"t\"",
				list(95, (i) -> new Conflict(HistoryConflictException.Kind.CHANGED, "" + i,
						i + "_x.sql is not applied, although version 99 already is: it would run out of order.")),
				List.of());
		assertThat(failure.getConflicts()).hasSize(95);
		assertThat(failure)
			.hasMessageContaining("\n  - 19_x.sql is not applied, although version 99 already is: it would run out of"
					+ " order.\n  and 75 more\n")
			.satisfies(LongMessagesTests::isShort);
	}

	@Test
	void pendingMigrations() {
		PendingMigrationsException one = new PendingMigrationsException(list(95, (i) -> pending("", i)), null);
		assertThat(one.getPending()).hasSize(95);
		assertThat(one).hasMessageContaining("95 migrations are pending")
			.hasMessageContaining("\n  and 75 more\n")
			.satisfies(LongMessagesTests::isShort);
		assertThat(new PendingMigrationsException(list(400, (i) -> pending("service-" + i % 40, i)), null))
			.hasMessageContaining("32 services more are not up to date.")
			.satisfies(LongMessagesTests::isShort);
	}

	@Test
	void whatWasApplied() {
		List<String> applied = list(300, (i) -> "%03d_file".formatted(i));
		assertThat(SlipwayException.applied(applied))
			.isEqualTo("Applied in this run: 000_file to 299_file (300 in all).");
		ServerError error = new ServerError("ERROR", "m\n".repeat(500), "P0001", null, null, "at\n".repeat(500), 0);
		MigrationFailedException failure = new MigrationFailedException("", "f.sql", PLACE, error, null, applied, null,
				new Contention(3, list(95, (i) -> "pid " + i)), null);
		assertThat(failure.getApplied()).isEqualTo(applied);
		assertThat(failure).hasMessageContaining("Applied in this run: 000_file to 299_file (300 in all). f was rolled")
			.hasMessageContaining("and 85 more.")
			.satisfies(LongMessagesTests::isShort);
	}

	private static InvalidMigrationsException invalid(String service, int problems) {
		return new InvalidMigrationsException(service, list(problems,
				(i) -> new FileProblem(InvalidMigrationsException.Kind.SYNTAX, i + "x.sql is no migration.", PLACE)));
	}

	private static PendingMigration pending(String service, int number) {
		return new PendingMigration(service, "m" + number, State.NEW, 0);
	}

	private static void isShort(Throwable failure) {
		assertThat(String.valueOf(failure.getMessage()).lines().count()).as(failure.getMessage())
			.isLessThanOrEqualTo(SCREEN);
	}

	private static <T> List<T> list(int size, IntFunction<T> element) {
		return IntStream.range(0, size).mapToObj(element).toList();
	}

}
