package dev.slipway.engine;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import dev.slipway.Migrator;
import dev.slipway.testing.PostgresTools;
import dev.slipway.testing.Scripts;
import dev.slipway.testing.TestDatabase;
import dev.slipway.testing.ToolsServer;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What pg_dump writes of a large database is a migration as it is, and makes the same
 * database: the same dump, byte for byte.
 */
@EnabledIf(value = "dev.slipway.testing.PostgresTools#areInstalled", disabledReason = PostgresTools.MISSING)
class DumpRoundTripTests {

	private static final long SEED = 20260101;

	private static TestDatabase original;

	@BeforeAll
	static void makeTheOriginal(@TempDir Path folder) throws Exception {
		ToolsServer server = ToolsServer.server();
		GeneratedDatabase.roles().forEach((role) -> server.execute("create role " + role));
		original = server.createDatabase();
		List<String> extensions = original.query(
				"select name from pg_available_extensions where name in ('citext', 'hstore', 'pgcrypto') order by 1");
		Path script = Files.writeString(folder.resolve("generated.sql"), GeneratedDatabase.script(SEED, extensions));
		PostgresTools.psql(original, script, "-1");
	}

	@Test
	void theOriginalHasMoreThanAHundredTables() {
		assertThat(original.query("select count(*) >= 100 from pg_tables where schemaname !~ '^(pg_|information_)'"))
			.containsExactly("t");
	}

	@Test
	void psqlMakesTheSameDump(@TempDir Path folder) throws Exception {
		Path dump = folder.resolve("dump.sql");
		PostgresTools.dump(original, dump);
		TestDatabase copy = ToolsServer.server().createDatabase();
		PostgresTools.psql(copy, dump);
		assertSame(PostgresTools.comparable(Files.readString(dump)), PostgresTools.dump(copy));
	}

	@ParameterizedTest
	@ValueSource(strings = { "--encoding=UTF8", "--column-inserts", "--rows-per-insert=50", "--quote-all-identifiers",
			"--disable-dollar-quoting", "--disable-triggers", "--clean --if-exists" })
	void aDumpMakesTheSameDump(String options, @TempDir Path folder) throws Exception {
		assertThatADumpMakesTheSameDump(original, options, folder);
	}

	/** Between BEGIN and COMMIT, in the middle of the file. */
	@Test
	void aDumpWithLargeObjectsMakesTheSameDump(@TempDir Path folder) throws Exception {
		TestDatabase database = ToolsServer.server().createDatabase();
		database.execute("create table pictures (id int primary key, data oid); "
				+ "insert into pictures values (1, lo_from_bytea(4711, decode(repeat('00ff5c27', 5000), 'hex'))), "
				+ "(2, lo_from_bytea(4712, '')); comment on large object 4711 is 'it''s; large'");
		assertThatADumpMakesTheSameDump(database, "--encoding=UTF8", folder);
		TestDatabase copy = ToolsServer.server().createDatabase();
		migrate(copy, new Scripts(folder));
		assertThat(copy.query("select md5(lo_get(data)) from pictures order by id"))
			.isEqualTo(database.query("select md5(lo_get(data)) from pictures order by id"));
	}

	private static void assertThatADumpMakesTheSameDump(TestDatabase database, String options, Path folder)
			throws Exception {
		Path dump = folder.resolve("001_baseline.sql");
		PostgresTools.dump(database, dump, options.split(" "));
		TestDatabase copy = ToolsServer.server().createDatabase();
		migrate(copy, new Scripts(folder));
		assertSame(PostgresTools.comparable(Files.readString(dump)),
				PostgresTools.dump(copy, (options + " --exclude-schema=slipway").split(" ")));
	}

	private static void migrate(TestDatabase database, Scripts scripts) {
		Migrator.of(database.dataSource(), scripts.options().withSchema("slipway", true)).migrate();
	}

	/**
	 * Line by line where they differ, because one string of megabytes tells nobody
	 * anything. AssertJ compares each line with each other one, even where all are equal.
	 */
	private static void assertSame(String expected, String actual) {
		boolean same = actual.equals(expected);
		if (!same) {
			assertThat(actual.lines().filter((line) -> line.length() < 1000))
				.containsExactlyElementsOf(expected.lines().filter((line) -> line.length() < 1000).toList());
		}
		assertThat(same).as("the dumps are equal byte for byte").isTrue();
	}

}
