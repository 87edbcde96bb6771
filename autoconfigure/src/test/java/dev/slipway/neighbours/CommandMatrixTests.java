package dev.slipway.neighbours;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import dev.slipway.testing.CommandProcess;
import dev.slipway.testing.FlywayTable;
import dev.slipway.testing.Ports;
import dev.slipway.testing.Scripts;
import dev.slipway.testing.TestDatabase;
import dev.slipway.testing.TestPostgres;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import org.springframework.boot.json.JsonParserFactory;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Each command as a process, on a good and on a bad day, in an application with Actuator,
 * JPA, Security, Quartz, listeners and runners. A command has a line here for each of its
 * days: the state of files and database, the command line, the exit code, and what is
 * printed.
 */
@Tag("once")
class CommandMatrixTests {

	private static final String BOOK = "create table book(id bigint primary key)";

	private final TestDatabase database = TestPostgres.server().createDatabase();

	private final Path folder;

	private final Scripts scripts;

	CommandMatrixTests(@TempDir Path folder) {
		this.folder = folder;
		this.scripts = new Scripts(folder.resolve("scripts"));
	}

	static Stream<Arguments> commands() {
		return Stream.of(
				// status
				on(Day.NEW, "status").exits(0)
					.prints("Slipway: no version, 2 pending in", "  +  1        book   pending\n"),
				on(Day.APPLIED, "status").exits(0)
					.prints("Slipway: version 2, nothing pending in", "     2        größe  applied  20"),
				on(Day.CHANGED, "status").exits(0)
					.prints("version 2, nothing pending, 1 conflict in", "  !  1        book   conflict  20", "  ! ",
							"001_book.sql has changed since"),
				on(Day.UNREACHABLE, "status").exits(1).prints("APPLICATION FAILED TO START"),
				on(Day.CHANGED, "status", "--slipway.output=json").exits(0)
					.hasJson("services[0].conflicts[0].kind", "changed")
					.hasJson("services[0].migrations[0].state", "conflict"),
				on(Day.UNREACHABLE, "status", "--slipway.output=json").exits(1)
					.hasJson("error.kind", "database")
					.hasJson("error.reason", "unreachable"),
				on(Day.APPLIED, "status", "--slipway.service=defalt").exits(2).prints("Did you mean 'default'?"),
				// plan
				on(Day.NEW, "plan").exits(0)
					.prints("-- Slipway: no version, 2 migrations to apply\n", "001_book.sql:1\n" + BOOK + ";\n",
							"create table größe(i int);"),
				on(Day.NEW, "plan", "--slipway.target=1").exits(0)
					.prints("-- above the target stay pending: 002_größe"),
				on(Day.CHANGED, "plan").exits(3).prints("001_book.sql has changed since"),
				on(Day.NEW, "plan", "--slipway.output=json").exits(0)
					.hasJson("services[0].scripts[1].statements[0].sql", "create table größe(i int)"),
				// migrate
				on(Day.NEW, "migrate").exits(0).prints("Slipway: 2 applied, up to date at version 2\n  001_book ("),
				on(Day.NEW, "migrate", "--slipway.target=1").exits(0)
					.prints("Slipway: 1 applied, now at version 1; above the target stay pending: 002_größe"),
				on(Day.NEW, "migrate", "--slipway.target=7").exits(2)
					.prints("has no file of version '7'. The nearest is 2."),
				on(Day.BROKEN, "migrate").exits(1).prints("003_broken.sql:1:1"),
				on(Day.BROKEN, "migrate", "--slipway.output=json").exits(1)
					.hasJson("error.kind", "failed-migration")
					.hasJson("error.line", 1),
				// validate
				on(Day.APPLIED, "validate").exits(0).prints("Slipway: up to date at version 2\n"),
				on(Day.NEW, "validate").exits(3).prints("2 migrations are pending:"),
				on(Day.NEW, "validate", "--slipway.output=json").exits(3)
					.hasJson("error.kind", "pending")
					.hasJson("error.pending[1].label", "002_größe"),
				// undo, its rehearsal, repair
				on(Day.UNDOABLE, "undo").exits(0).prints("003_undoable"),
				on(Day.UNDOABLE, "undo", "--slipway.target=7").exits(2)
					.prints("has not applied version '7'. The nearest is 3."),
				on(Day.UNDOABLE, "undo", "--slipway.count=2").exits(1).prints("'002_größe' cannot be undone"),
				on(Day.UNDOABLE, "undo", "--slipway.count=2", "--slipway.output=json").exits(1)
					.hasJson("error.service", ""),
				on(Day.UNDOABLE, "rehearse-undo").exits(0).prints("003_undoable"),
				on(Day.BROKEN, "rehearse-undo").exits(1).prints("003_broken.sql:1:1"),
				on(Day.CHANGED, "repair").exits(0).prints("to repair", "--slipway.confirm"),
				on(Day.CHANGED, "repair", "--slipway.confirm", "--slipway.output=json").exits(0)
					.hasJson("services[0].done", true),
				on(Day.UNREACHABLE, "repair").exits(1).prints("APPLICATION FAILED TO START"),
				// moving in
				on(Day.BY_HAND, "baseline", "--slipway.target=2").exits(0).prints("001_book", "--slipway.confirm"),
				on(Day.BY_HAND, "baseline", "--slipway.target=2", "--slipway.confirm").exits(0).prints("002_größe"),
				on(Day.BY_HAND, "baseline", "--slipway.target=7").exits(2)
					.prints("has no file of version '7'. The nearest is 2."),
				on(Day.APPLIED, "baseline", "--slipway.target=2").exits(1).prints("has a history in"),
				on(Day.OF_FLYWAY, "adopt").exits(0).prints("Flyway", "--slipway.confirm"),
				on(Day.OF_FLYWAY, "adopt", "--slipway.confirm").exits(0).prints("Flyway"),
				on(Day.NEW, "adopt", "--slipway.output=json").exits(3).hasJson("services[0].outcome", "nothing-found"),
				// reset
				on(Day.APPLIED, "reset").exits(1).prints("slipway.reset-allowed is not true"),
				on(Day.APPLIED, "reset", "--slipway.reset-allowed=true").exits(0)
					.prints("table public.book", "Nothing was dropped."),
				on(Day.APPLIED, "reset", "--slipway.reset-allowed=true", "--slipway.confirm").exits(0)
					.prints("table public.book"),
				// files
				on(Day.UNREACHABLE, "new", "--slipway.name=more").exits(0).prints("has the new file"),
				on(Day.UNREACHABLE, "new").exits(2).prints("name"),
				on(Day.TIMESTAMPS, "renumber").exits(0).prints("003_late.sql", "--slipway.confirm"),
				on(Day.TIMESTAMPS, "renumber", "--slipway.confirm").exits(0).prints("003_late.sql"),
				on(Day.NEW, "renumber", "--slipway.target=1").exits(2).prints("it takes no --slipway.target"),
				// help, and what there is not
				on(Day.UNREACHABLE, "help").exits(0)
					.prints("Commands, as in: java -jar app.jar", "--slipway.target=VERSION"),
				on(Day.UNREACHABLE, "help", "--slipway.output=json").exits(0).hasJson("commands[0].name", "migrate"),
				on(Day.NEW, "help", "--slipway.count=1").exits(2).prints("it takes no --slipway.count=N"),
				on(Day.NEW, "status").with("SLIPWAY_OUTPUT", "json").exits(0).hasJson("services[0].pending", 2),
				on(Day.NEW, "status", "--slipway.output=json", "--spring.config.import=file:/no/such.yml").exits(1)
					.hasJson("error.kind", "other"),
				on(Day.NEW, "status", "--slipway.output=json", "--spring.autoconfigure.exclude=java.lang.String")
					.exits(1)
					.hasJson("error.kind", "other"),
				on(Day.NEW, "stauts").exits(2).prints("There is no command 'stauts'. Did you mean 'status'?"),
				on(Day.NEW, "stauts", "--slipway.output=json").exits(2)
					.hasJson("error.kind", "usage")
					.hasJson("command", "stauts"));
	}

