package dev.slipway.boot.command;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import dev.slipway.AdoptionReport;
import dev.slipway.AdoptionReport.Entry;
import dev.slipway.AdoptionReport.Outcome;
import dev.slipway.AdoptionReport.State;
import dev.slipway.engine.text.ServiceName;
import org.jspecify.annotations.Nullable;

/**
 * What {@code adopt} has found, written or dropped.
 *
 * @param reports one for each service
 */
record AdoptionResult(List<AdoptionReport> reports) implements CommandResult {

	/** Who wanted to take over something, and finds nothing, has made a mistake. */
	@Override
	public int exitCode() {
		return this.reports.stream().allMatch((report) -> report.outcome() == Outcome.NOTHING_FOUND)
				? CommandExit.PENDING_OR_INVALID : CommandExit.DONE;
	}

	@Override
	public void print(Printout out) {
		for (AdoptionReport report : this.reports) {
			out.line(new ServiceName(report.service()) + ": " + outcome(report));
			out.table(report.entries().stream().map(AdoptionResult::line).toList());
			if (!report.entries().isEmpty() || !report.pending().isEmpty()) {
				out.line("  pending, which the next start applies: "
						+ (report.pending().isEmpty() ? "none" : String.join(", ", report.pending())));
			}
		}
		if (this.reports.stream().anyMatch((report) -> isShown(report.outcome()))) {
			out.line("Nothing was written. Add --" + CommandOption.CONFIRM.property() + " to do it.");
		}
	}

	private static boolean isShown(Outcome outcome) {
		return outcome == Outcome.SHOWN || outcome == Outcome.UNDO_SHOWN;
	}

	private static String outcome(AdoptionReport report) {
		return switch (report.outcome()) {
			case SHOWN -> "the history of " + report.tool() + " in " + report.foreignTable() + " fits, and "
					+ report.entries().size() + " rows are to be written to " + report.historyTable();
			case WRITTEN -> "took over the history of " + report.tool() + " in " + report.foreignTable()
					+ ", which stays as it is: " + report.entries().size() + " rows written to "
					+ report.historyTable();
			case NOTHING_FOUND -> "found no history of another tool, and none that was taken over";
			case HAS_HISTORY -> report.historyTable() + " has a history already, and nothing is taken over";
			case UNDO_SHOWN -> "nothing was applied since the history of " + report.tool() + " was taken over, and "
					+ report.historyTable() + " is to be dropped";
			case UNDONE -> "dropped " + report.historyTable() + ", and " + report.tool() + " can go on";
		};
	}

	private static List<String> line(Entry entry) {
		List<String> line = new ArrayList<>();
		line.add("  " + entry.row());
		line.add("->");
		line.add(switch (entry.state()) {
			case APPLIED -> (entry.file() != null) ? entry.file() : "applied";
			case CHANGED -> entry.file() + ", has changed since and runs again";
			case BASELINE -> "all up to version " + entry.version();
			case PROGRAM -> "code, without a file";
		} + ((entry.state() == State.APPLIED && !entry.compared()) ? " (no checksum compared)" : ""));
		return line;
	}

	@Override
	public Map<String, @Nullable Object> json() {
		return Map.of("services", this.reports.stream().map(AdoptionResult::json).toList());
	}

	private static Map<String, @Nullable Object> json(AdoptionReport report) {
		Map<String, @Nullable Object> json = new LinkedHashMap<>();
		json.put("service", report.service());
		json.put("outcome", lower(report.outcome()));
		json.put("tool", report.tool().isEmpty() ? null : report.tool());
		json.put("foreignTable", report.foreignTable().isEmpty() ? null : report.foreignTable());
		json.put("historyTable", report.historyTable());
		json.put("rows", report.entries().stream().map(AdoptionResult::json).toList());
		json.put("pending", report.pending());
		return json;
	}

	private static Map<String, @Nullable Object> json(Entry entry) {
		Map<String, @Nullable Object> json = new LinkedHashMap<>();
		json.put("row", entry.row());
		json.put("file", entry.file());
		json.put("version", entry.version());
		json.put("state", lower(entry.state()));
		json.put("appliedAt", (entry.appliedAt() != null) ? entry.appliedAt().toString() : null);
		json.put("checksumCompared", entry.compared());
		return json;
	}

	private static String lower(Enum<?> value) {
		return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
	}

}
