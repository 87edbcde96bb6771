package dev.slipway.engine.files;

import java.io.IOException;
import java.io.OutputStream;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;

import dev.slipway.Layout;
import dev.slipway.engine.script.ReadingRules;
import dev.slipway.testing.Scripts;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.core.io.DefaultResourceLoader;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for folders in which a plan gives the order.
 */
class PlannedFilesTests {

	private static final String BY = " 2024-01-02T08:00:00Z Ana Reyes <ana@example.org>\n";

	private final Path folder;

	private ReadingRules rules = ReadingRules.DEFAULT;

	PlannedFilesTests(@TempDir Path folder) {
		this.folder = folder;
	}

	@Test
	void positionInThePlanIsTheVersionAndTheChangeIsTheName() {
		plan("9_z", "sub/a [9_z]", "1_b");
		write("deploy/9_z.sql", "deploy/sub/a.sql", "deploy/1_b.sql", "revert/sub/a.sql", "verify/sub/a.sql");
		assertThat(described()).containsExactly("1 9_z 9_z.sql -", "2 sub/a sub/a.sql revert/sub/a.sql",
				"3 1_b 1_b.sql -");
		this.rules = this.rules.withLayout(Layout.SQITCH);
		assertThat(described()).hasSize(3);
	}

	@Test
	void earlierChangeOfAReworkedOneRunsItsOwnScript() {
		plan("a", "@v1", "b", "@v2", "a [a@v1]");
		write("deploy/a.sql", "deploy/a@v1.sql", "deploy/b.sql", "revert/a.sql", "revert/a@v1.sql", "verify/a@v1.sql");
		assertThat(described()).containsExactly("1 a a@v1.sql revert/a@v1.sql", "2 b b.sql -",
				"3 a a.sql revert/a.sql");
	}

	@Test
	void changeKeepsWhatTheHistorySaysOfItWhenItIsReworked() {
		plan("a", "@v1", "b");
		write("deploy/a.sql", "deploy/b.sql");
		Migration before = set().versioned().get(0);
		plan("a", "@v1", "b", "a");
		write("deploy/a@v1.sql");
		new Scripts(this.folder.resolve("deploy")).write("a.sql", "select 2;");
		Migration after = set().versioned().get(0);
		assertThat(after.name()).isEqualTo(before.name());
		assertThat(after.version()).isEqualTo(before.version());
		assertThat(after.checksum()).isEqualTo(before.checksum());
	}

	@Test
	void changeWithoutAScriptIsRefused() {
		plan("a", "b", "@v1", "b");
		write("deploy/b.sql", "revert/a.sql");
		assertThat(problems()).satisfiesExactly(
				(problem) -> assertThat(problem).contains("sqitch.plan:3:1: the change a has no file ",
						"/deploy/a.sql."),
				(problem) -> assertThat(problem).contains("sqitch.plan:4:1: the change b has no file ",
						"/deploy/b@v1.sql."));
		this.rules = this.rules.withExclude(List.of("a.sql", "b@v1.sql"));
		assertThat(described()).containsExactly("3 b b.sql -");
	}

	@ParameterizedTest
	@ValueSource(strings = { "deploy/unplanned.sql", "deploy/2_b.sql", "2_b.sql", "other/2_b.sql", "V1__x.sql",
			"deploy/a@v1.sql", "seed.sql", "deploy/sub/a.sql", "deploy/rollback/2_b.sql" })
	void scriptThatIsNotInThePlanIsRefused(String file) {
		plan("a");
		write("deploy/a.sql", file);
		assertThat(problems()).singleElement()
			.satisfies((problem) -> assertThat(problem).contains(file + " is not in ",
					"/sqitch.plan, which says what runs and in which order.",
					"exclude: " + file.substring(file.lastIndexOf('/') + 1) + "."));
		this.rules = this.rules.withExclude(List.of(file));
		assertThat(described()).containsExactly("1 a a.sql -");
	}

	@Test
	void programIsRefusedByItsName() {
		plan("a");
		write("deploy/a.sql", "deploy/2_b.py");
		assertThat(problems()).singleElement()
			.satisfies((problem) -> assertThat(problem).contains("2_b.py is a migration of another tool's"));
	}

