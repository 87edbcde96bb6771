package dev.slipway.faults;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.util.ArrayList;
import java.util.List;

import dev.slipway.Migrator;
import dev.slipway.MigratorOptions;
import dev.slipway.testing.Scripts;
import dev.slipway.testing.TestDatabase;
import dev.slipway.testing.TestPooler;
import dev.slipway.testing.TestPostgres;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The fault suite finds nothing wrong where nothing is, and would find what it looks for.
 */
@Tag("once")
class ChecksTests {

	private final TestDatabase database = TestPostgres.server().createDatabase();

	private final List<String> violations = new ArrayList<>();

	private TracedScripts traced;

	@BeforeEach
	void migrate(@TempDir Path folder) {
		this.traced = TracedScripts.in(new Scripts(folder), 10)
			.add("build",
					"insert into effects (file) values ('{trace}');\ncreate index concurrently items_a on items (a);");
		this.database
			.execute("do $$ begin create role fleet_worker; exception when duplicate_object then null; end $$");
		Migrator.of(this.database.dataSource(), MigratorOptions.of("").withLocations(this.traced.scripts().location()))
			.migrate();
	}

	@Test
	void whatIsRightIsNotReported() {
		Checks.allApplied(this.database, this.traced, this.violations::add);
		assertThat(this.violations).isEmpty();
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|',
			textBlock = """
					insert into effects values ('002/1') | effects: missing [002/1|1], surplus [002/1|2]
					delete from effects where file = '002/1' | effects: missing [002/1|1], surplus []
					drop table items | tables: missing [items], surplus []
					create table left_over (i int) | tables: missing [], surplus [left_over]
					drop index items_a | indexes: missing [items_a], surplus []
					update pg_index set indisvalid = false where indexrelid = 'items_a'::regclass | INVALID indexes: missing [], surplus [items_a]
					update schema_migrations set state = 'running' where name = 'build' | history: missing [2_build|applied], surplus [2_build|running]
					delete from schema_migrations where name = 'first' | history: missing [1_first|applied], surplus []
					""")
	void whatIsWrongIsReported(String harm, String violation) {
		this.database.execute(harm);
		Checks.allApplied(this.database, this.traced, this.violations::add);
		assertThat(this.violations).anySatisfy((text) -> assertThat(text).startsWith(violation));
	}

	@Test
	void aLockThatIsStillHeldIsReported() throws Exception {
		try (Connection holder = this.database.dataSource().getConnection()) {
			TestDatabase.query(holder, "select pg_advisory_lock(1)");
			Checks.nothingHeld(this.database, this.violations::add);
			assertThat(this.violations).singleElement().asString().contains("left behind on the server: [advisory|");
		}
	}

	@Test
	@EnabledIf("dev.slipway.testing.TestPooler#isInstalled")
	void aSettingThatIsLeftInAPooledConnectionIsReported(@TempDir Path folder) throws Exception {
		try (TestPooler pooler = TestPooler.start(this.database, Files.createDirectories(folder.resolve("pooler")),
				12)) {
			Checks.poolIsClean(this.database, pooler.database(), this.violations::add);
			assertThat(this.violations).isEmpty();
			pooler.database().execute("set work_mem = '77kB'");
			Checks.poolIsClean(this.database, pooler.database(), this.violations::add);
			assertThat(this.violations).singleElement().asString().contains("work_mem = 77");
		}
	}

}
