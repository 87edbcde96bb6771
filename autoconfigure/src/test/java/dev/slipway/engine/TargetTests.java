package dev.slipway.engine;

import java.nio.file.Path;

import dev.slipway.MigrationPlan;
import dev.slipway.MigrationReport;
import dev.slipway.MigrationReport.Applied;
import dev.slipway.Migrator;
import dev.slipway.UnknownVersionException;
import dev.slipway.testing.Scripts;
import dev.slipway.testing.TestDatabase;
import dev.slipway.testing.TestPostgres;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * A run that stops at a version.
 */
class TargetTests {

	private final TestDatabase database = TestPostgres.server().createDatabase();

	private final Scripts scripts;

	TargetTests(@TempDir Path folder) {
		this.scripts = new Scripts(folder).write("V1__one.sql", "select 1")
			.write("V3__three.sql", "select 3")
			.write("V5__five.sql", "select 5")
			.write("R__view.sql", "select 0");
	}

	@Test
	void runStopsAtTheTargetAndAppliesRepeatables() {
		MigrationReport report = upTo("3").migrate();
		assertThat(report.applied()).extracting(Applied::label).containsExactly("V1__one", "V3__three", "R__view");
		assertThat(report.version()).isEqualTo("3");
		assertThat(report.aboveTarget()).containsExactly("V5__five");
		assertThat(upTo("03").migrate().applied()).isEmpty();
	}

	@Test
	void runWithoutATargetGoesOn() {
		upTo("3").migrate();
		MigrationReport report = this.scripts.migrator(this.database).migrate();
		assertThat(report.applied()).extracting(Applied::label).containsExactly("V5__five");
		assertThat(report.aboveTarget()).isEmpty();
	}

	@Test
	void whatIsAppliedAboveTheTargetStays() {
		upTo("5").migrate();
		assertThat(upTo("1").migrate().version()).isEqualTo("5");
	}

	@Test
	void planShowsWhatIsAboveTheTarget() {
		assertThat(upTo("3").plan().migrations()).extracting(MigrationPlan.Entry::label, MigrationPlan.Entry::state)
			.extracting(Object::toString)
			.containsExactly("(\"V1__one\", PENDING)", "(\"V3__three\", PENDING)", "(\"R__view\", PENDING)",
					"(\"V5__five\", ABOVE_TARGET)");
	}

	@Test
	void baselineAboveTheTargetDoesNotStandForAnything() {
		this.scripts.write("B5__base.sql", "select 50").write("B3__base.sql", "select 30");
		assertThat(upTo("3").migrate().applied()).extracting(Applied::label).containsExactly("B3__base", "R__view");
	}

	@Test
	void begunMigrationAboveTheTargetDoesNotGoOn() {
		this.scripts.write("V5__five.sql", "create table five(i int);\nvacuum five;\nvacuum nothing;");
		assertThatExceptionOfType(dev.slipway.MigrationFailedException.class)
			.isThrownBy(() -> this.scripts.migrator(this.database).migrate());
		assertThat(upTo("3").migrate().aboveTarget()).containsExactly("V5__five");
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			4  | Slipway has no file of version '4'. The nearest are 3 and 5.
			99 | Slipway has no file of version '99'. The nearest is 5.
			0  | Slipway has no file of version '0'. The nearest is 1.
			""")
	void unknownTargetIsRefusedWithTheNearest(String target, String message) {
		assertThatExceptionOfType(UnknownVersionException.class).isThrownBy(() -> upTo(target).migrate())
			.withMessage(message);
		assertThatExceptionOfType(UnknownVersionException.class).isThrownBy(() -> upTo(target).plan());
		assertThat(this.database.query("select to_regclass('schema_migrations')")).containsExactly("null");
	}

	@Test
	void targetThatIsNoVersionIsRefused() {
		assertThatIllegalArgumentException().isThrownBy(() -> upTo("latest")).withMessageContaining("'latest'");
	}

	private Migrator upTo(String target) {
		return Migrator.of(this.database.dataSource(), this.scripts.options().withTarget(target));
	}

}
