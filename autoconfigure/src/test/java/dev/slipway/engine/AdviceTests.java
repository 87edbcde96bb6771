package dev.slipway.engine;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import dev.slipway.InvalidMigrationsException;
import dev.slipway.Layout;
import dev.slipway.Migrator;
import dev.slipway.MigratorOptions;
import dev.slipway.SlipwayException;
import dev.slipway.testing.Scripts;
import dev.slipway.testing.TestDatabase;
import dev.slipway.testing.TestPostgres;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

/**
 * Tests for what a first start says when it fails on its files: whoever does literally
 * what the message advises has a second start that applies what was meant, and never what
 * undoes it.
 */
class AdviceTests {

	private static final Pattern SETTING = Pattern
		.compile("(layout|exclude|mixed-layouts|duplicate-versions): ('[^']+'|[\\w*./-]*[\\w*])");

	private static final Pattern NAME = Pattern.compile("(\\S+) is no migration\\. It would be one as (\\S+)\\.");

	@TempDir
	private Path folder;

	private final TestDatabase database = TestPostgres.server().createDatabase();

	static Stream<Arguments> foldersWithAdvice() {
		return Stream.of(
				// What is no migration: renamed, left out, left alone.
				advice("V1__a.sql, v2__b.sql", "rename", "a, b"), advice("V1__a.sql, V2_b.sql", "rename", "a, b"),
				advice("1_a.sql, 2b.sql", "rename", "a, b"), advice("1_a.sql, 2_b.SQL", "rename", "a, b"),
				advice("1_a.sql, seed.sql", "exclude", "a"), advice("1_a.sql, 2_b.sql.gz", "exclude", "a"),
				advice("2024-01-01-000000_a/up.sql, seed.sql", "layout", "a"),
				advice("20240101000000_a/migration.sql, seed.sql", "layout", "a"),
				// Several of one version.
				advice("1_a.sql, 1_b.sql", "duplicate-versions", "a, b"),
				advice("v0.00/01-a.sql, v0.00/02-b.sql, v0.01/01-c.sql", "layout", "a, b, c"),
				// Files of several tools.
				advice("V1__a.sql, 2_b.sql", "mixed-layouts", "a, b"), advice("V1__a.sql, 2_b.sql", "exclude", "a"),
				advice("1_a.up.sql, 2_b.sql", "mixed-layouts", "a, b"),
				// Programs.
				advice("1_a.up.sql, 2_x.go, 3_b.up.sql", "exclude", "a, b"),
				advice("V1__a.sql, V2__x.java, V3__b.sql", "exclude", "a, b"),
				advice("2024-01-01-000000_a/up.sql, 2024-01-02-000000_x/up.rs", "exclude", "a"),
				// A name that ends as an undo file's.
				advice("1_a.sql, 2_b_rollback.sql", "layout", "a, b_rollback"),
				advice("V1__a.sql, V2__b_down.sql", "layout", "a, b_down"));
	}

	@ParameterizedTest
	@MethodSource("foldersWithAdvice")
	void namesThatAreRefusedAreRightAfterTheAdvice(String files, String kind, String created) {
		Scripts scripts = new Scripts(this.folder);
		for (String file : files.split(", ")) {
			scripts.write(file, "create table \"" + name(file) + "\" (i int);");
		}
		MigratorOptions options = MigratorOptions.of("").withLocations("file:" + this.folder);
		assertThat(migrate(follow(refusal(options), kind, options))).isEmpty();
		assertThat(tables()).containsExactly(created.split(", "));
	}

