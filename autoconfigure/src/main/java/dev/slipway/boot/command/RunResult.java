package dev.slipway.boot.command;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import dev.slipway.MigrationReport;
import dev.slipway.engine.text.Listing;
import dev.slipway.engine.text.ServiceName;
import org.jspecify.annotations.Nullable;

/**
 * What {@code migrate} has done, or {@code validate} has found.
 *
 * @param command which of both
 * @param reports one for each service
 */
record RunResult(Command command, List<MigrationReport> reports) implements CommandResult {

	@Override
	public void print(Printout out) {
		for (MigrationReport report : this.reports) {
			out.line(new ServiceName(report.service()) + ": " + outcome(report)
					+ ((report.version() != null) ? " at version " + report.version() : "") + ahead(report)
					+ aboveTarget(report));
			report.applied()
				.forEach((applied) -> out.line("  " + applied.label() + " (" + applied.duration().toMillis() + " ms)"));
		}
	}

	private String outcome(MigrationReport report) {
		if (this.command == Command.VALIDATE) {
			return "up to date";
		}
		String state = report.aboveTarget().isEmpty() ? "up to date" : "now";
		return (report.applied().isEmpty() ? "nothing to apply, " : report.applied().size() + " applied, ") + state;
	}

	private static String aboveTarget(MigrationReport report) {
		return report.aboveTarget().isEmpty() ? ""
				: "; above the target stay pending: " + Listing.ofRow(report.aboveTarget());
	}

	private static String ahead(MigrationReport report) {
		return report.ahead().isEmpty() ? ""
				: ", ahead of this release, which has no files of " + Listing.of(report.ahead());
	}

	@Override
	public Map<String, @Nullable Object> json() {
		return Map.of("services", this.reports.stream().map(RunResult::json).toList());
	}

	private static Map<String, @Nullable Object> json(MigrationReport report) {
		Map<String, @Nullable Object> json = new LinkedHashMap<>();
		json.put("service", report.service());
		json.put("version", report.version());
		json.put("applied", report.applied().stream().map(RunResult::json).toList());
		json.put("ahead", report.ahead());
		json.put("aboveTarget", report.aboveTarget());
		json.put("duration", report.duration().toMillis());
		return json;
	}

	private static Map<String, @Nullable Object> json(MigrationReport.Applied applied) {
		Map<String, @Nullable Object> json = new LinkedHashMap<>();
		json.put("version", applied.version());
		json.put("name", applied.name());
		json.put("label", applied.label());
		json.put("appliedAt", applied.appliedAt().toString());
		json.put("duration", applied.duration().toMillis());
		return json;
	}

}
