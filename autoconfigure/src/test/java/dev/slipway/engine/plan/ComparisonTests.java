package dev.slipway.engine.plan;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

import dev.slipway.HistoryConflictException.Conflict;
import dev.slipway.HistoryConflictException.Kind;
import dev.slipway.engine.files.Migration;
import dev.slipway.engine.files.MigrationReader;
import dev.slipway.engine.files.MigrationSet;
import dev.slipway.engine.files.VersionOrder;
import dev.slipway.engine.history.HistoryRow;
import dev.slipway.engine.history.HistoryRow.State;
import dev.slipway.engine.layout.Version;
import dev.slipway.engine.script.ReadingRules;
import dev.slipway.engine.script.Script;
import dev.slipway.testing.Scripts;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.core.io.support.PathMatchingResourcePatternResolver;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Planning is a function of values: no database here.
 */
class ComparisonTests {

	private MigrationSet set;

	@BeforeEach
	void readFiles(@TempDir java.nio.file.Path folder) {
		Scripts scripts = new Scripts(folder);
		Stream.of("1_a.sql", "2_b.sql", "3_c.sql", "4_d.sql").forEach((name) -> scripts.write(name, "-- " + name));
		this.set = MigrationReader.read("", List.of(scripts.location()), List.of(),
				new PathMatchingResourcePatternResolver(), ReadingRules.DEFAULT);
	}

	@Test
	void allIsPendingWithoutAHistory() {
		assertThat(pending(List.of())).containsExactly("a", "b", "c", "d");
	}

	@Test
	void nothingIsPendingWhenAllIsApplied() {
		Comparison comparison = steps(applied(1, 2, 3, 4), false);
		assertThat(comparison.pending()).isEmpty();
		assertThat(comparison.ahead()).isEmpty();
		assertThat(comparison.keptRepeatables()).isEmpty();
	}

	@Test
	void theOrderInWhichRowsWereWrittenDoesNotMatter() {
		assertThat(pending(applied(2, 1))).containsExactly("c", "d");
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
		List<HistoryRow> rows = List.of(row(1), row(2), versioned("2.5", "gone", "x", State.APPLIED, 1), row(3),
				row(4));
		assertThat(kinds(rows, false)).containsExactly(Kind.MISSING);
		assertThat(steps(rows, true).ahead()).extracting(Version::canonical).containsExactly("2.5");
	}

	@Test
	void aChangedFileIsAConflictEvenWhenAnyOrderIsAllowed() {
		assertThat(kinds(List.of(versioned("1", "a", "0123456789abcdef", State.APPLIED, 1)), true))
			.containsExactly(Kind.CHANGED);
	}

	@Test
	void whatWasBegunIsPendingAgain() {
		List<HistoryRow> rows = List.of(row(1), versioned("2", "b", "prefix", State.RUNNING, 1));
		assertThat(pending(rows)).containsExactly("b", "c", "d");
	}

	@Test
	void aFileMayBePutBeforeOneOfWhichNothingCame() {
		assertThat(pending(List.of(row(1), versioned("3", "c", "prefix", State.FAILED, 0)))).containsExactly("b", "c",
				"d");
		assertThat(kinds(List.of(row(1), versioned("3", "c", "prefix", State.FAILED, 1)), false))
			.containsExactly(Kind.OUT_OF_ORDER);
		assertThat(kinds(List.of(row(1), versioned("3", "c", "prefix", State.RUNNING, 0)), false))
			.containsExactly(Kind.OUT_OF_ORDER);
	}

	@Test
	void whatWasBegunAndHasNoFileIsMissingOrAhead() {
		List<HistoryRow> middle = List.of(row(1), versioned("1.5", "gone", "prefix", State.FAILED, 1));
		assertThat(kinds(middle, false)).containsExactly(Kind.MISSING);
		List<HistoryRow> newer = join(applied(1, 2, 3, 4), versioned("5", "new", "prefix", State.FAILED, 1));
		assertThat(steps(newer, false).ahead()).extracting(Version::canonical).containsExactly("5");
		List<HistoryRow> nothing = List.of(row(1), versioned("1.5", "gone", "prefix", State.FAILED, 0));
		assertThat(pending(nothing)).containsExactly("b", "c", "d");
	}

