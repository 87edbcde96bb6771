package dev.slipway.boot.command;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

import dev.slipway.DatabaseException;
import dev.slipway.HistoryConflictException.Conflict;
import dev.slipway.InvalidMigrationsException;
import dev.slipway.MigrationPlan;
import dev.slipway.MigrationPlan.Entry;
import dev.slipway.MigrationPlan.Kind;
import dev.slipway.MigrationPlan.State;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import org.springframework.boot.ansi.AnsiOutput;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What {@code status} shows.
 */
class StatusResultTests {

	private static final Instant TIME = Instant.parse("2026-11-27T20:48:20.123456Z");

	private final AnsiOutput.Enabled ansi = AnsiOutput.getEnabled();

	@AfterEach
	void restoreColours() {
		AnsiOutput.setEnabled(this.ansi);
	}

	@Test
	void everyStateIsShownAndColumnsAreAligned() {
		AnsiOutput.setEnabled(AnsiOutput.Enabled.NEVER);
		assertThat(printed(everything())).isEqualTo(
				"""
						Service 'billing': version 10, 4 pending, 1 conflict in "public"."schema_migrations_billing"

						     version       name           state                       applied at            by   took       from
						     1             one            covered
						     2 (baseline)  base           applied                     2026-11-27 20:48:20Z  app  2 min 5 s
						  !  3             größe          conflict                    2026-11-27 20:48:20Z  app  12 ms
						     4             漢字テスト     applied                     2026-11-27 20:48:20Z  app  12 ms      Flyway, no file
						     10            e\u0301t\u0301at           ahead                       2026-11-27 20:48:20Z  app  12 s       no file
						     (repeatable)  kept           kept                        2026-11-27 20:48:20Z  app  12 ms
						  +  11            new            pending
						  +  (repeatable)  view           changed                     2026-11-27 20:48:20Z  app  12 ms
						  +  12            run\\u001Bning  running behind 1 statement  2026-11-27 20:48:20Z  app
						  !  13            failed         failed behind 2 statements  2026-11-27 20:48:20Z  app
						     14            later          above-target

						  ! 3_größe.sql has changed.
						""");
	}

	@Test
	void terminalHasColours() {
		AnsiOutput.setEnabled(AnsiOutput.Enabled.ALWAYS);
		assertThat(printed(everything())).contains("\u001b[33m  +  11            new            pending\u001b[0;39m\n",
				"\u001b[31m  !  3 ", "\u001b[31m  ! 3_größe.sql has changed.\u001b[0;39m\n",
				"\n     1             one");
	}

	@Test
	void serviceWithoutMigrationsIsALine() {
		MigrationPlan plan = new MigrationPlan("", "\"s\".\"t\"", null, List.of(), List.of());
		assertThat(printed(new StatusResult(List.of(new StatusResult.Service(plan, null)))))
			.isEqualTo("Slipway: no version, nothing pending in \"s\".\"t\"\n");
	}

	@Test
	void serviceThatCannotBeReadDoesNotHideTheOthers() {
		StatusResult result = new StatusResult(List.of(everything().services().get(0),
				new StatusResult.Service(null,
						new DatabaseException("b", DatabaseException.Reason.UNREACHABLE, "no server.\n\nsaid", null)),
				new StatusResult.Service(null, new InvalidMigrationsException("c", List.of()))));
		assertThat(result.exitCode()).isEqualTo(1);
		assertThat(printed(result)).contains("Service 'billing': version 10", "\n\nService 'b': cannot be shown\n  ",
				"\n  said\n\nService 'c': cannot be shown\n");
		assertThat(json(result)).contains("\"service\":\"b\",\"historyTable\":null,\"version\":null,\"pending\":null,"
				+ "\"migrations\":[],\"conflicts\":[],\"error\":{\"kind\":\"database\",\"service\":\"b\",");
	}