	@ParameterizedTest
	@MethodSource("commands")
	void commandEndsAsItShould(Arguments arguments) throws Exception {
		arguments.day.prepare(this.scripts, this.database);
		String url = (arguments.day == Day.UNREACHABLE) ? "jdbc:postgresql://127.0.0.1:" + Ports.free() + "/none"
				: this.database.url();
		List<String> line = new ArrayList<>(
				List.of("--spring.datasource.url=" + url, "--spring.datasource.username=" + this.database.username(),
						"--spring.datasource.password=" + this.database.password(),
						"--spring.datasource.hikari.connection-timeout=500", "--spring.jpa.hibernate.ddl-auto=validate",
						"--spring.quartz.job-store-type=jdbc", "--slipway.locations=" + this.scripts.location(),
						"--slipway.command=" + arguments.command));
		line.addAll(arguments.options);
		CommandProcess process = CommandProcess.run(this.folder, CrowdedApplication.class, arguments.variables, line);
		arguments.check(process);
	}

	private static Arguments on(Day day, String command, String... options) {
		return new Arguments(day, command, List.of(options));
	}

	/**
	 * What files and database are like.
	 */
	private enum Day {

		/** Nothing is applied. */
		NEW,

		/** All is applied. */
		APPLIED,

		/** A file has changed since it was applied. */
		CHANGED,

