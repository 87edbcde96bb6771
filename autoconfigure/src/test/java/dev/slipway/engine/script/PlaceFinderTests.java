package dev.slipway.engine.script;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

class PlaceFinderTests {

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
			create index on evnts (a)          | relation "evnts" does not exist             | 16
			create index on public.EVNTS (a)   | relation "public.evnts" does not exist      | 23
			alter table "My T" drop x          | relation "My T" does not exist              | 12
			alter table t drop column gone     | column "gone" of relation "t" does not exist | 26
			alter table t drop column gone     | Spalte »gone« von Relation »t« existiert nicht | 26
			insert into t values ('evnts')     | relation "evnts" does not exist             | -1
			select 1                           | division by zero                            | -1
			""")
	void theNamedObjectIsFoundAsATokenOnly(String statement, String message, int place) {
		assertThat(PlaceFinder.ofName(statement, message).orElse(-1)).isEqualTo(place);
	}

}