	static Stream<Arguments> scriptsWithAdvice() {
		return Stream.of(script("1_x.sql", "-- migrate:up\ncreate table a (i int);\n  -- migrate:down\ndrop table a;"),
				script("1_x.sql", "-- +goose Up\ncreate table a (i int);\n  -- +goose Down\ndrop table a;"),
				script("1_x.sql", "-- +migrate Up\ncreate table a (i int);\n\t-- +migrate Down\ndrop table a;"),
				script("1_x.sql", "create table a (i int);\n-- DOWN\ndrop table a;"),
				script("1_x.sql", "create table a (i int);\n/* rollback */\ndrop table a;"),
				script("1_x.up.sql", "-- +goose Up\ncreate table a (i int);\n-- +goose Down\ndrop table a;"),
				script("V1__x.sql", "-- +migrate Up\ncreate table a (i int);\n-- +migrate Down\ndrop table a;"));
	}

	@ParameterizedTest
	@MethodSource("scriptsWithAdvice")
	void lineThatIsRefusedIsRightAfterTheAdvice(String file, String sql) {
		Scripts scripts = new Scripts(this.folder).write(file, sql);
		MigratorOptions options = MigratorOptions.of("").withLocations("file:" + this.folder);
		String refusal = refusal(options);
		if (refusal.contains("must begin its line")) {
			scripts.write(file, sql.replaceAll("(?m)^\\s+--", "--"));
		}
		else if (refusal.contains("write -- slipway: undo instead")) {
			scripts.write(file, sql.replaceAll("(?m)^(?:-- DOWN|/\\* rollback \\*/)$", "-- slipway: undo"));
		}
		else if (refusal.contains("name the file as that tool does, such as 20260101120000_add_orders.sql")) {
			rename(this.folder.resolve(file), "20260101120000_x.sql");
		}
		else {
			options = follow(refusal, "layout", options);
		}
		assertThat(migrate(options)).isEmpty();
		assertThat(tables()).containsExactly("a");
	}

	/**
	 * What stands in the text of a file, and in the files beside it: the advice as the
	 * message says it, and who follows it.
	 */
	static Stream<Arguments> textsWithAdvice() {
		return Stream.of(
				text("create table ${name} (i int);",
						"set slipway.placeholders.name and slipway.placeholder-replacement=true",
						(start) -> start.replacing("name", "a")),
				text("create table ${name} (i int);", "or write the value", (start) -> start.edit("\\$\\{name}", "a")),
				text("create table :name (i int);",
						"${name} with slipway.placeholders.name and slipway.placeholder-replacement=true",
						(start) -> start.edit(":name", "\\${name}").replacing("name", "a")),
				text("create table :\"name\" (i int);", ":\"name\" is a variable of psql",
						(start) -> start.edit(":\"name\"", "a")),
				text("-- slipway: placeholders\ncreate table a (t text default '${x}');",
						"switch placeholders off for this file with -- slipway: no-placeholders",
						(start) -> start.edit("slipway: placeholders", "slipway: no-placeholders")),
				text("-- slipway: placeholders\ncreate table ${x} (i int);", "set slipway.placeholders.x",
						(start) -> start.replacing("x", "a")),
				text("begin;\ncreate table a (i int);\n", "COMMIT is missing", (start) -> start.edit("$", "commit;")),
				text("create table a (i int) partition by range (i);", "2_x.sql", "reindex table a;",
						"Put the line '-- slipway: no-transaction' into the file",
						(start) -> start.edit("^", "-- slipway: no-transaction\n")),
				text("create table a (i int);\ncreate procedure p() language plpgsql as 'begin commit; end';",
						"2_x.sql", "call p();", "Put the line '-- slipway: no-transaction' into the file",
						(start) -> start.edit("^", "-- slipway: no-transaction\n")),
				text("\\o out.txt\ncreate table a (i int);", "leave it out", (start) -> start.edit("\\\\o.*\n", "")),
				text("create table a (i int);\n-- slipway: no-placeholders\n",
						"it must stand before the first statement",
						(start) -> start.edit("(?s)^(.*;)\n(-- slipway: no-placeholders\n)", "$2$1")),
				text("create table a (i int);\ncopy a from stdin; select 1;\n1\n\\.\n",
						"SQL behind COPY … FROM STDIN: the next line is its data",
						(start) -> start.edit(" select 1;\n", "\n")));
	}

