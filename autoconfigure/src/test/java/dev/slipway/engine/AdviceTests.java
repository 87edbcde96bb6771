package dev.slipway.engine;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import dev.slipway.InvalidMigrationsException;
import dev.slipway.Layout;
import dev.slipway.Migrator;
import dev.slipway.MigratorOptions;
import dev.slipway.testing.Scripts;
import dev.slipway.testing.TestDatabase;
import dev.slipway.testing.TestPostgres;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

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
		return this.database.query("select relname from pg_class where relkind = 'r' and relnamespace"
				+ " = 'public'::regnamespace and relname <> 'schema_migrations' order by relname");
	}

}
