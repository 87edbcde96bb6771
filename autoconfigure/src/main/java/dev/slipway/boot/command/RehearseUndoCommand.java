package dev.slipway.boot.command;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import dev.slipway.Migrator;
import dev.slipway.RehearsalReport;
import dev.slipway.engine.text.Listing;
import dev.slipway.engine.text.ServiceName;
import org.jspecify.annotations.Nullable;

/**
 * Applies, undoes and applies again all migrations, on a scratch database.
 *
 * @param reports what was tried, for each service
 */
record RehearseUndoCommand(List<RehearsalReport> reports) implements CommandResult {

	static CommandResult run(CommandWork.Call call) {
		List<RehearsalReport> reports = new ArrayList<>();
		for (Migrator service : call.services()) {
			reports.add(service.rehearseUndo(call.all()));
		}
		return new RehearseUndoCommand(reports);
	}

	@Override
	public void print(Printout out) {
		for (RehearsalReport report : this.reports) {
			out.line(new ServiceName(report.service()) + ": " + report.rehearsed().size()
					+ " applied, undone and applied again, and the database was the same each time");
			if (!report.withoutUndo().isEmpty()) {
				out.line("  without undo script: " + Listing.of(report.withoutUndo()));
			}
		}
	}

	@Override
	public Map<String, @Nullable Object> json() {
		return Map.of("services", this.reports.stream().map(RehearseUndoCommand::json).toList());
	}

	private static Map<String, @Nullable Object> json(RehearsalReport report) {
		Map<String, @Nullable Object> json = new LinkedHashMap<>();
		json.put("service", report.service());
		json.put("rehearsed", report.rehearsed());
		json.put("withoutUndo", report.withoutUndo());
		return json;
	}

}