	@ParameterizedTest
	@MethodSource("textsWithAdvice")
	void textThatFailsIsRightAfterTheAdvice(String before, String file, String sql, String advice,
			UnaryOperator<Start> follower) {
		Scripts scripts = new Scripts(this.folder).write(file, sql);
		if (!before.isEmpty()) {
			scripts.write("1_first.sql", before);
		}
		MigratorOptions options = MigratorOptions.of("").withLocations("file:" + this.folder);
		assertThat(catchThrowableOfType(SlipwayException.class, () -> migrate(options))).hasMessageContaining(advice);
		Start followed = follower.apply(new Start(sql, options));
		scripts.write(file, followed.sql());
		assertThat(migrate(followed.options())).isEmpty();
		assertThat(tables()).containsExactly("a");
	}

	/**
	 * Files beside a migration and around it, as name=text: the advice, and what is then
	 * written, or deleted where there is no text.
	 */
	@ParameterizedTest
	@CsvSource(delimiter = '|',
			textBlock = """
					V1__x.sql.conf=executeInTransaction=no | it must be true or false | V1__x.sql.conf=executeInTransaction=true
					V1__x.sql.conf=placeholderReplacement=0 | it must be true or false | V1__x.sql.conf=placeholderReplacement=false
					V1__x.sql.conf=encoding=ISO-8859-1 | a script must be UTF-8 | V1__x.sql.conf=encoding=UTF-8
					V1__x.sql.conf=executeInTransactions=true | the keys are executeInTransaction, | V1__x.sql.conf=executeInTransaction=true
					V2__y.sql.conf=shouldExecute=false | a script that must not run cannot stay in a location | V2__y.sql.conf, V2__y.sql
					beforeValidate.sql=create table b() | It runs afterEachMigrate, | beforeValidate.sql
					afterEachMigrate.sql=vacuum | cannot run in the transaction of each migration | afterEachMigrate.sql=analyze
					U1__x.sql=select 1, U1__z.sql=select 1 | is undone by several files; one of them is | U1__z.sql
					sub/V1__x.sql=create table c() | Version 1 occurs twice | sub/V1__x.sql
					sub/V1__z.sql=create table c() | Version 1 occurs twice | sub/V1__z.sql
					R__r.sql=select 1, sub/R__r.sql=select 2 | occurs twice | sub/R__r.sql
					V2__z.sql.bz2=x | is no migration | V2__z.sql.bz2
					""")
	void filesThatAreRefusedAreRightAfterTheAdvice(String files, String advice, String then) {
		Scripts scripts = new Scripts(this.folder).write("V1__x.sql", "create table a (i int);")
			.write("V2__y.sql", "create or replace view v as select i from a;");
		write(scripts, files);
		MigratorOptions options = MigratorOptions.of("").withLocations("file:" + this.folder);
		assertThat(refusal(options)).contains(advice);
		write(scripts, then);
		assertThat(migrate(options)).isEmpty();
		assertThat(tables()).containsExactly("a");
	}

	@Test
	void locationWithoutItsPrefixIsFoundAfterTheAdvice() {
		new Scripts(this.folder).write("1_x.sql", "create table a (i int);");
		MigratorOptions options = MigratorOptions.of("").withLocations(this.folder.toString());
		Matcher advice = Pattern.compile("has the prefix file:, as in (file:\\S+)\\.").matcher(refusal(options));
		assertThat(advice.find()).isTrue();
		assertThat(migrate(options.withLocations(advice.group(1)))).isEmpty();
		assertThat(tables()).containsExactly("a");
	}

