package dev.slipway.engine.files;

import java.util.List;
import java.util.stream.Stream;

import dev.slipway.Layout;
import dev.slipway.engine.layout.FlywayEvent;
import dev.slipway.engine.layout.Layouts;
import dev.slipway.engine.layout.NameShape;
import dev.slipway.engine.layout.Role;
import dev.slipway.engine.layout.Version;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the shapes of names, one table per question.
 */
class MigrationNameTests {

	@ParameterizedTest
	@CsvSource(nullValues = "-", emptyValue = "", delimiter = '|', textBlock = """
			# path                                     | shape            | version              | name
			001_create_users.sql                       | VERSIONED        | 1                    | create_users
			001-create-users.sql                       | VERSIONED        | 1                    | create-users
			000.sql                                    | VERSIONED        | 0                    | ''
			7_.sql                                     | VERSIONED        | 7                    | ''
			3.sql                                      | VERSIONED        | 3                    | ''
			1.2.3_add.sql                              | VERSIONED        | 1.2.3                | add
			1.2.3.sql                                  | VERSIONED        | 1.2.3                | ''
			1.0_add.sql                                | VERSIONED        | 1                    | add
			20260101120000_add_orders.sql              | VERSIONED        | 20260101120000       | add_orders
			20201201161451000001_add.sql               | VERSIONED        | 20201201161451000001 | add
			1_2_factors.sql                            | VERSIONED        | 1                    | 2_factors
			2024_add.sql                               | VERSIONED        | 2024                 | add
			2024_13_01_add.sql                         | VERSIONED        | 2024                 | 13_01_add
			1_add.postgres.sql                         | VERSIONED        | 1                    | add.postgres
			1_a b'c.sql                                | VERSIONED        | 1                    | a b'c
			2024_01_15_120000_x.sql                    | VERSIONED        | 20240115120000       | x
			2024-01-15-120000_x.sql                    | VERSIONED        | 20240115120000       | x
			2024-01-15-120000-0001_x.sql               | VERSIONED        | 202401151200000001   | x
			2024-01-15_x.sql                           | VERSIONED        | 20240115             | x
			2024-01-15_12-30-59-x.sql                  | VERSIONED        | 20240115123059       | x
			2024_01_15_12_monkeys.sql                  | VERSIONED        | 20240115             | 12_monkeys
			2024_01_15.sql                             | VERSIONED        | 20240115             | ''
			20240115_120000_x.sql                      | VERSIONED        | 20240115120000       | x
			20240115_1200_x.sql                        | VERSIONED        | 202401151200         | x
			20240115_99_x.sql                          | VERSIONED        | 20240115             | 99_x
			db/migration/000001_init.up.sql            | VERSIONED        | 1                    | init
			000001_init.down.sql                       | UNDO             | 1                    | init
			18446744073709551615_max.up.sql            | VERSIONED        | 18446744073709551615 | max
			1_.up.sql                                  | VERSIONED        | 1                    | ''
			20200101_a.b.up.sql                        | VERSIONED        | 20200101             | a.b
			001.up.sql                                 | VERSIONED        | 1                    | ''
			001.postgres.down.sql                      | UNDO             | 1                    | ''
			V1__init.sql                               | VERSIONED        | 1                    | init
			V1_1__a__b.sql                             | VERSIONED        | 1.1                  | a__b
			V2.0.0__x y.z.sql                          | VERSIONED        | 2                    | x y.z
			V003.sql                                   | VERSIONED        | 3                    | ''
			V4__.SQL                                   | VERSIONED        | 4                    | ''
			V20240101.1200__x.sql                      | VERSIONED        | 20240101.1200        | x
			U1.1__x.sql                                | UNDO             | 1.1                  | x
			B5__everything.sql                         | BASELINE         | 5                    | everything
			R__views.sql                               | REPEATABLE       | -                    | views
			R.sql                                      | REPEATABLE       | -                    | ''
			beforeMigrate.sql                          | CALLBACK         | -                    | ''
			afterMigrate__grants.sql                   | CALLBACK         | -                    | grants
			x/2026-01-01-000000_users/up.sql           | VERSIONED        | 20260101000000       | users
			x/2026-01-01-000000-0000_users/down.sql    | UNDO             | 202601010000000000   | users
			00000000000000_diesel_initial_setup/up.sql | VERSIONED        | 0                    | diesel_initial_setup
			1699999999999_users/up.sql                 | VERSIONED        | 1699999999999        | users
			20260101120000_init/migration.sql          | VERSIONED        | 20260101120000       | init
			0_init/migration.sql                       | VERSIONED        | 0                    | init
			0/migration.sql                            | VERSIONED        | 0                    | ''
			001.do.sql                                 | VERSIONED        | 1                    | ''
			001.do.add_orders.sql                      | VERSIONED        | 1                    | add_orders
			0003.do.Crops_of.v2.sql                    | VERSIONED        | 3                    | Crops_of
			4.do..sql                                  | VERSIONED        | 4                    | ''
			3.undo.crops.sql                           | UNDO             | 3                    | crops
			V0001.Initial.up.sql                       | VERSIONED        | 1                    | Initial
			V0002.Two-b_c.down.sql                     | UNDO             | 2                    | Two-b_c
			V0002.Two.postgres.up.sql                  | VERSIONED        | 2                    | Two
			v001__init.sql                             | VERSIONED        | 1                    | init
			v1_2__Add it.SQL                           | VERSIONED        | 1.2                  | Add it
			r__views.sql                               | REPEATABLE       | -                    | views
			0001.create-orders.sql                     | VERSIONED        | 1                    | create-orders
			0001.create-orders.rollback.sql            | UNDO             | 1                    | create-orders
			post-apply.sql                             | CALLBACK         | -                    | post-apply.sql
			post-apply-2_b.sql                         | CALLBACK         | -                    | post-apply-2_b.sql
			Script0012 - Add it.sql                    | VERSIONED        | 12                   | Add it
			Script12_b.sql                             | VERSIONED        | 12                   | b
			Script12.sql                               | VERSIONED        | 12                   | ''
			sqls/20260101120000-a-b-up.sql             | VERSIONED        | 20260101120000       | a-b
			sqls/20260101120000-a-b-down.sql           | UNDO             | 20260101120000       | a-b
			""")
	void aNameSaysWhatAFileIs(String path, Role role, String version, String name) {
		assertThat(MigrationName.of(path, null)).hasValueSatisfying((found) -> {
			assertThat(found.role()).isEqualTo(role);
			assertThat((found.version() != null) ? found.version().canonical() : null).isEqualTo(version);
			assertThat(found.name()).isEqualTo(name);
			String file = path.substring(path.lastIndexOf('/') + 1);
			assertThat(found.fileName())
				.isEqualTo(path.contains("_init/") || found.shape().inFolder() ? path.replaceFirst("^x/", "") : file);
		});
	}

