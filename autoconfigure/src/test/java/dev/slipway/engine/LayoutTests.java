package dev.slipway.engine;

import dev.slipway.Migrator;
import dev.slipway.MigratorOptions;
import dev.slipway.engine.script.ReadingRules;
import dev.slipway.testing.LayoutFolder;
import dev.slipway.testing.TestDatabase;
import dev.slipway.testing.TestPostgres;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Each layout has a folder of files with the odd corners of real ones: they migrate an
 * empty database unchanged.
 */
class LayoutTests {

	private final TestDatabase database = TestPostgres.server().createDatabase();

	@ParameterizedTest
	@MethodSource("dev.slipway.testing.LayoutFolder#all")
	void aFolderMigratesAnEmptyDatabaseOnce(LayoutFolder folder) {
		assertThat(migrator(folder).migrate().applied()).hasSizeGreaterThanOrEqualTo(10);
		folder.expectations()
			.forEach((query, expected) -> assertThat(this.database.query(query)).as(query).containsExactly(expected));
		assertThat(migrator(folder).migrate().applied()).isEmpty();
		assertThat(this.database.query("select count(*) from slipway.history where state <> 'applied'"))
			.containsExactly("0");
	}

	private Migrator migrator(LayoutFolder folder) {
		MigratorOptions options = MigratorOptions.of("")
			.withLocations(folder.locations().toArray(String[]::new))
			.withSchema("slipway", true)
			.withTable("history");
		ReadingRules rules = folder.rules();
		return Migrator.of(this.database.dataSource(),
				options.withPlaceholders(rules.placeholders())
					.withLayout(rules.layout())
					.withMixedLayouts(rules.mixedLayouts())
					.withPlaceholderReplacement(rules.placeholderReplacement()));
	}

}
