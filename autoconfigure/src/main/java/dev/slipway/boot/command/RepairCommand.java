package dev.slipway.boot.command;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import dev.slipway.Migrator;
import dev.slipway.RepairReport;
import dev.slipway.engine.text.ServiceName;
import org.jspecify.annotations.Nullable;

/**
 * Makes the history fit the files again: changed checksums, removed files.
 *
 * @param reports what is changed, for each service
 */
record RepairCommand(List<RepairReport> reports) implements CommandResult {

	static CommandResult run(CommandWork.Call call) {
		List<RepairReport> reports = new ArrayList<>();
		for (Migrator service : call.services()) {
			reports.add(service.repair(call.all(), call.line().has(CommandOption.CONFIRM)));
		}
		return new RepairCommand(reports);
	}

	@Override
	public void print(Printout out) {
		boolean shown = false;
		for (RepairReport report : this.reports) {
			shown |= !report.done() && !report.changes().isEmpty();
			out.line(new ServiceName(report.service()) + ": " + summary(report));
			for (RepairReport.Change change : report.changes()) {
				out.line("  " + change.label() + ": " + change.description());
				change.details().forEach((detail) -> out.line("    " + detail));
			}
		}
		if (shown) {
			out.line("Nothing was changed. Add --slipway.confirm to do it.");
		}
	}

	private static String summary(RepairReport report) {
		int changes = report.changes().size();
		if (changes == 0) {
			return "nothing to repair";
		}
		return changes + ((changes == 1) ? " row of " : " rows of ") + report.historyTable()
				+ (report.done() ? ((changes == 1) ? " was repaired" : " were repaired") : " to repair");
	}

	@Override
	public Map<String, @Nullable Object> json() {
		return Map.of("services", this.reports.stream().map(RepairCommand::json).toList());
	}

	private static Map<String, @Nullable Object> json(RepairReport report) {
		Map<String, @Nullable Object> json = new LinkedHashMap<>();
		json.put("service", report.service());
		json.put("historyTable", report.historyTable());
		json.put("done", report.done());
		json.put("changes", report.changes().stream().map(RepairCommand::json).toList());
		return json;
	}

	private static Map<String, @Nullable Object> json(RepairReport.Change change) {
		Map<String, @Nullable Object> json = new LinkedHashMap<>();
		json.put("kind", change.kind().name().toLowerCase(Locale.ROOT).replace('_', '-'));
		json.put("label", change.label());
		json.put("description", change.description());
		json.put("details", change.details());
		return json;
	}

}
