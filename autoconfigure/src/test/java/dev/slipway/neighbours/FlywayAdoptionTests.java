package dev.slipway.neighbours;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import dev.slipway.AdoptionRefusedException;
import dev.slipway.AdoptionRefusedException.Problem;
import dev.slipway.AdoptionReport;
import dev.slipway.AdoptionReport.Outcome;
import dev.slipway.Layout;
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
 * What Flyway itself has written is taken over.
 */
@EnabledIf("isFlywayThere")
class FlywayAdoptionTests {

	private static final String ALL = "select * from flyway_schema_history order by installed_rank";

	private final TestDatabase database = TestPostgres.server().createDatabase();

	private final Path folder;

	private final Scripts scripts;

	private final RealFlyway flyway;

	private final Migrator migrator;

	FlywayAdoptionTests(@TempDir Path folder) {
		this.folder = folder;
		this.scripts = new Scripts(folder);
		this.flyway = new RealFlyway(this.database.dataSource(), folder).withPlaceholder("who", "me");
		this.migrator = Migrator.of(this.database.dataSource(),
				this.scripts.options().withLayout(Layout.FLYWAY).withPlaceholders(Map.of("who", "me")));
	}

	static boolean isFlywayThere() {
		return RealFlyway.isThere();
	}

	@Test
	void fiftyFilesOfWhichTenArePendingAndOneHasFailed() {
		for (int i = 1; i <= 39; i++) {
			write(i);
		}
		this.scripts.write("V1__t1.sql", "\uFEFF-- Größe\r\ncreate table t1 (i int);\r\n\r\n-- end");
		this.scripts.write("R__my_views.sql", "create or replace view v as select '${who}' as who;\n");
		this.flyway.migrate();
		this.scripts.write("V40__index.sql", "create unique index concurrently on t1 (nothing)");
		// With a lock in a transaction Flyway rolls its own note of the failure back.
		this.flyway.with("configuration", Map.of("flyway.postgresql.transactional.lock", "false"));
		assertThatExceptionOfType(RuntimeException.class).isThrownBy(this.flyway::migrate);
		for (int i = 41; i <= 49; i++) {
			write(i);
		}
		assertThat(refused()).singleElement().satisfies((problem) -> {
			assertThat(problem.description()).isEqualTo("Flyway's V40__index.sql has failed.");
			assertThat(problem.action()).contains("flyway repair");
		});
		this.flyway.repair();
		write(40);
		this.scripts.delete("V40__index.sql");
		List<String> before = this.database.query(ALL);
		AdoptionReport shown = this.migrator.showAdoption();
		assertThat(shown.outcome()).isEqualTo(Outcome.SHOWN);
		assertThat(shown.tool()).isEqualTo("Flyway");
		assertThat(shown.entries()).hasSize(40).allMatch(AdoptionReport.Entry::compared);
		assertNothingWritten();
		AdoptionReport written = this.migrator.adopt();
		assertThat(written.outcome()).isEqualTo(Outcome.WRITTEN);
		assertThat(written.entries()).isEqualTo(shown.entries());
		assertThat(this.database.query(ALL)).isEqualTo(before);
		assertThat(this.migrator.migrate().applied()).extracting(Applied::version)
			.containsExactlyElementsOf(written.pending().stream().map((label) -> label.substring(1, 3)).toList())
			.hasSize(10)
			.startsWith("40")
			.endsWith("49");
		assertThat(this.migrator.migrate().applied()).isEmpty();
		assertThat(
				this.database.query("select version, name, applied_by, origin, applied_at = (select installed_on from"
						+ " flyway_schema_history where version = '7') from schema_migrations where version = '7'"))
			.containsExactly("7|t7|" + this.database.username() + "|Flyway|t");
	}

	@Test
	void wrongChecksumsAndRowsWithoutFilesAreAllNamedAndNothingIsWritten() {
		for (int i = 1; i <= 39; i++) {
			write(i);
		}
		this.flyway.migrate();
		for (int i = 40; i <= 50; i++) {
			write(i);
		}
		this.scripts.write("V7__t7.sql", "create table other (i int)").delete("V9__t9.sql");
		assertThat(refused()).extracting(Problem::description)
			.satisfiesExactly(
					(changed) -> assertThat(changed).contains("V7__t7.sql has changed since Flyway has applied it"),
					(missing) -> assertThat(missing).isEqualTo("Flyway's V9__t9.sql has no file."));
		// What Flyway forgets is no problem any more.
		this.flyway.repair();
		assertThat(this.migrator.adopt().entries()).hasSize(38);
		assertThat(this.migrator.migrate().applied()).hasSize(11);
	}

	@Test
	void baselineAndOutOfOrderRowsKeepTheirMeaning() {
		write(3);
		write(5);
		this.database.execute("create table t1 (i int); create table t2 (i int)");
		this.flyway.with("baselineVersion", "2").with("outOfOrder", true).baseline();
		this.flyway.migrate();
		write(1);
		write(2);
		write(4);
		this.flyway.migrate();
		this.scripts.write("V6__six.sql", "create table t6 (i int)");
		AdoptionReport report = this.migrator.adopt();
		assertThat(report.entries()).extracting(AdoptionReport.Entry::state)
			.startsWith(AdoptionReport.State.BASELINE)
			.hasSize(4);
		assertThat(report.entries()).extracting(AdoptionReport.Entry::version).containsExactly("2", "3", "5", "4");
		assertThat(this.migrator.migrate().applied()).extracting(Applied::version).containsExactly("6");
		assertThat(this.migrator.validate().version()).isEqualTo("6");
	}

	@Test
	void repeatableRunsAgainWhenItHasChangedAndOnlyThen() {
		this.scripts.write("R__a.sql", "create or replace view a as select '${who}' as who")
			.write("R__b.sql", "create or replace view b as select 1 as one");
		this.flyway.migrate();
		this.scripts.write("R__b.sql", "create or replace view b as select 2 as one");
		this.flyway.migrate();
		this.scripts.write("R__b.sql", "create or replace view b as select 3 as one");
		assertThat(this.migrator.adopt().entries()).extracting(AdoptionReport.Entry::state)
			.containsExactly(AdoptionReport.State.APPLIED, AdoptionReport.State.CHANGED);
		assertThat(this.migrator.migrate().applied()).extracting(Applied::label).containsExactly("R__b");
		assertThat(this.database.query("select one from b")).containsExactly("3");
	}

	@Test
	void tableMayHaveAnyNameAndSchema() {
		write(1);
		this.database.execute("create schema meta");
		this.flyway.with("table", "done").with("schemas", new String[] { "public", "meta" }).migrate();
		this.database.execute("alter table done set schema meta");
		write(2);
		Migrator named = Migrator.of(this.database.dataSource(),
				this.migrator.getOptions().withAdoption(true, "meta.done"));
		assertThat(named.migrate().applied()).extracting(Applied::version).containsExactly("2");
	}

	private void write(int number) {
		this.scripts.write("V" + number + "__t" + number + ".sql", "create table t" + number + " (i int)");
	}

	private List<Problem> refused() {
		List<Problem> problems = new ArrayList<>();
		assertThatExceptionOfType(AdoptionRefusedException.class).isThrownBy(this.migrator::adopt)
			.withMessageEndingWith("Nothing was written.")
			.satisfies((refusal) -> problems.addAll(refusal.getProblems()));
		assertNothingWritten();
		return problems;
	}

	private void assertNothingWritten() {
		assertThat(this.database.query("select to_regclass('schema_migrations')")).containsExactly("null");
	}

}
