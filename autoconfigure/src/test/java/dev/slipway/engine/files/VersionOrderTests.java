package dev.slipway.engine.files;

import java.nio.file.Path;
import java.util.List;

import dev.slipway.Layout;
import dev.slipway.engine.layout.Version;
import dev.slipway.engine.script.ReadingRules;
import dev.slipway.testing.Scripts;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.core.io.support.PathMatchingResourcePatternResolver;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the order of files: that of the tool that they were written for.
 */
class VersionOrderTests {

	private static final String GOOSE = "-- +goose Up\nselect 1;\n";

	private static final String DBMATE = "-- migrate:up\nselect 1;\n";

	@TempDir
	private Path folder;

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			V1.202208110000__a.sql, V1.20220710161100__b.sql
			V20240201000000__a.sql, V2024010100000000__b.sql
			V20220811__a.sql, V20220101120000__b.sql
			V1.9__a.sql, V1.10__b.sql, V2__c.sql
			20230601_a.up.sql, 20230101120000_b.up.sql
			20230601120000_a.up.sql, 20230101120000000_b.up.sql
			9_a.up.sql, 10_b.up.sql
			2020-11-30-000000_a/up.sql, 2020-12-7-190800_b/up.sql
			2020-12-08-100000_a/up.sql, 2020-12-7-190800_b/up.sql
			10_b/up.sql, 9_a/up.sql
			0_a/migration.sql, 10_b/migration.sql, 9_c/migration.sql
			20230101120000_b.sql, 20230601_a.sql
			9_a.sql, 10_b.sql
			1700000000_a.sql, 1700000000000_b.sql
			""")
	void namesTellTheOrderOfTheirTool(String names) {
		Scripts scripts = new Scripts(this.folder);
		List.of(names.split(", ")).forEach((name) -> scripts.write(name, "select 1;"));
		assertThat(set(ReadingRules.DEFAULT).versioned()).extracting(Migration::fileName)
			.containsExactly(names.split(", "));
	}

	@Test
	void textTellsTheOrderWhereNamesAreThoseOfSeveralTools() {
		new Scripts(this.folder).write("20230601_a.sql", GOOSE).write("20230101120000_b.sql", GOOSE);
		assertThat(set(ReadingRules.DEFAULT).versioned()).extracting(Migration::fileName)
			.containsExactly("20230601_a.sql", "20230101120000_b.sql");
		new Scripts(this.folder).write("20230601_a.sql", DBMATE)
			.write("20230101120000_b.sql", DBMATE)
			.write("3_c.sql", DBMATE)
			.write("10_d.sql", DBMATE);
		assertThat(set(ReadingRules.DEFAULT).versioned()).extracting(Migration::fileName)
			.containsExactly("10_d.sql", "20230101120000_b.sql", "20230601_a.sql", "3_c.sql");
	}

	@Test
	void settingTellsTheOrderOfAllFiles() {
		new Scripts(this.folder).write("20230601_a.sql", "select 1;").write("20230101120000_b.sql", "select 1;");
		assertThat(set(ReadingRules.DEFAULT.withLayout(Layout.TERN)).versioned()).extracting(Migration::fileName)
			.containsExactly("20230601_a.sql", "20230101120000_b.sql");
	}

	@Test
	void orderByTimeIsNotedWhereNumbersHaveAnother() {
		new Scripts(this.folder).write("20230601_a.sql", "select 1;").write("20230101120000_b.sql", "select 1;");
		MigrationSet set = set(ReadingRules.DEFAULT);
		List<Version> versions = set.versioned().stream().map(Migration::requireVersion).toList();
		assertThat(set.order().unlikeNumbers(versions)).extracting(Version::canonical)
			.containsExactly("20230101120000", "20230601");
		assertThat(set.order().unlikeNumbers(versions.subList(0, 1))).isEmpty();
		MigrationSet goose = set(ReadingRules.DEFAULT.withLayout(Layout.TERN));
		assertThat(goose.order().unlikeNumbers(versions)).isEmpty();
	}

	@Test
	void versionOfTheHistoryAloneIsComparedByItsDigits() {
		new Scripts(this.folder).write("2020-12-08-100000_a/up.sql", "select 1;")
			.write("2020-12-7-190800_b/up.sql", "select 1;");
		VersionOrder order = set(ReadingRules.DEFAULT).order();
		assertThat(order.compare(Version.of("20210101000000"), Version.of("20201208100000"))).isPositive();
		assertThat(order.compare(Version.of("2020127190800"), Version.of("20201208100000"))).isPositive();
		assertThat(order.compare(Version.of("20201208100000"), Version.of("20201208100000"))).isZero();
	}

	private MigrationSet set(ReadingRules rules) {
		return MigrationReader.read("", List.of("file:" + this.folder), List.of(),
				new PathMatchingResourcePatternResolver(), rules);
	}

}
