package dev.slipway.engine;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import dev.slipway.engine.error.MigrationFailedException;
import dev.slipway.testing.TestDatabase;
import dev.slipway.testing.TestPostgres;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link Migrator} on a real server: what is applied, in which order, and what
 * a failure leaves.
 */
class MigratorTests {

	private final TestDatabase database = TestPostgres.server().createDatabase();

	@TempDir
	private Path folder;

	@Test
	void filesAreAppliedInTheOrderOfTheirNumbers() throws IOException {
		write("9_nine.sql", "insert into steps(name) values ('nine');");
		write("10_ten.sql", "insert into steps(name) values ('ten');");
		write("20260101120000_stamp.sql", "insert into steps(name) values ('stamp');");
		write("001_one.sql", "create table steps(id int generated always as identity, name text);");
		MigrationReport report = migrator().migrate();
		assertThat(this.database.query("select name from steps order by id")).containsExactly("nine", "ten", "stamp");
		assertThat(report.applied()).extracting(MigrationReport.Applied::label)
			.containsExactly("001_one", "9_nine", "10_ten", "20260101120000_stamp");
		assertThat(this.database.query("select version, name from schema_migrations order by id"))
			.containsExactly("1|one", "9|nine", "10|ten", "20260101120000|stamp");
	}

	@Test
	void aSecondRunAppliesNothing() throws IOException {
		write("001_one.sql", "create table t(i int)");
		migrator().migrate();
		MigrationReport second = migrator().migrate();
		assertThat(second.applied()).isEmpty();
		assertThat(second.version()).isEqualTo("1");
	}

	@Test
	void aFailingScriptShowsItsPlaceAndLeavesNothing() throws IOException {
		write("001_create_events.sql", "create table events (id int);");
		write("002_add_source.sql", "alter table events add source text;");
		write("003_add_index.sql", "-- a comment\ncreate table leftover (id int);\n\n\n\n\n\n\n\n\n\n"
				+ "create index on evnts (received_at);\n");
		assertThatExceptionOfType(MigrationFailedException.class).isThrownBy(() -> migrator("ingestion").migrate())
			.withMessage("""
					Migration ingestion 003_add_index.sql failed at line 12, column 17:

					  12 | create index on evnts (received_at);
					     |                 ^
					ERROR: relation "evnts" does not exist (42P01)
					Applied in this run: 001_create_events, 002_add_source. \
					003_add_index was rolled back in full.""");
		assertThat(this.database.query("select version from schema_migrations_ingestion order by id"))
			.containsExactly("1", "2");
		assertThat(this.database.query("select to_regclass('leftover')")).containsExactly("null");
	}

	@Test
	void afterMendingTheFileTheNextRunGoesOn() throws IOException {
		write("001_one.sql", "create table t(i int)");
		write("002_two.sql", "insert into t values ('x')");
		assertThatExceptionOfType(MigrationFailedException.class).isThrownBy(() -> migrator().migrate());
		write("002_two.sql", "insert into t values (2)");
		MigrationReport report = migrator().migrate();
		assertThat(report.applied()).extracting(MigrationReport.Applied::label).containsExactly("002_two");
		assertThat(this.database.query("select i from t")).containsExactly("2");
	}

	@Test
	void aSelectWithEffectsRunsForAllOfItsRows() throws IOException {
		write("001_partitions.sql", """
				create table log (at date not null) partition by range (at);
				create function make(m int) returns void language plpgsql as $$
				begin
					execute format('create table log_%s partition of log for values from (%L) to (%L)', m,
						make_date(2026, m, 1), make_date(2026, m, 1) + interval '1 month');
				end $$;
				select make(m) from generate_series(1, 12) m;
				""");
		migrator().migrate();
		assertThat(this.database.query("select count(*) from pg_inherits where inhparent = 'log'::regclass"))
			.containsExactly("12");
	}

	private Migrator migrator() {
		return migrator("");
	}

	private Migrator migrator(String service) {
		return Migrator.of(this.database.dataSource(),
				MigratorOptions.of(service).withLocations("file:" + this.folder));
	}

	private void write(String name, String sql) throws IOException {
		Files.writeString(this.folder.resolve(name), sql);
	}

}