	@Test
	void withoutNamesTheVersionAloneTells() {
		assertThat(pending(List.of(versioned("1", "renamed", checksum(0), State.APPLIED, 0)))).containsExactly("b", "c",
				"d");
	}

	@Test
	void filesOfOneVersionAreToldApartByTheirNames() {
		replace(List.of(byName("1", "a"), byName("2", "b"), byName("2", "c")), List.of(), List.of());
		assertThat(pending(List.of())).containsExactly("a", "b", "c");
		assertThat(pending(List.of(named("1", "a"), named("2", "b")))).containsExactly("c");
		assertThat(pending(List.of(named("1", "a"), named("2", "c")))).containsExactly("b");
	}

	@Test
	void aNewNameWithinTheNewestVersionIsAheadUnlessAFileWasRenamed() {
		replace(List.of(byName("1", "a"), byName("2", "b")), List.of(), List.of());
		assertThat(steps(List.of(named("1", "a"), named("2", "b"), named("2", "x")), false).ahead())
			.extracting(Version::canonical)
			.containsExactly("2");
		assertThat(kinds(List.of(named("1", "a"), named("2", "x")), false)).containsExactly(Kind.MISSING);
	}

	@Test
	void aNewDatabaseStartsAtTheNewestBaseline() {
		baselines("2", "3");
		assertThat(steps(List.of(), false).pending()).extracting(Migration::label).containsExactly("B3__base", "4_d");
	}

	@Test
	void aDatabaseWithAHistoryIgnoresBaselines() {
		baselines("2", "3");
		assertThat(pending(applied(1))).containsExactly("b", "c", "d");
	}

	@Test
	void versionsUpToAnAppliedBaselineAreCovered() {
		baselines("3");
		assertThat(pending(List.of(baseline("3", State.APPLIED)))).containsExactly("d");
	}

	@Test
	void aBaselineThatWasBegunGoesOn() {
		baselines("3");
		assertThat(pending(List.of(baseline("3", State.RUNNING)))).containsExactly("base", "d");
	}

	@Test
	void aChangedBaselineIsAConflictWhereItWasApplied() {
		baselines("3");
		HistoryRow changed = new HistoryRow(1, Migration.Kind.BASELINE, Version.of("3"), "base", "other", State.APPLIED,
				1, Instant.EPOCH, Duration.ZERO, null, null, null);
		assertThat(kinds(List.of(changed), false)).containsExactly(Kind.CHANGED);
	}

	@Test
	void filesUpToABaselineMayBeDeletedWhereTheDatabaseIsPastIt() {
		List<HistoryRow> past = applied(1, 2, 3);
		List<HistoryRow> newerReleaseWasHere = applied(1, 2);
		replace(List.of(this.set.versioned().get(3)), List.of(migration(Migration.Kind.BASELINE, "3", "base")),
				List.of());
		assertThat(pending(past)).containsExactly("d");
		assertThat(kinds(newerReleaseWasHere, false)).containsExactly(Kind.MISSING, Kind.MISSING);
	}

	@Test
	void repeatablesComeLastAndAgainWhenTheyHaveChanged() {
		repeatables("x", "y");
		assertThat(pending(List.of())).containsExactly("a", "b", "c", "d", "x", "y");
		List<HistoryRow> all = applied(1, 2, 3, 4);
		assertThat(pending(join(all, repeatable("x", checksum(0)), repeatable("y", checksum(0))))).isEmpty();
		assertThat(pending(join(all, repeatable("x", checksum(0)), repeatable("x", "newer"), repeatable("y", "older"),
				repeatable("y", checksum(0)))))
			.containsExactly("x");
	}

	@Test
	void aRepeatableThatIsGoneIsNoConflict() {
		assertThat(pending(join(applied(1, 2, 3, 4), repeatable("gone", "x")))).isEmpty();
	}

	@Test
	void anOlderReleaseLeavesRepeatablesAsTheNewerOneMadeThem() {
		repeatables("x", "y");
		Comparison steps = steps(join(applied(1, 2, 3, 4, 5), repeatable("x", "newer")), false);
		assertThat(steps.keptRepeatables()).extracting(Migration::name).containsExactly("x");
		assertThat(steps.pending()).extracting(Migration::name).containsExactly("y");
	}

