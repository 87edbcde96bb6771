package dev.slipway.engine.adopt;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import dev.slipway.AdoptionRefusedException.Problem;
import dev.slipway.AdoptionReport.Entry;
import dev.slipway.AdoptionReport.State;
import dev.slipway.CodeMigration;
import dev.slipway.Layout;
import dev.slipway.engine.files.Migration;
import dev.slipway.engine.files.MigrationCode;
import dev.slipway.engine.files.MigrationSet;
import dev.slipway.engine.files.VersionOrder;
import dev.slipway.engine.layout.Version;
import dev.slipway.engine.script.ReadingRules;
import dev.slipway.engine.script.Script;
import dev.slipway.engine.script.ScriptFile;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import org.springframework.core.io.ByteArrayResource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.mock;

/**
 * Rows of other tools and files, without a database.
 */
class RowMatchingTests {

	private final List<Migration> files = new ArrayList<>();

	@Test
	void rowsUpToAVersionStandForEachFile() {
		file("1").file("2").file("3");
		ForeignRow row = ForeignRow.applied("version 2")
			.withVersion(Version.of("2"), "2")
			.withState(ForeignRow.State.UP_TO);
		assertThat(match(row).entries()).extracting(Entry::version).containsExactly("1", "2");
		assertThat(problems(row.withVersion(Version.of("4"), "4"))).containsExactly("Flyway's version 2 has no file.");
	}

	@Test
	void lastRowOfAFileCounts() {
		file("1").file("2");
		ForeignRow one = ForeignRow.applied("one", "1");
		ForeignRow two = ForeignRow.applied("two", "2");
		assertThat(match(one, two, one.withState(ForeignRow.State.UNDONE)).entries()).extracting(Entry::row)
			.containsExactly("two");
		assertThat(match(one.withState(ForeignRow.State.FAILED), two, one).entries()).extracting(Entry::row)
			.containsExactly("two", "one");
	}

	@Test
	void allProblemsAreSaidAtOnce() {
		file("1").file("2").file("2").file("3").file("4", mock(CodeMigration.class));
		assertThat(problems(ForeignRow.applied("one", "1").withState(ForeignRow.State.FAILED),
				ForeignRow.applied("zero", "0").withState(ForeignRow.State.UNFINISHED), ForeignRow.applied("two", "2"),
				ForeignRow.applied("three", "3").asProgram(), ForeignRow.applied("four", "4").withChecksum("1"),
				ForeignRow.applied("also three", "x", "3"), ForeignRow.applied("nine", "9")))
			.containsExactly("Flyway's one has failed.", "Flyway's zero was begun and not finished.",
					"Flyway's two may be any of 2.sql, 2.sql.",
					"Flyway's three was code, and 3.sql is a file of the same version.",
					"Flyway's four was a file, and is 4.sql now.",
					"Flyway's also three and three both belong to 3.sql.", "Flyway's nine has no file.");
	}

	@Test
	void codeIsRecordedAsTheCodeOfItsVersionOrWithoutAFile() {
		file("4", mock(CodeMigration.class));
		Adoption adoption = match(ForeignRow.applied("four", "4").withVersion(Version.of("4"), "four").asProgram(),
				ForeignRow.applied("five", "5").withVersion(Version.of("5"), "five").asProgram());
		assertThat(adoption.problems()).isEmpty();
		assertThat(adoption.entries()).extracting(Entry::state).containsExactly(State.APPLIED, State.PROGRAM);
		assertThat(adoption.rows().get(1).checksum()).isEmpty();
		assertThat(adoption.rows().get(0).checksum()).isEqualTo("code");
	}

	@Test
	void earlierRowsOfSlipwaysAreTakenAsTheyAre() {
		Map<String, @Nullable String> values = Map.of("version", "1", "name", "n1", "kind", "versioned", "checksum",
				"x", "state", "running", "applied_at", "1767323045.5", "milliseconds", "12", "applied_by", "me");
		ForeignRow row = new SlipwayHistory().row(new ForeignValues(values));
		assertThat(row.state()).isEqualTo(ForeignRow.State.UNFINISHED);
		assertThat(row.appliedAt()).isEqualTo("2026-01-02T03:04:05.5Z");
		file("1");
		assertThat(match(new SlipwayHistory(), row).problems()).extracting(Problem::description)
			.containsExactly("Slipway's 1_n1 was begun and not finished.");
		assertThat(match(new SlipwayHistory(), row.withState(ForeignRow.State.APPLIED)).problems()).singleElement()
			.satisfies((problem) -> assertThat(problem.description())
				.startsWith("1.sql has changed since Slipway has applied it (its checksum was x, is now "));
	}

	@Test
	void changesetsAreFoundByTheirLines() {
		List<Changeset> changesets = Changeset.of("""
				--changeset a:1
				select 1;
				--rollback drop table x
				/* liquibase rollback
				drop table y;
				*/
				-- CHANGESET "b c":"2 x" logicalFilePath:other.sql
				--comment: nothing
				select 2;
				--ignoreLines:start
				select 3;
				--ignoreLines:end
				select 4;
				""");
		assertThat(changesets).containsExactly(new Changeset("a:1", "", "select 1;"),
				new Changeset("other.sql::b c:2 x", " logicalFilePath:other.sql", "select 2;\nselect 4;"));
	}

	@Test
	void nameOfATableMayBeQuoted() {
		assertThat(TableName.of("a.b")).isEqualTo(new TableName("a", "b"));
		assertThat(TableName.of("\"a.b\"")).isEqualTo(new TableName(null, "a.b"));
		assertThat(TableName.of("x")).hasToString("\"x\"");
	}

	private RowMatchingTests file(String version) {
		return file(version, null);
	}

	private RowMatchingTests file(String version, @Nullable CodeMigration code) {
		try {
			Script script = Script.read(
					new ScriptFile(version + ".sql", new ByteArrayResource("select 1".getBytes(StandardCharsets.UTF_8)),
							Layout.PLAIN, false, ReadingRules.DEFAULT));
			this.files.add(new Migration(Migration.Kind.VERSIONED, Version.of(version), "n" + version, false,
					version + ".sql", script, null, (code != null) ? new MigrationCode("Code", "code", code) : null));
			return this;
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private Adoption match(ForeignRow... rows) {
		return match(new FlywayHistory(), rows);
	}

	private Adoption match(ForeignTool tool, ForeignRow... rows) {
		return RowMatching.of(tool, "t", List.of(rows), new MigrationSet("", VersionOrder.BY_TIME, this.files,
				List.of(), List.of(), List.of(), List.of(), null));
	}

	private List<String> problems(ForeignRow... rows) {
		return match(rows).problems().stream().map(Problem::description).toList();
	}

}
