package dev.slipway.engine;

import java.nio.file.Path;
import java.util.Map;

import com.zaxxer.hikari.HikariDataSource;
import dev.slipway.InvalidMigrationsException;
import dev.slipway.Layout;
import dev.slipway.MigrationFailedException;
import dev.slipway.Migrator;
import dev.slipway.MigratorOptions;
import dev.slipway.testing.FlightCounter;
import dev.slipway.testing.Scripts;
import dev.slipway.testing.TestDatabase;
import dev.slipway.testing.TestPostgres;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Placeholders in files of Flyway's layout, which Flyway replaces by default, and in
 * those of others.
 */
@ExtendWith(OutputCaptureExtension.class)
class FlywayPlaceholderTests {

	private final TestDatabase database = TestPostgres.server().createDatabase();

	private final Scripts scripts;

	FlywayPlaceholderTests(@TempDir Path folder) {
		this.scripts = new Scripts(folder);
	}

	@Test
	void valuesThatFlywayDefinesAreReplacedWithoutASetting() {
		this.database.execute("create schema app");
		this.scripts.write("V1__values.sql",
				"""
						create table ${flyway:defaultSchema}.said (what text, value text);
						insert into said values ('schema', '${flyway:defaultSchema}'), ('user', '${flyway:user}'),
						('database', '${FLYWAY:Database}'), ('file', '${flyway:filename}'), ('table', '${flyway:table}'),
						('folder', '${flyway:workingDirectory}'), ('time', ('${flyway:timestamp}'::timestamp < now() + interval '1 day')::text);
						""");
		assertThat(this.scripts.migrator(this.database.dataSource("?currentSchema=app")).migrate().applied())
			.hasSize(1);
		assertThat(this.database.query("select value from app.said")).containsExactly("app", this.database.username(),
				this.database.name(), "V1__values.sql", "schema_migrations", System.getProperty("user.dir"), "true");
	}

	@Test
	void firstSchemaOfTheSearchPathIsTheDefaultOne() {
		this.database.execute("create schema app");
		this.scripts.write("V1__values.sql", "create table ${flyway:defaultSchema}.t (i int)");
		Migrator.of(this.database.dataSource(), this.scripts.options("orders").withSearchPath("app", "public"))
			.migrate();
		assertThat(this.database.query("select to_regclass('app.t')")).containsExactly("app.t");
	}

	@Test
	void unknownOnesAreRefusedWithTheirPlace() {
		this.scripts.write("V1__one.sql", "select 1;\nselect '${flyway:environment}';");
		this.scripts.write("V2__two.sql", "do $$ begin raise notice '${who}'; end $$;");
		assertThatExceptionOfType(InvalidMigrationsException.class)
			.isThrownBy(() -> this.scripts.migrator(this.database).migrate())
			.withMessageContaining("V1__one.sql:2:9: the placeholder flyway:environment has no value: known are")
			.withMessageContaining("V2__two.sql:1:27: the placeholder who has no value: set slipway.placeholders.who");
	}

	@Test
	void settingFileBesideAndHeaderSwitchItOff() {
		this.scripts.write("V1__one.sql", "create table said as select '${flyway:table}' as what");
		Migrator.of(this.database.dataSource(), this.scripts.options().withPlaceholderReplacement(false)).migrate();
		this.scripts.write("V2__two.sql", "insert into said values ('${two}')")
			.write("V2__two.sql.conf", "placeholderReplacement=false")
			.write("V3__three.sql", "-- slipway: no-placeholders\ninsert into said values ('${three}')");
		this.scripts.migrator(this.database).migrate();
		assertThat(this.database.query("select what from said")).containsExactly("${flyway:table}", "${two}",
				"${three}");
	}

	@Test
	void otherLayoutsKeepThemUnlessTheyAskForThem() {
		this.scripts.write("1_one.sql", "create table said as select '${flyway:table}' as what")
			.write("2_two.sql", "-- slipway: placeholders\ninsert into said values ('${flyway:table}')");
		this.scripts.migrator(this.database).migrate();
		assertThat(this.database.query("select what from said")).containsExactly("${flyway:table}",
				"schema_migrations");
	}

