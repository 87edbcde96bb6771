package dev.slipway.boot.command;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import dev.slipway.Migrator;
import dev.slipway.UndoReport;
import dev.slipway.engine.layout.Version;
import dev.slipway.engine.text.ServiceName;
import org.jspecify.annotations.Nullable;

/**
 * Undoes the newest migration, or several, with their undo scripts.
 *
 * @param report what was undone
 */
record UndoCommand(UndoReport report) implements CommandResult {

	static CommandResult run(CommandWork.Call call) {
		CommandLine line = call.line();
		Migrator service = NewCommand.one(call);
		String target = line.value(CommandOption.TARGET);
		String count = line.value(CommandOption.COUNT);
		if (target != null && count != null) {
			throw line.refuse("it takes --slipway.target or --slipway.count, not both.");
		}
		if (target == null) {
			return new UndoCommand(service.undo(call.all(), (count != null) ? number(line, count) : 1));
		}
		return new UndoCommand(service.undoTo(call.all(), version(line, target)));
	}

	private static int number(CommandLine line, String count) {
		try {
			int number = Integer.parseInt(count);
			if (number > 0) {
				return number;
			}
		}
		catch (NumberFormatException ex) {
			// Said below.
		}
		throw line.refuse("slipway.count is '" + count + "', and must be a number above 0.");
	}

	/** Return the version that a target is. */
	static String version(CommandLine line, String target) {
		try {
			return Version.of(target).canonical();
		}
		catch (IllegalArgumentException ex) {
			throw line.refuse("slipway.target is " + ex.getMessage() + ".");
		}
	}

	@Override
	public void print(Printout out) {
		List<UndoReport.Undone> undone = this.report.undone();
		out.line(new ServiceName(this.report.service()) + ": "
				+ (undone.isEmpty() ? "nothing to undo" : undone.size() + " undone") + ", "
				+ ((this.report.version() != null) ? "now at version " + this.report.version()
						: "no version is applied"));
		undone.forEach((one) -> out.line("  " + one.label()));
	}

	@Override
	public Map<String, @Nullable Object> json() {
		Map<String, @Nullable Object> json = new LinkedHashMap<>();
		json.put("service", this.report.service());
		json.put("version", this.report.version());
		json.put("undone", this.report.undone().stream().map(UndoCommand::json).toList());
		return json;
	}

	private static Map<String, @Nullable Object> json(UndoReport.Undone undone) {
		Map<String, @Nullable Object> json = new LinkedHashMap<>();
		json.put("version", undone.version());
		json.put("name", undone.name());
		json.put("label", undone.label());
		return json;
	}

}
