package dev.slipway.engine.layout;

import java.util.Random;

import dev.slipway.Layout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A look at the first and the last characters of a name leaves out no shape that it has.
 */
class NameShapeTests {

	private static final String[] BEGINNINGS = { "V", "v", "U", "B", "R__", "r__", "afterMigrate", "1", "01", "001",
			"0", "2026", "20260101", "2026-01-01", "20260101_1200", "20260101120000", "1.2", "v1/", "v0.1/2_", "1/",
			"2026-01-01-120000_x/", "20260101120000_x/", "sqls/20260101120000-x-", "Script0001", "Add", "post-apply",
			"_pre/", "_post/", "_draft/", "deploy/", "V0001.x", "" };

	private static final String[] MIDDLES = { "", "_", "__", "-", ".", ".do.", ".undo.", "_x", "__x", "-x", ".x",
			" - x", "up", "down", "migration", ".postgres", ".autocommit", "_01_x", "-120000_x" };

	private static final String[] ENDS = { ".sql", ".SQL", ".up.sql", ".down.sql", ".rollback.sql", ".do.sql", "up.sql",
			"down.sql", "migration.sql", ".txt", "" };

	@ParameterizedTest
	@EnumSource
	void shapeThatANameHasIsNotLeftOut(Layout layout) {
		for (NameShape shape : Layouts.of(layout).shapes()) {
			assertShape(shape, shape.example());
			for (String beginning : BEGINNINGS) {
				for (String middle : MIDDLES) {
					for (String end : ENDS) {
						assertShape(shape, beginning + middle + end);
					}
				}
			}
			Random random = new Random(14);
			for (int i = 0; i < 2000; i++) {
				assertShape(shape, any(BEGINNINGS, random) + any(BEGINNINGS, random) + any(MIDDLES, random)
						+ any(MIDDLES, random) + any(ENDS, random));
			}
		}
	}

	private static void assertShape(NameShape shape, String name) {
		if (shape.matcher(name).matches()) {
			assertThat(shape.mayBe(name)).as("%s: %s", shape, name).isTrue();
		}
	}

	private static String any(String[] words, Random random) {
		return words[random.nextInt(words.length)];
	}

}
