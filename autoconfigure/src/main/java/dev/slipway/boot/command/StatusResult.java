package dev.slipway.boot.command;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

import dev.slipway.HistoryConflictException.Conflict;
import dev.slipway.MigrationPlan;
import dev.slipway.MigrationPlan.Entry;
import dev.slipway.MigrationPlan.State;
import dev.slipway.SlipwayException;
import dev.slipway.boot.command.Printout.Row;
import dev.slipway.boot.command.Printout.Severity;
import dev.slipway.engine.text.ServiceName;
import org.jspecify.annotations.Nullable;

/**
 * What the databases have, and what is pending.
 *
 * @param services one for each service
 */
record StatusResult(List<Service> services) implements CommandResult {

	private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss'Z'", Locale.ROOT)
		.withZone(ZoneOffset.UTC);

	private static final long SECOND = 1000;

	private static final long MINUTE = 60 * SECOND;

	/** Pending migrations and conflicts are what was asked for, and no failure. */
	@Override
	public int exitCode() {
		return this.services.stream()
			.map(Service::failure)
			.filter(Objects::nonNull)
			.mapToInt(CommandExit::code)
			.findFirst()
			.orElse(CommandExit.DONE);
	}

	@Override
	public void print(Printout out) {
		boolean first = true;
		for (Service service : this.services) {
			if (!first) {
				out.line("");
			}
			first = false;
			if (service.plan() != null) {
				print(service.plan(), out);
			}
			else if (service.failure() != null) {
				out.line(Severity.ERROR, new ServiceName(service.failure().getService()) + ": cannot be shown");
				out.text("  " + String.valueOf(service.failure().getMessage()).replace("\n", "\n  "));
			}
		}
	}

	private static void print(MigrationPlan plan, Printout out) {
		out.line(new ServiceName(plan.service()) + ": " + summary(plan) + " in " + plan.historyTable());
		boolean origins = plan.migrations().stream().anyMatch((entry) -> !origin(entry).isEmpty());
		List<Row> rows = new ArrayList<>();
		rows.add(new Row(Severity.NORMAL,
				cells(origins, "", "version", "name", "state", "applied at", "by", "took", "from")));
		for (Entry entry : plan.migrations()) {
			rows.add(new Row(severity(entry.state()),
					cells(origins, mark(entry.state()), version(entry), entry.name(), state(entry),
							time(entry.appliedAt()), text(entry.appliedBy()), took(entry.duration()), origin(entry))));
		}
		if (rows.size() > 1) {
			out.line("");
			out.rows(rows);
		}
		if (!plan.conflicts().isEmpty()) {
			out.line("");
		}
		for (Conflict conflict : plan.conflicts()) {
			out.line(Severity.ERROR, "  ! " + conflict.description());
		}
	}

	private static String summary(MigrationPlan plan) {
		int pending = plan.pending().size();
		int conflicts = plan.conflicts().size();
		return ((plan.version() != null) ? "version " + plan.version() : "no version") + ", "
				+ ((pending > 0) ? pending + " pending" : "nothing pending")
				+ ((conflicts > 0) ? ", " + conflicts + ((conflicts == 1) ? " conflict" : " conflicts") : "");
	}

	private static List<String> cells(boolean origins, String... cells) {
		return List.of(cells).subList(0, origins ? cells.length : cells.length - 1);
	}

	private static String mark(State state) {
		return switch (severity(state)) {
			case NORMAL -> "   ";
			case WARNING -> "  +";
			case ERROR -> "  !";
		};
	}

	private static Severity severity(State state) {
		if (state == State.CONFLICT || state == State.FAILED) {
			return Severity.ERROR;
		}
		return state.isPending() ? Severity.WARNING : Severity.NORMAL;
	}

	private static String version(Entry entry) {
		return switch (entry.kind()) {
			case VERSIONED -> text(entry.version());
			case BASELINE -> entry.version() + " (baseline)";
			case REPEATABLE -> "(repeatable)";
		};
	}

	private static String state(Entry entry) {
		String state = FailureJson.dashed(entry.state());
		return switch (entry.state()) {
			case RUNNING, FAILED ->
				state + " behind " + ((entry.statements() == 1) ? "1 statement" : entry.statements() + " statements");
			default -> state;
		};
	}

	private static String time(@Nullable Instant time) {
		return (time != null) ? TIME.format(time) : "";
	}

	private static String took(@Nullable Duration duration) {
		if (duration == null) {
			return "";
		}
		long milliseconds = duration.toMillis();
		if (milliseconds < 10 * SECOND) {
			return milliseconds + " ms";
		}
		return (milliseconds < MINUTE) ? milliseconds / SECOND + " s"
				: milliseconds / MINUTE + " min " + milliseconds % MINUTE / SECOND + " s";
	}

	/** Where the row comes from, when that is no file that Slipway has run. */
	private static String origin(Entry entry) {
		List<String> parts = new ArrayList<>();
		if (entry.origin() != null) {
			parts.add(entry.origin());
		}
		if (!entry.hasFile()) {
			parts.add("no file");
		}
		return String.join(", ", parts);
	}

	private static String text(@Nullable String text) {
		return (text != null) ? text : "";
	}

	@Override
	public Map<String, @Nullable Object> json() {
		return Map.of("services", this.services.stream().map(StatusResult::json).toList());
	}

	private static Map<String, @Nullable Object> json(Service service) {
		MigrationPlan plan = service.plan();
		SlipwayException failure = service.failure();
		Map<String, @Nullable Object> json = new LinkedHashMap<>();
		json.put("service", (plan != null) ? plan.service() : Objects.requireNonNull(failure).getService());
		json.put("historyTable", (plan != null) ? plan.historyTable() : null);
		json.put("version", (plan != null) ? plan.version() : null);
		json.put("pending", (plan != null) ? plan.pending().size() : null);
		json.put("migrations",
				(plan != null) ? plan.migrations().stream().map(StatusResult::json).toList() : List.of());
		json.put("conflicts", (plan != null) ? FailureJson.of(plan.conflicts()) : List.of());
		json.put("error", (failure != null) ? FailureJson.of(failure) : null);
		return json;
	}

	private static Map<String, @Nullable Object> json(Entry entry) {
		Map<String, @Nullable Object> json = new LinkedHashMap<>();
		json.put("kind", FailureJson.dashed(entry.kind()));
		json.put("version", entry.version());
		json.put("name", entry.name());
		json.put("label", entry.label());
		json.put("state", FailureJson.dashed(entry.state()));
		json.put("appliedAt", (entry.appliedAt() != null) ? entry.appliedAt().toString() : null);
		json.put("appliedBy", entry.appliedBy());
		json.put("duration", (entry.duration() != null) ? entry.duration().toMillis() : null);
		json.put("statements", entry.statements());
		json.put("origin", entry.origin());
		json.put("hasFile", entry.hasFile());
		return json;
	}

	/**
	 * One service.
	 *
	 * @param plan its migrations; {@code null} when they could not be read
	 * @param failure why not
	 */
	record Service(@Nullable MigrationPlan plan, @Nullable SlipwayException failure) {

	}

}