	@ParameterizedTest
	@ValueSource(strings = { "ISO-8859-1", "UTF-16", "UTF-16LE" })
	void fileInAnotherEncodingIsRightOnceItIsSavedAsUtf8(String encoding) throws IOException {
		String sql = "create table a (i int); -- für größere Dinge\n";
		Path file = Files.write(this.folder.resolve("1_x.sql"), sql.getBytes(encoding));
		MigratorOptions options = MigratorOptions.of("").withLocations("file:" + this.folder);
		assertThat(refusal(options)).contains("UTF-");
		Files.writeString(file, sql);
		assertThat(migrate(options)).isEmpty();
		assertThat(tables()).containsExactly("a");
	}

	private void write(Scripts scripts, String files) {
		for (String file : files.split(", ")) {
			int text = file.indexOf('=');
			if (text > 0) {
				scripts.write(file.substring(0, text), file.substring(text + 1));
			}
			else {
				delete(this.folder.resolve(file));
			}
		}
	}

	private static void delete(Path file) {
		try {
			Files.delete(file);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static Arguments text(String sql, String advice, UnaryOperator<Start> follower) {
		return text("", "1_x.sql", sql, advice, follower);
	}

	private static Arguments text(String before, String file, String sql, String advice,
			UnaryOperator<Start> follower) {
		return Arguments.of(before, file, sql, advice, follower);
	}

	private static Arguments advice(String files, String kind, String created) {
		return Arguments.of(files, kind, created);
	}

	private static Arguments script(String file, String sql) {
		return Arguments.of(file, sql);
	}

	/** What a file creates: its name without the version, or that of its folder. */
	private static String name(String file) {
		String last = file.substring(file.lastIndexOf('/') + 1);
		String named = last.matches("(up|migration)\\..*") ? file.substring(0, file.lastIndexOf('/')) : last;
		return named.replaceFirst("^[vV]?[\\d-]+(__|_|-)?", "").replaceFirst("(?i)(\\.up)?\\.(sql|go|java).*$", "");
	}

	private MigratorOptions follow(String refusal, String kind, MigratorOptions options) {
		if (kind.equals("rename")) {
			Matcher name = NAME.matcher(refusal);
			assertThat(name.find()).as(refusal).isTrue();
			rename(Path.of(name.group(1)), name.group(2));
			return options;
		}
		Matcher setting = SETTING.matcher(refusal);
		while (setting.find()) {
			String value = setting.group(2).replace("'", "");
			if (setting.group(1).equals(kind)) {
				return switch (kind) {
					case "layout" ->
						options.withLayout(Layout.valueOf(value.toUpperCase(Locale.ROOT).replace('-', '_')));
					case "exclude" -> options.withExclude(value);
					case "mixed-layouts" -> options.withMixedLayouts(Boolean.parseBoolean(value));
					default -> options.withDuplicateVersionsByName(value.equals("by-name"));
				};
			}
		}
		throw new AssertionError("no advice on " + kind + " in: " + refusal);
	}

	private void rename(Path file, String name) {
		try {
			Files.move(file, file.resolveSibling(name));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private String refusal(MigratorOptions options) {
		return String
			.valueOf(catchThrowableOfType(InvalidMigrationsException.class, () -> migrate(options)).getMessage());
	}

	private List<String> migrate(MigratorOptions options) {
		Migrator.of(this.database.dataSource(), options).migrate();
		return Migrator.of(this.database.dataSource(), options)
			.migrate()
			.applied()
			.stream()
			.map(Object::toString)
			.toList();
	}

	private List<String> tables() {
		return this.database.query("select relname from pg_class where relkind in ('r', 'p') and relnamespace"
				+ " = 'public'::regnamespace and relname <> 'schema_migrations' order by relname");
	}

	/**
	 * What the second start is made with.
	 */
	private record Start(String sql, MigratorOptions options) {

		Start edit(String pattern, String replacement) {
			return new Start(this.sql.replaceFirst(pattern, replacement), this.options);
		}

		Start replacing(String name, String value) {
			return new Start(this.sql,
					this.options.withPlaceholders(Map.of(name, value)).withPlaceholderReplacement(true));
		}

	}

}