	@Test
	void forcedLayoutReplacesThemToo() {
		this.scripts.write("V1__one.sql", "create table said as select '${flyway:table}' as what");
		Migrator.of(this.database.dataSource(), this.scripts.options().withLayout(Layout.FLYWAY)).migrate();
		assertThat(this.database.query("select what from said")).containsExactly("schema_migrations");
	}

	@Test
	void checksumsOfFilesWithoutPlaceholdersStayAsTheyWere() {
		this.scripts.write("V1__one.sql", "create table t (i int);\r\n")
			.write("R__view.sql", "create or replace view v as select i from t;\r\n");
		Migrator.of(this.database.dataSource(), this.scripts.options().withPlaceholderReplacement(false)).migrate();
		assertThat(this.scripts.migrator(this.database).migrate().applied()).isEmpty();
	}

	@Test
	void appliedFileWithPlaceholdersStaysApplied() {
		this.scripts.write("V1__one.sql", "create table said as select '${other}' as what");
		Migrator.of(this.database.dataSource(), this.scripts.options().withPlaceholderReplacement(false)).migrate();
		assertThat(this.scripts.migrator(this.database).migrate().applied()).isEmpty();
	}

	@Test
	void repeatableRunsAgainWhereTheServerSaysAnotherValue() throws Exception {
		this.database.execute("create schema a; create schema b; alter role current_user in database "
				+ this.database.name() + " set search_path = a");
		this.scripts.write("R__view.sql", "create or replace view ${flyway:defaultSchema}.v as select 1 as i");
		MigratorOptions options = this.scripts.options().withSchema("public", false);
		try (FlightCounter proxy = new FlightCounter(this.database); HikariDataSource pool = proxy.pool()) {
			assertThat(Migrator.of(pool, options).migrate().applied()).hasSize(1);
			proxy.reset();
			assertThat(Migrator.of(pool, options).migrate().applied()).isEmpty();
			assertThat(proxy.flights()).isEqualTo(1);
			assertThat(Migrator.of(pool, options).validate().applied()).isEmpty();
		}
		assertThat(Migrator.of(this.database.dataSource("?currentSchema=b"), options).migrate().applied()).hasSize(1);
		assertThat(
				this.database.query("select relnamespace::regnamespace from pg_class where relname = 'v' order by 1"))
			.containsExactly("a", "b");
	}

	@Test
	void repeatableWithATimeRunsOnceAtEachStart() {
		this.scripts.write("R__time.sql", "-- ${flyway:timestamp}\nselect pg_sleep(1.1)");
		assertThat(this.scripts.migrator(this.database).migrate().applied()).hasSize(1);
		assertThat(this.scripts.migrator(this.database).migrate().applied()).hasSize(1);
	}

	@Test
	void whatFlywayDefinesIsShownInMessages() {
		this.scripts.write("V1__one.sql", "select * from ${flyway:defaultSchema}.missing");
		assertThatExceptionOfType(MigrationFailedException.class)
			.isThrownBy(() -> this.scripts.migrator(this.database).migrate())
			.withMessageContaining("relation \"public.missing\" does not exist");
	}

	@Test
	void configuredPlaceholderThatStaysIsSaidWithItsLine(CapturedOutput output) {
		this.scripts.write("1_one.sql", "select 1;\nselect '${Region}', '${region}', '${other}', $$ ${tenant} $$;")
			.write("2_two.sql", "-- slipway: no-placeholders\nselect '${region}'")
			.write("3_three.sql", "-- slipway: placeholders\nselect '${region}'");
		MigratorOptions options = this.scripts.options()
			.withPlaceholders(Map.of("region", "north", "tenant", "acme"))
			.withPlaceholderReplacement(null);
		Migrator.of(this.database.dataSource(), options).migrate();
		assertThat(output.getOut().lines().filter((line) -> line.contains("is not replaced, although")))
			.satisfiesExactly((line) -> assertThat(line).contains("WARN").contains("1_one.sql:2:9: ${Region} is not"),
					(line) -> assertThat(line).contains("1_one.sql:2:49: ${tenant} is not"));
	}

}
