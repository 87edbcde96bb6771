package dev.slipway.neighbours;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import dev.slipway.AdoptionRefusedException;
import dev.slipway.AdoptionRefusedException.Problem;
import dev.slipway.AdoptionReport;
import dev.slipway.AdoptionReport.Outcome;
import dev.slipway.MigrationReport.Applied;
import dev.slipway.Migrator;
import dev.slipway.testing.Scripts;
import dev.slipway.testing.TestDatabase;
import dev.slipway.testing.TestPostgres;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * What Liquibase itself has written is taken over.
 */
@EnabledIf("isLiquibaseThere")
class LiquibaseAdoptionTests {

	private static final String HEAD = "--liquibase formatted sql\n\n";

	private static final String ALL = "select * from databasechangelog order by orderexecuted";

	private final TestDatabase database = TestPostgres.server().createDatabase();

	private final Path changelogs;

	private final Scripts scripts;

	private final RealLiquibase liquibase;

	private final Migrator migrator;

	LiquibaseAdoptionTests(@TempDir Path folder) throws IOException {
		this.changelogs = Files.createDirectories(folder.resolve("changelogs"));
		this.scripts = new Scripts(folder.resolve("scripts"));
		this.liquibase = new RealLiquibase(this.database.dataSource(), this.changelogs);
		this.migrator = Migrator.of(this.database.dataSource(), this.scripts.options().withMixedLayouts(true));
	}

	static boolean isLiquibaseThere() {
		return RealLiquibase.isThere();
	}

	@Test
	void fiftyFilesOfWhichTenArePendingAndOneHasFailed() throws IOException {
		String view = "--changeset a:view runOnChange:true\ncreate or replace view v as select 1 as i;\n";
		StringBuilder changelog = new StringBuilder(HEAD).append(view);
		this.scripts.write("R__view.sql", view);
		for (int i = 1; i <= 49; i++) {
			String changeset = changeset(i);
			this.scripts.write(file(i), changeset);
			changelog.append((i <= 40) ? changeset : "");
		}
		update(changelog.toString());
		// A changeset that a precondition has marked counts as applied.
		this.database.execute("update databasechangelog set exectype = 'MARK_RAN' where id = '5'");
		this.database.execute("update databasechangelog set exectype = 'FAILED' where id = '40'");
		assertThat(refused()).singleElement()
			.satisfies((problem) -> assertThat(problem.description())
				.isEqualTo("Liquibase's changeset Anna B:40 of changelog.sql has failed."));
		this.database.execute("delete from databasechangelog where id = '40'; drop table t40");
		List<String> before = this.database.query(ALL);
		AdoptionReport report = this.migrator.adopt();
		assertThat(report.outcome()).isEqualTo(Outcome.WRITTEN);
		assertThat(report.entries()).hasSize(40).allMatch(AdoptionReport.Entry::compared);
		assertThat(this.database.query(ALL)).isEqualTo(before);
		assertThat(this.migrator.migrate().applied()).extracting(Applied::label)
			.containsExactlyElementsOf(report.pending())
			.hasSize(10);
		assertThat(this.database.query("select count(*) from schema_migrations where origin = 'Liquibase'"))
			.containsExactly("40");
	}

	@Test
	void wrongChecksumsAndRowsWithoutFilesAreAllNamedAndNothingIsWritten() throws IOException {
		StringBuilder changelog = new StringBuilder(HEAD);
		for (int i = 1; i <= 40; i++) {
			this.scripts.write(file(i), changeset(i));
			changelog.append(changeset(i));
		}
		update(changelog.toString());
		this.scripts.write(file(7), changeset(7).replace("(i int", "(i bigint")).delete(file(9));
		assertThat(refused()).extracting(Problem::description)
			.satisfiesExactly(
					(changed) -> assertThat(changed).contains(file(7) + " has changed since Liquibase has applied it"),
					(missing) -> assertThat(missing)
						.isEqualTo("Liquibase's changeset Anna B:9 of changelog.sql has no file."));
		this.scripts.write(file(9), changeset(9));
		this.liquibase.clearChecksums("changelog.sql");
		assertThat(this.migrator.adopt().entries()).hasSize(40).noneMatch(AdoptionReport.Entry::compared);
	}

	@Test
	void fileOfSeveralChangesetsIsAppliedWhenAllAre() throws IOException {
		String one = "--changeset a:1\ncreate table one (i int);\n";
		String two = "--changeset a:2\ncreate table two (i int);\n";
		this.scripts.write("001_both.sql", one + two);
		update(HEAD + one);
		assertThat(refused()).singleElement()
			.satisfies((problem) -> assertThat(problem.description())
				.endsWith("001_both.sql Liquibase has applied a part only: not a:2."));
		update(HEAD + one + two);
		assertThat(this.migrator.adopt().entries()).singleElement()
			.satisfies((entry) -> assertThat(entry.file()).isEqualTo("001_both"));
		assertThat(this.migrator.migrate().applied()).isEmpty();
	}

	private static String file(int number) {
		return "%03d_t%d.sql".formatted(number, number);
	}

	private static String changeset(int number) {
		return """
				--changeset "Anna B":%1$d labels:x splitStatements:true
				--comment: table %1$d
				--preconditions onFail:MARK_RAN
				--precondition-sql-check expectedResult:0 select count(*) from pg_class where relname = 't%1$d'
				create table t%1$d (i int,
					größe text	default ';');
				--ignoreLines:1
				not sql at all
				-- a comment, and no end

				--rollback drop table t%1$d;
				""".formatted(number).replace("not sql at all", (number == 3) ? "-- not sql" : "-- ignored");
	}

	private void update(String changelog) throws IOException {
		Files.writeString(this.changelogs.resolve("changelog.sql"), changelog);
		this.liquibase.update("changelog.sql");
	}

	private List<Problem> refused() {
		List<Problem> problems = new ArrayList<>();
		assertThatExceptionOfType(AdoptionRefusedException.class).isThrownBy(this.migrator::adopt)
			.withMessageEndingWith("Nothing was written.")
			.satisfies((refusal) -> problems.addAll(refusal.getProblems()));
		assertThat(this.database.query("select to_regclass('schema_migrations')")).containsExactly("null");
		return problems;
	}

}
