package dev.slipway.engine;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

import dev.slipway.Migrator;
import dev.slipway.MigratorOptions;
import dev.slipway.SlipwayException;
import dev.slipway.testing.PostgresTools;
import dev.slipway.testing.PostgresTools.ToolFailedException;
import dev.slipway.testing.TestDatabase;
import dev.slipway.testing.ToolsServer;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

import org.springframework.core.io.Resource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * A script leaves through Slipway what it leaves through psql on the same server: the
 * same dump, of schema and data. The scripts that are written by hand are of three kinds:
 * those that psql runs in one transaction ({@code -1}, {@code exact-bytes} among them,
 * which mean something else when an editor touches them), those that it runs as they are,
 * and those that it refuses.
 */
@EnabledIf(value = "dev.slipway.testing.PostgresTools#areInstalled", disabledReason = PostgresTools.MISSING)
class DifferentialTests {

	private static final int SCRIPTS_AT_ONCE = 25;

	private final TestDatabase throughPsql = ToolsServer.server().createDatabase();

	private final TestDatabase throughSlipway = ToolsServer.server().createDatabase();

	@TempDir
	private Path folder;

	@BeforeAll
	static void createTheRoleThatScriptsChangeTo() {
		ToolsServer.server()
			.execute("do $$ begin create role slipway_differential; exception when duplicate_object then null; end $$");
	}

	static Stream<String> scripts() throws IOException {
		return Stream.concat(namesOfAnyForm(), names("exact-bytes"));
	}

	static Stream<String> refused() throws IOException {
		return names("refused");
	}

	@ParameterizedTest
	@MethodSource("scripts")
	void aScriptLeavesWhatPsqlLeaves(String name) throws Exception {
		Path script = write(1, name, UnaryOperator.identity());
		psql(name, script);
		migrate();
		assertTheSame();
	}

	@Test
	void scriptWithOtherFilesLeavesWhatPsqlLeaves() throws Exception {
		Files.createDirectories(this.folder.resolve("parts/deep"));
		Files.writeString(this.folder.resolve("parts/a.sql"),
				"create table a (s text);\\set v 'from a'\n".replace("\\set", "\n\\set")
						+ "\\ir deep/b.sql\ninsert into a values (:'w')");
		Files.writeString(this.folder.resolve("parts/deep/b.sql"),
				"insert into a values (:'v');\n\\set w 'from b'\nset standard_conforming_strings = off;\n"
						+ "copy a from stdin;\n:v\n");
		Path script = Files.writeString(this.folder.resolve("1_a.sql"),
				"\\set name 'parts/a'\n\\ir :name.sql;\ninsert into a values ('it\\'s :w');\n"
						+ "\\include_relative 'parts/c.sql'\n");
		Files.writeString(this.folder.resolve("parts/c.sql"), "insert into a values ('c'); -- no more");
		psql("one-transaction", script);
		migrate();
		assertTheSame();
	}

	/** All in one database, one after the other. */
	@ParameterizedTest
	@EnumSource
	void itDoesSoInEveryFormOfItsFile(Form form) throws Exception {
		int version = 1;
		for (String name : namesOfAnyForm().toList()) {
			psql(name, write(version++, name, form.change));
		}
		migrate();
		assertTheSame();
	}

	@ParameterizedTest
	@MethodSource("refused")
	void whatPsqlRefusesIsRefusedAndLeavesNothing(String name) throws Exception {
		Path script = write(1, name, UnaryOperator.identity());
		assertThatExceptionOfType(ToolFailedException.class).isThrownBy(() -> psql(name, script));
		assertThatExceptionOfType(SlipwayException.class).isThrownBy(this::migrate);
		assertTheSame();
	}

	@ParameterizedTest
	@CsvSource({ "1, false", "2, false", "3, false", "4, false", "5, true", "6, true", "7, true", "8, true" })
	void generatedScriptsLeaveWhatPsqlLeaves(long seed, boolean withData) throws Exception {
		Random random = new Random(seed);
		for (int i = 1; i <= SCRIPTS_AT_ONCE; i++) {
			Path script = Files.writeString(this.folder.resolve(i + "_generated.sql"),
					GeneratedScript.write("s" + i, random, withData));
			PostgresTools.psql(this.throughPsql, script, "-1");
		}
		migrate();
		assertTheSame();
	}

	private static Stream<String> namesOfAnyForm() throws IOException {
		return Stream.concat(names("one-transaction"), names("as-it-is"));
	}

	private static Stream<String> names(String kind) throws IOException {
		Resource[] scripts = new PathMatchingResourcePatternResolver()
			.getResources("classpath:differential/" + kind + "/*.sql");
		return Stream.of(scripts).map((script) -> kind + "/" + script.getFilename()).sorted();
	}

	private Path write(int version, String name, UnaryOperator<String> change) throws IOException {
		Resource script = new PathMatchingResourcePatternResolver().getResource("classpath:differential/" + name);
		Path file = this.folder.resolve(version + "_" + script.getFilename());
		return Files.writeString(file, change.apply(script.getContentAsString(StandardCharsets.UTF_8)));
	}

	private void psql(String name, Path script) {
		String[] options = name.startsWith("as-it-is/") ? new String[0] : new String[] { "-1" };
		PostgresTools.psql(this.throughPsql, script, options);
	}

	private void migrate() {
		Migrator
			.of(this.throughSlipway.dataSource(),
					MigratorOptions.of("").withLocations("file:" + this.folder).withSchema("slipway", true))
			.migrate();
	}

	private void assertTheSame() {
		List<String> left = PostgresTools.dump(this.throughPsql).lines().toList();
		assertThat(PostgresTools.dump(this.throughSlipway, "--exclude-schema=slipway").lines())
			.containsExactlyElementsOf(left);
	}

	/**
	 * What editors do to a file.
	 */
	enum Form {

		WINDOWS((sql) -> sql.replace("\n", "\r\n")), MARKED((sql) -> "\uFEFF" + sql),
		WITHOUT_LAST_LINE_END((sql) -> sql.stripTrailing()),
		WITH_BLANK_LINES((sql) -> "\n \n\t\n" + sql + "\n\n  \n\n");

		private final UnaryOperator<String> change;

		Form(UnaryOperator<String> change) {
			this.change = change;
		}

	}

}
