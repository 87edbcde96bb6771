package dev.slipway.boot.command;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import dev.slipway.testing.Scripts;
import dev.slipway.testing.TestDatabase;
import dev.slipway.testing.TestPostgres;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The processes of undo, rehearse-undo and repair, on a good and on a bad day.
 */
@Tag("once")
class UndoCommandProcessTests {

	private final TestDatabase database = TestPostgres.server().createDatabase();

	private final Scripts scripts;

	private final CommandProcess process;

	UndoCommandProcessTests(@TempDir Path folder) {
		this.scripts = new Scripts(folder.resolve("scripts")).write("001_one.sql", "create table one (i int)")
			.write("002_two.sql", "create table two (i int);\n-- slipway: undo\ndrop table two;");
		this.process = new CommandProcess(this.database, folder);
		this.scripts.migrator(this.database).migrate();
	}

	@Test
	void undoPrintsWhatWasUndone() {
		assertThat(run("undo")).isZero();
		assertThat(this.process.output()).isEqualTo("""
				Slipway: 1 undone, now at version 1
				  002_two
				""");
	}

	@Test
	void undoWithoutScriptIsRefused() {
		assertThat(run("undo", "--slipway.count=2", "--slipway.output=json")).isEqualTo(1);
		assertThat(this.process.output()).contains("Slipway: undo is refused:")
			.contains("'001_one' cannot be undone: it has no undo script")
			.contains("Nothing was undone.");
		assertThat(this.database.query("select to_regclass('two')")).containsExactly("two");
	}

	@Test
	void undoOfNoNumberIsRefused() {
		assertThat(run("undo", "--slipway.count=some")).isEqualTo(2);
		assertThat(this.process.errors()).contains("slipway.count is 'some', and must be a number above 0.");
	}

	@Test
	void undoToAVersionThatIsNotAppliedIsAnErrorOfUsage() {
		assertThat(run("undo", "--slipway.target=7", "--slipway.output=json")).isEqualTo(2);
		assertThat(this.process.output()).contains("has not applied version '7'. The nearest is 2.")
			.contains("\"kind\":\"usage\"");
	}

	@Test
	void rehearsalPrintsWhatWasTried() {
		assertThat(run("rehearse-undo")).isZero();
		assertThat(this.process.output()).isEqualTo("""
				Slipway: 1 applied, undone and applied again, and the database was the same each time
				  without undo script: 001_one
				""");
	}

	@Test
	void rehearsalThatFailsShowsTheDifference() {
		this.scripts.write("003_three.sql",
				"create table three (i int);\n-- slipway: undo\nalter table three rename to four;");
		assertThat(run("rehearse-undo")).isEqualTo(1);
		assertThat(this.process.errors()).contains("""
				  - 003_three: its undo script leaves another database than there was before it
				    table public.four
				        before it: missing
				        after its undo: exists
				""");
	}

	@Test
	void repairShowsAndAfterConfirmationDoes() {
		this.scripts.write("001_one.sql", "create table one (i bigint)");
		assertThat(run("repair")).isZero();
		assertThat(this.process.output()).matches("""
				Slipway: 1 row of "public"."schema_migrations" to repair
				  001_one: the checksum of \\S+001_one.sql as it is now is recorded
				    statement 1 was another one, \\S+001_one.sql:1: create table one \\(i bigint\\)
				Nothing was changed. Add --slipway.confirm to do it.
				""");
		assertThat(run("validate")).isEqualTo(3);
		assertThat(this.process.errors()).contains("Compared with it, statement 1 was another one");
		assertThat(run("repair", "--slipway.confirm", "--slipway.output=json")).isZero();
		assertThat(this.process.output()).contains("\"done\":true").contains("\"kind\":\"checksum\"");
		assertThat(run("validate")).isZero();
	}

	private int run(String command, String... more) {
		List<String> arguments = new ArrayList<>(
				List.of("--slipway.locations=" + this.scripts.location(), "--slipway.command=" + command));
		arguments.addAll(List.of(more));
		return this.process.run(arguments.toArray(String[]::new));
	}

}
