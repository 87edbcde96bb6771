package dev.slipway.engine;

import java.nio.file.Path;

import dev.slipway.DatabaseException;
import dev.slipway.DatabaseException.Reason;
import dev.slipway.testing.Scripts;
import dev.slipway.testing.TestDatabase;
import dev.slipway.testing.TestPostgres;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * A history table that an earlier release made lacks columns. It is read as it is, and
 * gets them before the next row is written.
 */
class EarlierTableTests {

	private static final String COLUMNS = "select count(*) from information_schema.columns where table_name = 'schema_migrations'"
			+ " and column_name in ('origin', 'statement_hashes')";

	private final TestDatabase database = TestPostgres.server().createDatabase();

	private final Scripts scripts;

	EarlierTableTests(@TempDir Path folder) {
		this.scripts = new Scripts(folder).write("001_one.sql", "create table one (i int)");
		migrate();
		this.database.execute("alter table schema_migrations drop column origin, drop column statement_hashes");
	}

	@Test
	void withNothingPendingItStaysAsItIs() {
		assertThat(this.scripts.migrator(this.database.dataSource()).migrate().applied()).isEmpty();
		this.scripts.migrator(this.database.dataSource()).validate();
		assertThat(this.database.query(COLUMNS)).containsExactly("0");
	}

	@ParameterizedTest
	@ValueSource(strings = { "create table two (i int)", "create index concurrently i on one (i)" })
	void theNextRowBringsTheColumns(String script) {
		this.scripts.write("002_two.sql", script);
		migrate();
		assertThat(this.database.query(COLUMNS)).containsExactly("2");
		assertThat(this.database.query("select version from schema_migrations order by id")).containsExactly("1", "2");
		this.scripts.write("003_three.sql", script.replace("two", "three").replace(" i on", " j on"));
		migrate();
	}

	@Test
	void aRoleThatDoesNotOwnTheTableIsTold() {
		String role = "r_" + this.database.name();
		this.database
			.execute("create role " + role + " login password 'p';" + "grant insert, select on schema_migrations to "
					+ role + "; grant create on schema public to " + role);
		this.scripts.write("002_two.sql", "create table two (i int)");
		assertThatExceptionOfType(DatabaseException.class)
			.isThrownBy(() -> this.scripts.migrator(this.database.as(role, "p").dataSource()).migrate())
			.satisfies((failure) -> assertThat(failure.getReason()).isEqualTo(Reason.MISSING_PRIVILEGE))
			.withMessageContaining("must be owner of table schema_migrations");
		assertThat(this.database.query(COLUMNS)).containsExactly("0");
	}

	private void migrate() {
		this.scripts.migrator(this.database.dataSource()).migrate();
	}

}