	@Test
	void pendingMigrationsAndConflictsAreNoFailure() {
		assertThat(everything().exitCode()).isZero();
	}

	/** The shape is documented in docs/operations.md. */
	@Test
	void jsonHasAllOfIt() {
		assertThat(json(everything())).startsWith("""
				{"format":1,"command":"status","exitCode":0,"services":[{"service":"billing",\
				"historyTable":"\\"public\\".\\"schema_migrations_billing\\"","version":"10","pending":4,"migrations":[\
				{"kind":"versioned","version":"1","name":"one","label":"1_one","state":"covered","appliedAt":null,\
				"appliedBy":null,"duration":null,"statements":0,"origin":null,"hasFile":true},\
				{"kind":"baseline","version":"2","name":"base","label":"2_base","state":"applied",\
				"appliedAt":"2026-11-27T20:48:20.123456Z","appliedBy":"app","duration":125000,"statements":3,\
				"origin":null,"hasFile":true},""").contains("\"run\\u001Bning\"", "\"漢字テスト\"").endsWith("""
				"conflicts":[{"kind":"changed","version":"3","description":"3_größe.sql has changed."}],"error":null}]}
				""");
	}

	private static StatusResult everything() {
		List<Entry> entries = List.of(entry(Kind.VERSIONED, "1", "one", State.COVERED, null),
				entry(Kind.BASELINE, "2", "base", State.APPLIED, Duration.ofSeconds(125)),
				entry(Kind.VERSIONED, "3", "größe", State.CONFLICT, Duration.ofMillis(12)),
				new Entry(Kind.VERSIONED, "4", "漢字テスト", "4_漢字テスト", State.APPLIED, TIME, Duration.ofMillis(12), 1, "app",
						"Flyway", false),
				new Entry(Kind.VERSIONED, "10", "e\u0301t\u0301at", "10", State.AHEAD, TIME, Duration.ofSeconds(12), 1,
						"app", null, false),
				entry(Kind.REPEATABLE, null, "kept", State.KEPT, Duration.ofMillis(12)),
				entry(Kind.VERSIONED, "11", "new", State.PENDING, null),
				entry(Kind.REPEATABLE, null, "view", State.CHANGED, Duration.ofMillis(12)),
				new Entry(Kind.VERSIONED, "12", "run\u001bning", "12_running", State.RUNNING, TIME, null, 1, "app",
						null, true),
				new Entry(Kind.VERSIONED, "13", "failed", "13_failed", State.FAILED, TIME, null, 2, "app", null, true),
				entry(Kind.VERSIONED, "14", "later", State.ABOVE_TARGET, null));
		return new StatusResult(List
			.of(new StatusResult.Service(new MigrationPlan("billing", "\"public\".\"schema_migrations_billing\"", "10",
					entries, List.of(new Conflict(dev.slipway.HistoryConflictException.Kind.CHANGED, "3",
							"3_größe.sql has changed."))),
					null)));
	}

	private static Entry entry(Kind kind, @Nullable String version, String name, State state,
			@Nullable Duration duration) {
		boolean applied = duration != null;
		return new Entry(kind, version, name, (version != null) ? version + "_" + name : name, state,
				applied ? TIME : null, duration, applied ? 3 : 0, applied ? "app" : null, null, true);
	}

	private static String printed(CommandResult result) {
		return print(new CommandLine(Command.STATUS, Map.of(), List.of()), result);
	}

	private static String json(CommandResult result) {
		return print(new CommandLine(Command.STATUS, Map.of(CommandOption.OUTPUT, "json"), List.of()), result);
	}

	private static String print(CommandLine line, CommandResult result) {
		ByteArrayOutputStream printed = new ByteArrayOutputStream();
		new ResultOutput(new Printout(new PrintStream(printed, false, StandardCharsets.UTF_8))).print(line, result);
		return printed.toString(StandardCharsets.UTF_8).replace(System.lineSeparator(), "\n");
	}

}
