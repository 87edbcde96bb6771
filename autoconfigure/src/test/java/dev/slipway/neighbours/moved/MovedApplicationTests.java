package dev.slipway.neighbours.moved;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import dev.slipway.Migrator;
import dev.slipway.testing.TestDatabase;
import dev.slipway.testing.TestPostgres;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Moves an application from Flyway's starter to Slipway as the guide says: one dependency
 * changes, and the settings of the guide's blocks, which are read from there.
 */
@Timeout(value = 15, unit = TimeUnit.MINUTES)
class MovedApplicationTests {

	private static final Pattern FLYWAY = Pattern.compile("flyway[^/]*\\.jar$");

	/** What other tests want beside Slipway, and this application has not. */
	private static final Pattern OTHERS = Pattern.compile("(liquibase|batch|session)[^/]*\\.jar$");

	private static final Path GUIDE = Path.of("../docs/from-flyway.md");

	/** All that somebody who uses the database sees, without the tools' own tables. */
	private static final String SCHEMA = """
			select concat_ws(' ', c.relname, c.relkind, a.attname, format_type(a.atttypid, a.atttypmod), a.attnotnull,
				obj_description(c.oid), c.relacl is not null)
			from pg_class c left join pg_attribute a on a.attrelid = c.oid and a.attnum > 0
			where c.relnamespace = 'public'::regnamespace and c.relname !~ '^(flyway_schema_history|schema_migrations)'
			order by 1""";

	private final Path folder;

	MovedApplicationTests(@TempDir Path folder) {
		this.folder = folder;
	}

	@Test
	void oneDependencyAndTheSettingsChange() throws Exception {
		Path slipway = Path.of(Migrator.class.getProtectionDomain().getCodeSource().getLocation().toURI());
		Library before = new Library("before");
		Library after = new Library("after");
		before.start("Before", (entry) -> !Path.of(entry).equals(slipway));
		after.start("After", (entry) -> !FLYWAY.matcher(entry).find());
		assertThat(before.database.query("select count(*) from flyway_schema_history where success"))
			.containsExactly("4");
		assertThat(after.database.query("select count(*) from schema_migrations where state = 'applied'"))
			.containsExactly("4");
		assertThat(after.described()).isEqualTo(before.described());
		assertThat(after.database.query("select to_regclass('flyway_schema_history')")).containsExactly("null");
		// The next start finds nothing to do.
		assertThat(after.start("After", (entry) -> !FLYWAY.matcher(entry).find())).contains("nothing to apply");
	}

	/** The two databases and roles of one start. */
	private final class Library {

		private final TestDatabase database = TestPostgres.server().createDatabase();

		private final TestDatabase reports = TestPostgres.server().createDatabase();

		private final String owner = "owner_" + this.database.name();

		private final String application = "application_" + this.database.name();

		private final String name;

		Library(String name) {
			this.name = name;
			this.database.execute("create role " + this.owner + " login password 'secret'");
			this.database.execute("create role " + this.application + " login password 'other'");
			this.database.execute("grant create on schema public to " + this.owner);
			this.reports.execute("create table report (name text); insert into report values ('Yearly')");
		}

		/** Start it, see that it has found its tables, and return what it says. */
		String start(String block, Predicate<String> classPath) throws Exception {
			Path output = MovedApplicationTests.this.folder.resolve(this.name + ".txt");
			Path settings = Files.writeString(MovedApplicationTests.this.folder.resolve(this.name + ".yml"),
					block(block));
			ProcessBuilder command = new ProcessBuilder(List.of(
					Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-cp",
					Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
						.filter(classPath.and(OTHERS.asPredicate().negate()))
						.collect(Collectors.joining(File.pathSeparator)),
					LibraryApplication.class.getName(), "--server.port=0", "--server.address=127.0.0.1",
					"--spring.main.log-startup-info=false", "--spring.config.additional-location=" + settings.toUri(),
					"--spring.jpa.hibernate.ddl-auto=validate", "--spring.datasource.url=" + this.database.url(),
					"--spring.datasource.username=" + this.application, "--spring.datasource.password=other",
					"--reports.datasource.url=" + this.reports.url(),
					"--reports.datasource.username=" + this.reports.username(),
					"--reports.datasource.password=" + this.reports.password()));
			command.environment()
				.putAll(Map.of("MIGRATION_USER", this.owner, "MIGRATION_PASSWORD", "secret", "APPLICATION_USER",
						this.application));
			Process process = command.redirectErrorStream(true).redirectOutput(output.toFile()).start();
			try {
				assertThat(process.waitFor(5, TimeUnit.MINUTES)).as("the process has ended").isTrue();
				String said = Files.readString(output);
				assertThat(said).contains("found [The first] and [Yearly]");
				assertThat(process.exitValue()).isZero();
				return said;
			}
			finally {
				process.destroyForcibly();
			}
		}

		/** The roles are named after the database. */
		List<String> described() {
			return this.database.query(SCHEMA)
				.stream()
				.map((line) -> line.replace(this.database.name(), "library"))
				.toList();
		}

	}

	/** A block of settings of the guide, by the word above it. */
	private static String block(String name) throws Exception {
		Matcher block = Pattern.compile(name + ":\n\n```yaml\n(.*?)```", Pattern.DOTALL)
			.matcher(Files.readString(GUIDE));
		assertThat(block.find()).as(name).isTrue();
		return block.group(1);
	}

}