	@Test
	void aHoleThatIsAllowedDoesNotKeepRepeatablesFromRunning() {
		repeatables("x");
		List<HistoryRow> rows = join(applied(1, 2, 3, 4), versioned("2.5", "gone", "x", State.APPLIED, 1),
				repeatable("x", "older"));
		assertThat(steps(rows, true).pending()).extracting(Migration::name).containsExactly("x");
	}

	@Test
	void aFileThatTheServerRefusedAtOnceIsCoveredByABaselineAsOneThatWasNeverTried() {
		HistoryRow refused = versioned("1", "a", "x", State.FAILED, 0);
		baselines("2");
		assertThat(pending(List.of(refused))).containsExactly("base", "c", "d");
		assertThat(pending(List.of(refused, baseline("2", State.APPLIED)))).containsExactly("c", "d");
	}

	private void baselines(String... versions) {
		replace(this.set.versioned(),
				Arrays.stream(versions).map((version) -> migration(Migration.Kind.BASELINE, version, "base")).toList(),
				List.of());
	}

	private void repeatables(String... names) {
		replace(this.set.versioned(), List.of(),
				Arrays.stream(names).map((name) -> migration(Migration.Kind.REPEATABLE, null, name)).toList());
	}

	private void replace(List<Migration> versioned, List<Migration> baselines, List<Migration> repeatables) {
		this.set = new MigrationSet("", VersionOrder.BY_TIME, versioned, baselines, repeatables, List.of(), List.of(),
				null);
	}

	/** Its script is that of the first file: its checksum is all that matters here. */
	private Migration migration(Migration.Kind kind, @Nullable String version, String name) {
		String prefix = (version != null) ? "B" + version : "R";
		return new Migration(kind, (version != null) ? Version.of(version) : null, name, false,
				prefix + "__" + name + ".sql", script(), null);
	}

	private Migration byName(String version, String name) {
		return new Migration(Migration.Kind.VERSIONED, Version.of(version), name, true, version + "_" + name + ".sql",
				script(), null);
	}

	private Script script() {
		return this.set.versioned().get(0).script();
	}

	private String checksum(int index) {
		return this.set.versioned().get(index).checksum();
	}

	private List<Kind> kinds(List<HistoryRow> rows, boolean outOfOrder) {
		List<Conflict> conflicts = Comparison.of(this.set, rows, outOfOrder).conflicts();
		assertThat(conflicts).isNotEmpty();
		return conflicts.stream().map(Conflict::kind).toList();
	}

	private List<String> pending(List<HistoryRow> rows) {
		return steps(rows, false).pending().stream().map(Migration::name).toList();
	}

	private Comparison steps(List<HistoryRow> rows, boolean outOfOrder) {
		Comparison comparison = Comparison.of(this.set, rows, outOfOrder);
		assertThat(comparison.conflicts()).isEmpty();
		return comparison;
	}

	private List<HistoryRow> applied(int... versions) {
		return Arrays.stream(versions).mapToObj(this::row).toList();
	}

	private HistoryRow row(int version) {
		String checksum = this.set.versioned()
			.stream()
			.filter((migration) -> migration.requireVersion().equals(Version.of("" + version)))
			.map(Migration::checksum)
			.findFirst()
			.orElse("unknown");
		return versioned("" + version, "n", checksum, State.APPLIED, 1);
	}

	private HistoryRow named(String version, String name) {
		return versioned(version, name, checksum(0), State.APPLIED, 1);
	}

	private static HistoryRow versioned(String version, String name, String checksum, State state, int statements) {
		return new HistoryRow(1, Migration.Kind.VERSIONED, Version.of(version), name, checksum, state, statements,
				Instant.EPOCH, Duration.ZERO, null, null, null);
	}

	private HistoryRow baseline(String version, State state) {
		return new HistoryRow(1, Migration.Kind.BASELINE, Version.of(version), "base", checksum(0), state, 1,
				Instant.EPOCH, Duration.ZERO, null, null, null);
	}

	private static HistoryRow repeatable(String name, String checksum) {
		return new HistoryRow(1, Migration.Kind.REPEATABLE, null, name, checksum, State.APPLIED, 1, Instant.EPOCH,
				Duration.ZERO, null, null, null);
	}

	private static List<HistoryRow> join(List<HistoryRow> rows, HistoryRow... more) {
		List<HistoryRow> all = new ArrayList<>(rows);
		all.addAll(List.of(more));
		return all;
	}

}