	@ParameterizedTest
	@ValueSource(strings = { "create_users.sql", "V1_init.sql", "v1_init.sql", "v1.sql", "v1__.sql", "u1__x.sql",
			"r1__x.sql", "Vx__init.sql", "R1__views.sql", "Rviews.sql", "beforeMigrated.sql", "schema.sql", "1x.sql",
			"1 x.sql", "_1_x.sql", "1..2_x.sql", "1_x.SQL", "up.sql", "users/up.sql", "1_x/other.sql", "x.up.sql",
			"1x.up.sql", "1_x.up.fizz", "1_x.down.pgsql", "migration.sql", "init/migration.sql", "000.do.sql",
			"001.Do.sql", "001.do_x.sql", "x.do.sql", "1.2.do.sql", "V1.x.up.sql", "V0001.a.b.up.sql",
			"V0001.x.oracle.up.sql", "V0001.up.sql", "1.a.b.sql", "1.undo_x.sql", "1.DOWN.sql", "1.rollback.sql",
			"1.a.down.sql", "1.a.up.sql", "1.revert-x.sql", "x.rollback.sql", "Script.sql", "Script1b.sql",
			"script1 - x.sql", "Scripts1.sql", "deploy/x.sql" })
	void whatIsNoMigrationIsNotTakenForOne(String path) {
		assertThat(MigrationName.of(path, null)).isEmpty();
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', nullValues = "-", textBlock = """
			1_x.postgres.up.sql            | postgres   | false | false
			1_x.postgresql.down.sql        | postgresql | false | false
			1_x.pg.up.sql                  | pg         | false | false
			1_x.mysql.up.sql               | mysql      | true  | false
			1_x.sqlite3.down.sql           | sqlite3    | true  | false
			1_x.crdb.up.sql                | crdb       | true  | false
			1_x.cockroach.autocommit.up.sql| cockroach  | true  | true
			1_x.postgres.autocommit.up.sql | postgres   | false | true
			1_x.autocommit.up.sql          | -          | false | true
			1_x.mongo.up.sql               | -          | false | false
			1_x.sql                        | -          | false | false
			V0001.x.all.up.sql             | all        | false | false
			V0001.x.mysql.up.sql           | mysql      | true  | false
			""")
	void aNameSaysWhichDatabaseItIsForAndWhetherInATransaction(String path, String database, boolean foreign,
			boolean autocommit) {
		assertThat(MigrationName.of(path, null)).hasValueSatisfying((name) -> {
			assertThat(name.database()).isEqualTo(database);
			assertThat(name.isForeign()).isEqualTo(foreign);
			assertThat(name.autocommit()).isEqualTo(autocommit);
			assertThat(name.name()).isEqualTo((path.contains("mongo")) ? "x.mongo" : "x");
		});
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|',
			textBlock = """
					PLAIN          | 1_x.sql, 1.2-x.sql, 2024-01-15-120000_x.sql      | 1_x.up.sql, V1__x.sql, 1_x/up.sql
					GOLANG_MIGRATE | 1_x.up.sql, 1_x.pg.down.sql                      | 1_x.sql, V1__x.sql, 1_x/down.sql
					GOOSE          | 1_x.sql, 1_.sql, 1_x.up.sql                      | 1.sql, 1-x.sql, 1_x.down.sql, V1__x.sql
					FLYWAY         | V1__x.sql, U1__x.sql, R__x.sql, afterMigrate.sql | 1_x.sql, 1_x.up.sql, 1_x/up.sql
					DBMATE         | 1_x.sql, 1.sql, 1x.sql, 1-x.sql                  | x.sql, 1_x.down.sql, V1__x.sql
					SQL_MIGRATE    | 1_x.sql, 1.sql, 1x.sql, 1-x.sql                  | x.sql, 1_x.down.sql, V1__x.sql
					DIESEL         | 1_x/up.sql, 2026-01-01-000000_x/down.sql         | 1_x.sql, 1_x/migration.sql, 1_x.up.sql
					PRISMA         | 1_x/migration.sql, 1_x/down.sql                  | 1_x.sql, 1_x/up.sql, V1__x.sql
					TERN           | 1_x.sql, 001_x.sql, 1_x.up.sql                   | 1.sql, 1-x.sql, 1_x.down.sql
					PLAY           | 1.sql, 003.sql                                   | 0.sql, 1_x.sql, 1.up.sql
					POSTGRATOR     | 1.do.sql, 1.undo.x.sql                           | 1.sql, 1.up.sql, 0.do.sql
					DB_MIGRATE     | sqls/20260101120000-x-up.sql                     | 20260101120000-x-up.sql, sqls/1-x-up.sql
					NODE_PG_MIGRATE| 1_x.sql, 1.sql, 1x.sql                           | x.sql, 1_x.up.sql
					MYBATIS        | 1_x.sql, 1.sql                                   | 1.5_x.sql, 1-x.sql, bootstrap.sql
					GRAPHILE_MIGRATE | 1.sql, 000001-a_b.sql, 1--.sql                 | 1_x.sql, current.sql, 1-a.b.sql
					RAMBLER        | 1_x.sql, 1x.sql                                  | x.sql
					SHMIG          | 1-x.sql                                          | 1_x.sql, 1.sql
					AUTHELIA       | V0001.x.up.sql, V0001.x.all.down.sql             | V1__x.sql, V1.x.up.sql
					YOYO           | 1.x.sql, 1_x.sql, 1.sql, 20260101_01_x1-y.sql, 1.a.b.sql, 1.a.b.rollback.sql | x.sql, 1x.sql, 1_x.down.sql
					YUNIQL         | v0.00/x.sql, v1.2.3-x/a/b.sql, _pre/x.sql, _draft/a/x.sql, _post/x.sql | v1/x.sql, x.sql, _init/x.sql, a/v0.00/x.sql
					DBUP           | Script1 - x.sql, 1_x.sql, a1b.sql, v1.2.sql     | x.sql, 1_x.down.sql
					EVOLVE         | v1__x.sql, V1__x.sql, r__x.sql, R__x.sql         | V1.sql, 1_x.sql, U1__x.sql
					""")
	void aForcedLayoutAcceptsItsOwnNamesOnly(Layout layout, String accepted, String refused) {
		assertThat(accepted.split(", ")).allSatisfy((path) -> assertThat(MigrationName.of(path, layout)).isPresent());
		assertThat(refused.split(", ")).allSatisfy((path) -> assertThat(MigrationName.of(path, layout)).isEmpty());
	}

	@ParameterizedTest
	@EnumSource(value = Layout.class,
			names = { "GOOSE", "DBMATE", "SQL_MIGRATE", "TERN", "NODE_PG_MIGRATE", "MYBATIS", "RAMBLER" })
	void aDateWithSeparatorsIsReadAsTheToolReadsIt(Layout layout) {
		assertThat(MigrationName.of("20240115_120000_x.sql", layout)).hasValueSatisfying((name) -> {
			assertThat(name.version()).isEqualTo(Version.of("20240115"));
			assertThat(name.name()).isEqualTo("120000_x");
		});
	}

	/** Names say nothing where a plan does. */
	@ParameterizedTest
	@EnumSource(value = Layout.class, mode = EnumSource.Mode.EXCLUDE, names = "SQITCH")
	void everyExampleIsAcceptedByItsLayout(Layout layout) {
		List<String> examples = Layouts.shapes(layout).stream().map(NameShape::example).toList();
		assertThat(examples).isNotEmpty()
			.allSatisfy((example) -> assertThat(MigrationName.of(example, layout)).isPresent()
				.map(MigrationName::shape)
				.hasValueSatisfying((shape) -> assertThat(shape.example()).isEqualTo(example)));
		assertThat(MigrationName.accepted(layout)).startsWith("Accepted by the layout " + layout.property() + ": ");
	}

	@ParameterizedTest
	@CsvSource({ "1_x.sql, true", "V1__x.SQL, true", "1_x.up.fizz, true", "1_x.down.psql, true", "1_x.up.pgsql, true",
			"._1_x.sql, false", ".1_x.sql, false", "README.md, false", "1_x.sql.conf, false", "atlas.sum, false",
			"schema.fizz, false" })
	void onlyWhatMayBeAMigrationIsLookedAt(String fileName, boolean candidate) {
		assertThat(MigrationName.isCandidate(fileName)).isEqualTo(candidate);
	}

	@ParameterizedTest
	@ValueSource(strings = { "beforeMigrate", "beforeEachMigrate", "afterEachMigrate", "afterMigrateApplied",
			"afterMigrate" })
	void everyEventThatSlipwayHasIsOneOfFlyways(String event) {
		assertThat(FlywayEvent.isSupported(event)).isTrue();
		assertThat(FlywayEvent.isMissed(event)).isFalse();
		assertThat(Stream.of(FlywayEvent.supported().split(", "))).contains(event);
	}

}
