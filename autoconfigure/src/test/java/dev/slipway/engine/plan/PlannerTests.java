package dev.slipway.engine.plan;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;

import dev.slipway.engine.error.HistoryConflictException.Kind;
import dev.slipway.engine.history.AppliedMigration;
import dev.slipway.engine.script.Migration;
import dev.slipway.engine.script.MigrationSet;
import dev.slipway.engine.script.ReadingRules;
import dev.slipway.engine.script.Version;
import dev.slipway.testing.Scripts;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.core.io.support.PathMatchingResourcePatternResolver;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Planning is a function of values: no database here.
 */
class PlannerTests {

	private MigrationSet set;

	@BeforeEach
	void readFiles(@TempDir java.nio.file.Path folder) {
		Scripts scripts = new Scripts(folder);
		Stream.of("1_a.sql", "2_b.sql", "3_c.sql", "4_d.sql").forEach((name) -> scripts.write(name, "-- " + name));
		this.set = MigrationSet.read("", List.of(scripts.location()), List.of(),
				new PathMatchingResourcePatternResolver(), ReadingRules.DEFAULT);
	}

	@Test
	void allIsPendingWithoutAHistory() {
		assertThat(steps(List.of(), false).pending()).extracting(Migration::name).containsExactly("a", "b", "c", "d");
	}

	@Test
	void nothingIsPendingWhenAllIsApplied() {
		assertThat(steps(applied(1, 2, 3, 4), false)).isEqualTo(new Plan.Steps(List.of(), List.of()));
	}

	@Test
	void theOrderInWhichRowsWereWrittenDoesNotMatter() {
		assertThat(steps(applied(2, 1), false).pending()).extracting(Migration::name).containsExactly("c", "d");
	}

	@Test
	void rowsAboveTheNewestFileAreAhead() {
		assertThat(steps(applied(1, 2, 3, 4, 11, 9), false).ahead()).extracting(Version::canonical)
			.containsExactly("9", "11");
	}

	@Test
	void aHoleIsAConflictUnlessAllowed() {
		assertThat(kinds(applied(1, 3), false)).containsExactly(Kind.OUT_OF_ORDER);
		assertThat(steps(applied(1, 3), true).pending()).extracting(Migration::name).containsExactly("b", "d");
	}

	@Test
	void aFileBelowARowThatIsAheadIsOutOfOrder() {
		assertThat(kinds(applied(1, 2, 3, 9), false)).containsExactly(Kind.OUT_OF_ORDER);
	}

	@Test
	void aMissingFileIsAConflictUnlessAnyOrderIsAllowed() {
		List<AppliedMigration> rows = List.of(row(1), row(2),
				new AppliedMigration(9, Version.of("2.5"), "gone", "x", Instant.EPOCH, Duration.ZERO, null));
		assertThat(kinds(rows, false)).containsExactly(Kind.MISSING);
		assertThat(steps(rows, true).ahead()).extracting(Version::canonical).containsExactly("2.5");
	}

	@Test
	void aChangedFileIsAConflictEvenWhenAnyOrderIsAllowed() {
		AppliedMigration changed = new AppliedMigration(1, Version.of("1"), "a", "0123456789abcdef", Instant.EPOCH,
				Duration.ZERO, null);
		assertThat(kinds(List.of(changed), true)).containsExactly(Kind.CHANGED);
	}

	private List<Kind> kinds(List<AppliedMigration> rows, boolean outOfOrder) {
		Plan plan = Planner.plan(this.set, rows, outOfOrder);
		assertThat(plan).isInstanceOf(Plan.Conflicts.class);
		return ((Plan.Conflicts) plan).conflicts().stream().map((conflict) -> conflict.kind()).toList();
	}

	private Plan.Steps steps(List<AppliedMigration> rows, boolean outOfOrder) {
		Plan plan = Planner.plan(this.set, rows, outOfOrder);
		assertThat(plan).isInstanceOf(Plan.Steps.class);
		return (Plan.Steps) plan;
	}

	private List<AppliedMigration> applied(int... versions) {
		return java.util.Arrays.stream(versions).mapToObj(this::row).toList();
	}

	private AppliedMigration row(int version) {
		String checksum = this.set.versioned()
			.stream()
			.filter((migration) -> migration.requireVersion().equals(Version.of("" + version)))
			.map(Migration::checksum)
			.findFirst()
			.orElse("unknown");
		return new AppliedMigration(version, Version.of("" + version), "n", checksum, Instant.EPOCH, Duration.ZERO,
				null);
	}

}