		/** The next file cannot run. */
		BROKEN,

		/** All is applied, and the newest file has an undo script. */
		UNDOABLE,

		/** The database has what the files make, and no history. */
		BY_HAND,

		/** Flyway has applied the first file. */
		OF_FLYWAY,

		/** The newest file has a timestamp. */
		TIMESTAMPS,

		/** There is no server. */
		UNREACHABLE;

		void prepare(Scripts scripts, TestDatabase database) {
			scripts.write("001_book.sql", BOOK).write("002_größe.sql", "create table größe(i int)");
			if (this == APPLIED || this == CHANGED || this == BROKEN) {
				scripts.migrator(database).migrate();
			}
			switch (this) {
				case UNDOABLE -> {
					scripts.write("003_undoable.sql", "create table c(i int);\n-- slipway: undo\ndrop table c;");
					scripts.migrator(database).migrate();
				}
				case BY_HAND -> database.execute(BOOK + "; create table größe(i int)");
				case OF_FLYWAY -> FlywayTable.in(database).row("1", "book", "SQL", "001_book.sql", true);
				case TIMESTAMPS -> scripts.write("20260101120000_late.sql", "select 1");
				default -> {
				}
			}
			if (this == CHANGED) {
				scripts.write("001_book.sql", BOOK + "; select 1");
			}
			if (this == BROKEN) {
				scripts.write("003_broken.sql", "broken");
			}
		}

	}

	/**
	 * A line of the matrix.
	 */
	static final class Arguments {

		private final Day day;

		private final String command;

		private final List<String> options;

		private final Map<String, String> variables = new HashMap<>();

		private final List<String> printed = new ArrayList<>();

		private final List<Map.Entry<String, Object>> json = new ArrayList<>();

		private int exitCode;

		Arguments(Day day, String command, List<String> options) {
			this.day = day;
			this.command = command;
			this.options = options;
		}

		/** What the environment of the process has. */
		Arguments with(String variable, String value) {
			this.variables.put(variable, value);
			return this;
		}

		/** The code with which it ends. */
		Arguments exits(int code) {
			this.exitCode = code;
			return this;
		}

		/** What stands in its output, beside what the application logs. */
		Arguments prints(String... texts) {
			this.printed.addAll(List.of(texts));
			return this;
		}

		/** What the only thing in its output has, which is an object of JSON. */
		Arguments hasJson(String path, Object value) {
			this.json.add(Map.entry(path, value));
			return this;
		}

		void check(CommandProcess process) {
			String all = process.output() + process.errors();
			assertThat(process.exitCode()).as(all).isEqualTo(this.exitCode);
			this.printed.forEach((text) -> assertThat(process.output()).contains(text));
			assertThat(process.output()).doesNotContain("\tat ");
			assertThat(all).doesNotContain("refreshed\n", "runner\n", "\u001b");
			if (!this.json.isEmpty()) {
				assertThat(process.output()).startsWith("{").endsWith("}\n");
				Map<String, Object> found = JsonParserFactory.getJsonParser().parseMap(process.output());
				assertThat(found).containsEntry("format", 1)
					.containsEntry("command", this.command)
					.containsEntry("exitCode", this.exitCode);
				this.json.forEach(
						(each) -> assertThat(at(found, each.getKey())).as(process.output()).isEqualTo(each.getValue()));
			}
		}

		private static Object at(Object json, String path) {
			Object found = json;
			for (String name : path.split("[.\\[\\]]+")) {
				found = (found instanceof List<?> list) ? list.get(Integer.parseInt(name))
						: ((Map<?, ?>) found).get(name);
			}
			return found;
		}

		@Override
		public String toString() {
			return this.day + " " + this.command + " " + String.join(" ", this.options);
		}

	}

}
