package dev.slipway.boot.command;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import dev.slipway.testing.FlywayTable;
import dev.slipway.testing.Scripts;
import dev.slipway.testing.TestDatabase;
import dev.slipway.testing.TestPostgres;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * {@code adopt} as a process: it shows, writes when it is told to, and gives back.
 */
@Tag("once")
class AdoptProcessTests {

	private final TestDatabase database = TestPostgres.server().createDatabase();

	private final Scripts scripts;

	private final CommandProcess process;

	AdoptProcessTests(@TempDir Path folder) {
		this.scripts = new Scripts(folder.resolve("scripts")).write("V1__one.sql", "create table one(i int)")
			.write("V3__three.sql", "create table three(i int)");
		this.process = new CommandProcess(this.database, folder);
		FlywayTable.in(this.database)
			.row("0", "<< Flyway Baseline >>", "BASELINE", "<< Flyway Baseline >>", true)
			.applied("1", "one")
			.row("2", "by code", "JDBC", "db.migration.V2__by_code", true);
	}

	@Test
	void historyIsShownAndNothingIsWritten() {
		assertThat(run()).isZero();
		assertThat(output()).isEqualTo(
				"""
						Slipway: the history of Flyway in "public"."flyway_schema_history" fits, and 3 rows are to be written to \
						"public"."schema_migrations"
						  version 0 (<< Flyway Baseline >>)  ->  all up to version 0
						  V1__one.sql                        ->  V1__one (no checksum compared)
						  db.migration.V2__by_code           ->  code, without a file
						  pending, which the next start applies: V3__three
						Nothing was written. Add --slipway.confirm to do it.
						""");
		assertThat(tables()).isEqualTo("null");
	}

	@Test
	void historyIsWrittenOnceConfirmed() {
		assertThat(run("--slipway.confirm", "--slipway.output=json")).isZero();
		assertThat(output())
			.startsWith("{\"format\":1,\"command\":\"adopt\",\"exitCode\":0,\"services\":[{\"service\":\"\","
					+ "\"outcome\":\"written\",\"tool\":\"Flyway\",")
			.contains("{\"row\":\"db.migration.V2__by_code\",\"file\":null,\"version\":\"2\",\"state\":\"program\","
					+ "\"appliedAt\":\"2026-01-02T", "\"pending\":[\"V3__three\"]");
		assertThat(this.database.query("select count(*) from schema_migrations")).containsExactly("3");
		assertThat(run("--slipway.confirm")).isZero();
		assertThat(output())
			.isEqualTo("Slipway: \"public\".\"schema_migrations\" has a history already, and nothing is taken over\n");
	}

	@Test
	void historyIsGivenBackOnceConfirmed() {
		this.scripts.migrator(this.database).adopt();
		assertThat(run("--slipway.undo")).isZero();
		assertThat(output()).isEqualTo("Slipway: nothing was applied since the history of Flyway was taken over, and"
				+ " \"public\".\"schema_migrations\" is to be dropped\n"
				+ "Nothing was written. Add --slipway.confirm to do it.\n");
		assertThat(tables()).isEqualTo("schema_migrations");
		assertThat(run("--slipway.undo", "--slipway.confirm")).isZero();
		assertThat(output()).isEqualTo("Slipway: dropped \"public\".\"schema_migrations\", and Flyway can go on\n");
		assertThat(tables()).isEqualTo("null");
		assertThat(this.process.errors()).isEmpty();
	}

	@Test
	void nothingThatIsFoundIsAMistake() {
		this.database.execute("drop table flyway_schema_history");
		assertThat(run()).isEqualTo(3);
		assertThat(output()).isEqualTo("Slipway: found no history of another tool, and none that was taken over\n");
	}

	@Test
	void allThatIsInTheWayIsNamedAndNothingIsWritten() {
		this.scripts.delete("V1__one.sql");
		new FlywayTable(this.database, "flyway_schema_history").row("3", "three", "SQL", "V3__three.sql", false);
		assertThat(run("--slipway.confirm")).isEqualTo(3);
		assertThat(output()).isEmpty();
		assertThat(this.process.errors()).isEqualToIgnoringNewLines(
				"""
						Slipway: the history of Flyway in "public"."flyway_schema_history" cannot be taken over:

						  - Flyway's V1__one.sql has no file. Put the file into the locations (slipway.locations), also that of \
						a program, whose name then belongs into exclude; or let Flyway forget the row if its file was deleted on purpose.
						  - Flyway's V3__three.sql has failed. Take back by hand what it has done, and let 'flyway repair' remove \
						the row.

						Nothing was written.
						""");
		assertThat(tables()).isEqualTo("null");
	}

	private String tables() {
		return this.database.query("select to_regclass('schema_migrations')").get(0);
	}

	private String output() {
		return this.process.output();
	}

	private int run(String... more) {
		List<String> arguments = new ArrayList<>(
				List.of("--slipway.locations=" + this.scripts.location(), "--slipway.command=adopt"));
		arguments.addAll(List.of(more));
		return this.process.run(arguments.toArray(String[]::new));
	}

}
