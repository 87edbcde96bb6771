package dev.slipway.engine.plan;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

import dev.slipway.HistoryConflictException.Conflict;
import dev.slipway.engine.files.Migration;
import dev.slipway.engine.files.MigrationReader;
import dev.slipway.engine.files.MigrationSet;
import dev.slipway.engine.history.HistoryRow;
import dev.slipway.engine.history.HistoryRow.State;
import dev.slipway.engine.history.RenumberedRow;
import dev.slipway.engine.layout.Version;
import dev.slipway.engine.script.ReadingRules;
import dev.slipway.testing.Scripts;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.core.io.support.PathMatchingResourcePatternResolver;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Timestamps become numbers before a release, and databases that have applied the
 * timestamps follow.
 */
class RenumberingTests {

	private static final String T1 = "20260101120000";

	private static final String T2 = "20260102120000";

	private final List<HistoryRow> rows = new ArrayList<>();

	private final Scripts scripts;

	RenumberingTests(@TempDir Path folder) {
		this.scripts = new Scripts(folder);
	}

	@Test
	void timestampsFollowTheNumbersOfTheirFiles() {
		apply("1_a", T1 + "_b", T2 + "_c");
		files("1_a", "2_b", "3_c", "4_d");
		Comparison comparison = compare(false);
		assertThat(comparison.conflicts()).isEmpty();
		assertThat(comparison.pending()).extracting(Migration::name).containsExactly("d");
		assertThat(comparison.ahead()).isEmpty();
		assertThat(comparison.renumbered()).extracting(RenumberedRow::toString)
			.containsExactly(T1 + "_b is 2", T2 + "_c is 3");
		assertThat(comparison.renumbered()).allMatch(RenumberedRow::isToBeRecorded);
	}

	@Test
	void anOlderReleaseTakesTheNumbersForItsTimestampsAndLeavesThem() {
		apply("1_a", "2_b", "3_c", "4_d", "10_e");
		files("1_a", T1 + "_b", T2 + "_c");
		Comparison comparison = compare(false);
		assertThat(comparison.conflicts()).isEmpty();
		assertThat(comparison.pending()).isEmpty();
		assertThat(comparison.ahead()).extracting(Version::canonical).containsExactly("4", "10");
		assertThat(comparison.renumbered()).hasSize(2).noneMatch(RenumberedRow::isToBeRecorded);
	}

	@Test
	void aHoleInTheNumbersOfANewerReleaseIsStillAHole() {
		apply("1_a", "2_x", "3_b");
		files("1_a", T1 + "_b");
		assertThat(texts(compare(false))).singleElement().asString().contains("Version 2 (x) was applied");
	}

	@Test
	void anotherTextOfTheSameNameHasChanged() {
		apply(T1 + "_b");
		this.scripts.write("1_b.sql", "select 'changed'");
		Comparison comparison = compare(false);
		assertThat(comparison.pending()).isEmpty();
		assertThat(texts(comparison)).singleElement()
			.asString()
			.contains("1_b.sql has changed since it was applied")
			.contains("as '" + T1 + "_b'")
			.contains("another migration needs another name");
	}

	@Test
	void anOlderReleaseDoesNotRunWhatANewerOneHasRenumberedAndChanged() {
		apply("1_a", "2_b");
		files("1_a");
		this.scripts.write(T1 + "_b.sql", "select 'before'");
		Comparison comparison = compare(true);
		assertThat(comparison.pending()).isEmpty();
		assertThat(texts(comparison)).singleElement().asString().contains("as '2_b'");
	}

	@Test
	void severalOfOneNameAndOtherTextsAreNotGuessed() {
		apply(T1 + "_b", T2 + "_b");
		this.scripts.write("1_b.sql", "select 'changed'");
		assertThat(texts(compare(true))).hasSize(2)
			.allSatisfy((text) -> assertThat(text).contains("nothing tells which file became which"));
	}

	@Test
	void whatHasTheSameTextIsNotTakenForChanged() {
		apply(T1 + "_b", T2 + "_c");
		files("1_b", "2_c");
		assertThat(compare(false).conflicts()).isEmpty();
		assertThat(compare(false).renumbered()).hasSize(2);
	}