	@Test
	void whatRevertsNothingIsLeftAloneAndSaid() {
		plan("a", "revert/x");
		write("deploy/a.sql", "deploy/revert/x.sql", "revert/1_b.sql", "revert/a@v1.sql", "verify/1_b.sql");
		assertThat(described()).containsExactly("1 a a.sql -", "2 revert/x revert/x.sql -");
		assertThat(set().warnings()).hasSize(2)
			.allMatch((warning) -> warning.endsWith(" undoes a migration that is not there, and is left alone"));
	}

	@Test
	void problemsOfThePlanAreSaidWithTheirLines() {
		plan("b [a]", "a", "nonsense", "c [port:x]");
		write("deploy/a.sql", "deploy/b.sql", "deploy/c.sql", "deploy/nonsense.sql");
		assertThat(problems()).satisfiesExactly(
				(problem) -> assertThat(problem).contains("sqitch.plan:3:1: b depends on a, which is not before it"),
				(problem) -> assertThat(problem).contains("sqitch.plan:6:1: c depends on port:x, and Slipway knows"));
	}

	@Test
	void secondPlanNeedsAServiceOfItsOwn() {
		plan("a");
		write("deploy/a.sql");
		new Scripts(this.folder.resolve("x")).write("sqitch.plan", "%project=x\n\n");
		assertThat(problems()).singleElement()
			.satisfies((problem) -> assertThat(problem).contains("x/sqitch.plan is a second plan beside "));
	}

	@ParameterizedTest
	@EnumSource(names = { "PLAIN", "FLYWAY" })
	void planSaysNothingInAnotherLayout(Layout layout) {
		plan("b");
		String file = (layout == Layout.PLAIN) ? "1_a.sql" : "V1__a.sql";
		write("deploy/" + file);
		this.rules = this.rules.withLayout(layout);
		assertThat(described()).containsExactly("1 a " + file + " -");
	}

	@Test
	void withoutAPlanTheLayoutHasNoMigration() {
		write("deploy/1_a.sql");
		this.rules = this.rules.withLayout(Layout.SQITCH);
		assertThat(problems()).singleElement()
			.satisfies((problem) -> assertThat(problem).contains("1_a.sql is no migration.",
					"Accepted by the layout sqitch: deploy/add_orders.sql"));
	}

	@Test
	void planIsFoundInAJarToo() throws IOException {
		Path jar = this.folder.resolve("module.jar");
		try (OutputStream file = Files.newOutputStream(jar); JarOutputStream out = new JarOutputStream(file)) {
			for (String entry : List.of("db/sqitch.plan", "db/deploy/a b@v1.sql", "db/deploy/é.sql",
					"db/revert/é.sql")) {
				out.putNextEntry(new JarEntry(entry));
				out.write(entry.endsWith("plan")
						? ("%project=x\n\né" + BY + "@v1" + BY + "é" + BY).getBytes(StandardCharsets.UTF_8)
						: "select 1;".getBytes(StandardCharsets.UTF_8));
			}
			out.putNextEntry(new JarEntry("db/deploy/é@v1.sql"));
		}
		try (URLClassLoader loader = new URLClassLoader(new URL[] { jar.toUri().toURL() }, null)) {
			this.rules = this.rules.withExclude(List.of("a b@v1.sql"));
			MigrationSet set = MigrationReader.read("", List.of("classpath:db"), List.of(),
					new PathMatchingResourcePatternResolver(new DefaultResourceLoader(loader)), this.rules);
			assertThat(set.versioned()).extracting(Migration::fileName).containsExactly("é@v1.sql", "é.sql");
			assertThat(set.versioned().get(1).undo()).isNotNull();
		}
	}

	private void plan(String... lines) {
		StringBuilder text = new StringBuilder("%project=x\n\n");
		for (String line : lines) {
			text.append(line).append(BY);
		}
		new Scripts(this.folder).write("sqitch.plan", text.toString());
	}

	private void write(String... files) {
		for (String file : files) {
			Path path = this.folder.resolve(file);
			new Scripts(path.getParent()).write(path.getFileName().toString(), "select 1;");
		}
	}

	private List<String> described() {
		return set().versioned()
			.stream()
			.map((migration) -> migration.version() + " " + migration.name() + " " + migration.fileName() + " "
					+ ((migration.undo() != null) ? this.folder.relativize(Path.of(migration.undo().path())) : "-"))
			.toList();
	}

	private MigrationSet set() {
		return Searches.read(this.folder, this.rules);
	}

	private List<String> problems() {
		return Searches.messages(this.folder, this.rules);
	}

}
