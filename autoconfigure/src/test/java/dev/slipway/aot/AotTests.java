package dev.slipway.aot;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import dev.slipway.aot.BuiltApplication.Result;
import dev.slipway.testing.Scripts;
import dev.slipway.testing.TestDatabase;
import dev.slipway.testing.TestPostgres;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * An application that was processed ahead of time, without a database, migrates and runs
 * commands as any other. The JVM runs it with what would be compiled into a native image.
 */
@Timeout(value = 15, unit = TimeUnit.MINUTES)
class AotTests {

	private static final String INDEX = "META-INF/slipway/migrations.index";

	private static final Pattern LOADED = Pattern.compile(" (dev\\.slipway\\.engine\\.[\\w.$]+) source:");

	private static final String NOWHERE = "jdbc:postgresql://127.0.0.1:1/none";

	@TempDir
	private static Path folder;

	private static Scripts scripts;

	private static BuiltApplication application;

	private final TestDatabase database = TestPostgres.server().createDatabase();

	@BeforeAll
	@Timeout(value = 15, unit = TimeUnit.MINUTES)
	static void build() {
		scripts = new Scripts(folder.resolve("resources/ahead/scripts"))
			.write("001_novel.sql",
					"create table novel(id bigint primary key, title varchar(255));"
							+ " insert into novel values (1, 'One')")
			.write("sub/002_two.sql", "create table two()");
		application = new BuiltApplication(folder).build("--spring.datasource.url=" + NOWHERE,
				"--slipway.locations=classpath:ahead/scripts", "--spring.jpa.hibernate.ddl-auto=validate");
	}

	@Test
	void filesAndTheirChecksumsAreWrittenDownAndKeptInANativeImage() {
		assertThat(application.written(INDEX).lines()).hasSize(4)
			.anyMatch((line) -> line.matches("set [0-9a-f]{64} 2 [0-9a-f]{64} 2"))
			.anyMatch((line) -> line.matches("[0-9a-f]{64} 98 [0-9a-f]{8} = = ahead/scripts/001_novel\\.sql"))
			.anyMatch((line) -> line.matches("[0-9a-f]{64} 18 [0-9a-f]{8} = = ahead/scripts/sub/002_two\\.sql"));
		assertThat(
				application.written("META-INF/native-image/test/test/reachability-metadata.json").replace("\\/", "/"))
			.contains("\"ahead/scripts/001_novel.sql\"", "\"ahead/scripts/sub/002_two.sql\"", '"' + INDEX + '"');
	}

	@Test
	void beansThatNeedTheSchemaWaitForIt() {
		Result result = run(List.of());
		assertThat(result.output()).contains("title: One").doesNotContain("is not in the index");
		assertThat(result.exit()).isZero();
		assertThat(this.database.query("select version from schema_migrations order by id")).containsExactly("1", "2");
	}

	@Test
	void commandsRunInstead() {
		Result result = run(List.of(), "--slipway.command=validate");
		assertThat(result.exit()).as(result.output()).isEqualTo(3);
		assertThat(result.output()).contains("2 migrations are pending:").doesNotContain("\tat ", "title:");
		assertThat(this.database.query("select to_regclass('schema_migrations')")).containsExactly("null");
		result = run(List.of(), "--slipway.command=migrate");
		assertThat(result.exit()).as(result.output()).isZero();
		assertThat(result.output()).contains("Slipway: 2 applied, up to date at version 2\n").doesNotContain("title:");
		assertThat(run(List.of(), "--slipway.command=nonsense").exit()).isEqualTo(2);
	}

	@Test
	void fileThatTheBuildHasNotSeenRunsAndIsSaid() {
		Scripts more = new Scripts(folder.resolve("resources/ahead/scripts")).write("003_three.sql",
				"create table three()");
		try {
			assertThat(run(List.of()).output()).contains("title: One",
					"ahead/scripts/003_three.sql is not in the index that the build has written (" + INDEX + ")");
		}
		finally {
			more.delete("003_three.sql");
		}
		assertThat(this.database.query("select to_regclass('three')")).containsExactly("three");
	}

	/** What reads and names files is not even loaded. */
	@Test
	void filesOfAnArchiveThatTheBuildKnowsAreNotLookedAtWhenNothingIsPending() throws IOException {
		assertThat(application.packed().runPacked(List.of(), arguments()).output()).contains("2 applied in");
		Path log = folder.resolve("classes.txt");
		Result result = application.runPacked(List.of("-Xlog:class+load:file=" + log + "::filecount=0"), arguments());
		assertThat(result.output()).contains("is up to date at version 2: nothing to apply", "title: One");
		Set<String> loaded = new TreeSet<>();
		for (String line : Files.readAllLines(log)) {
			Matcher matcher = LOADED.matcher(line);
			if (matcher.find()) {
				loaded.add(matcher.group(1));
			}
		}
		assertThat(loaded).contains("dev.slipway.engine.files.IndexProof")
			.doesNotContain("dev.slipway.engine.files.MigrationReader", "dev.slipway.engine.script.Script",
					"dev.slipway.engine.script.SourceText");
	}

	/** Java's own cache of classes, by its older name where it has no other. */
	@Test
	void aCacheOfClassesIsTrainedWithoutADatabase() {
		String cache = folder.resolve("cache").toString();
		boolean aot = Runtime.version().feature() >= 25;
		Result training = application.packed()
			.runPacked(
					List.of("-Dspring.context.exit=onRefresh",
							(aot ? "-XX:AOTCacheOutput=" : "-XX:ArchiveClassesAtExit=") + cache),
					"--spring.datasource.url=" + NOWHERE, "--spring.jpa.hibernate.ddl-auto=none",
					"--spring.jpa.database-platform=org.hibernate.dialect.PostgreSQLDialect",
					"--spring.jpa.properties.hibernate.boot.allow_jdbc_metadata_access=false",
					"--slipway.locations=classpath:ahead/scripts");
		assertThat(training.exit()).as(training.output()).isZero();
		assertThat(Path.of(cache)).as(training.output()).isNotEmptyFile();
		Result result = application.runPacked(List.of((aot ? "-XX:AOTCache=" : "-XX:SharedArchiveFile=") + cache),
				arguments());
		assertThat(result.output()).contains("title: One");
		assertThat(result.exit()).isZero();
	}

	private Result run(List<String> options, String... more) {
		return application.run(options, arguments(more));
	}

	private String[] arguments(String... more) {
		List<String> arguments = new ArrayList<>(List.of("--server.port=0", "--server.address=127.0.0.1",
				"--spring.datasource.url=" + this.database.url(),
				"--spring.datasource.username=" + this.database.username(),
				"--spring.datasource.password=" + this.database.password(),
				"--slipway.locations=classpath:ahead/scripts", "--spring.jpa.hibernate.ddl-auto=validate"));
		arguments.addAll(Arrays.asList(more));
		return arguments.toArray(String[]::new);
	}

}