	@Test
	void anotherNameIsAnotherMigration() {
		apply(T1 + "_b");
		this.scripts.write("1_c.sql", "select 'b'");
		assertThat(compare(false).renumbered()).isEmpty();
	}

	@Test
	void oneNumberForAnotherIsNoRenumbering() {
		apply("2_b");
		files("1_b");
		assertThat(compare(false).renumbered()).isEmpty();
		assertThat(compare(false).conflicts()).isNotEmpty();
	}

	@Test
	void oneTimestampForAnotherIsNoRenumbering() {
		apply(T2 + "_b");
		files(T1 + "_b");
		assertThat(compare(false).renumbered()).isEmpty();
	}

	@Test
	void aTimestampWhoseFileIsStillThereKeepsIt() {
		apply(T1 + "_b");
		files(T1 + "_b", T2 + "_b");
		Comparison comparison = compare(false);
		assertThat(comparison.renumbered()).isEmpty();
		assertThat(comparison.pending()).extracting(Migration::name).containsExactly("b");
	}

	@Test
	void twoRowsOfOneNameAndTextAreNotGuessed() {
		apply(T1 + "_b", T2 + "_b");
		files("1_b");
		Comparison comparison = compare(false);
		assertThat(comparison.renumbered()).isEmpty();
		assertThat(texts(comparison))
			.anySatisfy((text) -> assertThat(text).contains("1_b.sql has the name and the text of '" + T1 + "_b'")
				.contains("nothing tells which file became which"));
	}

	@Test
	void twoFilesOfOneNameAndTextAreNotGuessed() {
		apply(T1 + "_b");
		files("1_b", "2_b");
		Comparison comparison = compare(true);
		assertThat(comparison.renumbered()).isEmpty();
		assertThat(texts(comparison)).hasSize(2)
			.allSatisfy((text) -> assertThat(text).contains("nothing tells which file became which"));
	}

	@Test
	void whatIsNotFinishedDoesNotFollow() {
		this.rows.add(row(T1, "b", "prefix", State.FAILED, 1));
		files("1_b");
		Comparison comparison = compare(false);
		assertThat(comparison.renumbered()).isEmpty();
		assertThat(texts(comparison))
			.anySatisfy((text) -> assertThat(text).contains("has the name of '" + T1 + "_b', which was begun")
				.contains("Finish it under its old version"));
	}

	@Test
	void twoBranchesWithOneNumberAreBothNamed() {
		apply("1_a", "2_b");
		files("1_a", "2_c");
		assertThat(texts(compare(false))).singleElement()
			.asString()
			.contains("2_c.sql has the version of '2_b'")
			.contains("If two branches have given one version to both");
	}

	private void apply(String... names) {
		for (String name : names) {
			String[] parts = name.split("_");
			this.scripts.write("old/" + name + ".sql", text(parts[1]));
		}
		for (Migration migration : read("/old").versioned()) {
			this.rows.add(row(migration.requireVersion().canonical(), migration.name(), migration.checksum(),
					State.APPLIED, 1));
			this.scripts.delete("old/" + migration.fileName());
		}
	}

	private void files(String... names) {
		for (String name : names) {
			this.scripts.write(name + ".sql", text(name.split("_")[1]));
		}
	}

	private static String text(String name) {
		return "select '" + name + "'";
	}

	private HistoryRow row(String version, String name, String checksum, State state, int statements) {
		return new HistoryRow(this.rows.size() + 1, Migration.Kind.VERSIONED, Version.of(version), name, checksum,
				state, statements, Instant.EPOCH, Duration.ZERO, null, null, null);
	}

	private Comparison compare(boolean outOfOrder) {
		return Comparison.of(read(""), this.rows, outOfOrder);
	}

	private static List<String> texts(Comparison comparison) {
		return comparison.conflicts().stream().map(Conflict::description).toList();
	}

	private MigrationSet read(String below) {
		return MigrationReader.read("", List.of(this.scripts.location() + below), List.of(),
				new PathMatchingResourcePatternResolver(), ReadingRules.DEFAULT);
	}

}
