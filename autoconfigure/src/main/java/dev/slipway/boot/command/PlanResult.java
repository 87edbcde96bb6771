package dev.slipway.boot.command;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import dev.slipway.PlannedRun;
import dev.slipway.PlannedRun.Kind;
import dev.slipway.PlannedRun.Script;
import dev.slipway.PlannedRun.Statement;
import dev.slipway.engine.text.Listing;
import dev.slipway.engine.text.ServiceName;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.json.JsonWriter;
import org.springframework.boot.json.WritableJson;

/**
 * What {@code migrate} would do, as SQL with comments. Statements are read while they are
 * printed, since a file may be larger than memory.
 *
 * @param runs one for each service
 */
record PlanResult(List<PlannedRun> runs) implements CommandResult {

	@Override
	public void print(Printout out) {
		boolean first = true;
		for (PlannedRun run : this.runs) {
			if (!first) {
				out.line("");
			}
			first = false;
			print(run, out);
		}
	}

	private static void print(PlannedRun run, Printout out) {
		out.line("-- " + new ServiceName(run.service()) + ": " + summary(run));
		if (run.createsHistoryTable()) {
			out.line("-- creates the history table " + run.historyTable());
		}
		if (!run.renumbered().isEmpty()) {
			out.line("-- records the versions that applied files have now: " + Listing.of(run.renumbered()));
		}
		int batch = 0;
		for (Script script : run.scripts()) {
			long together = together(run, script.batch());
			if (script.batch() != batch && together > 1) {
				out.line("");
				out.line("-- " + together + " migrations are sent together, a transaction each");
			}
			batch = script.batch();
			print(script, out);
		}
		if (!run.aboveTarget().isEmpty()) {
			out.line("");
			out.line("-- above the target stay pending: " + Listing.ofRow(run.aboveTarget()));
		}
	}

	private static long together(PlannedRun run, int batch) {
		return run.scripts()
			.stream()
			.filter((script) -> script.batch() == batch && script.kind() != Kind.CALLBACK)
			.count();
	}

	private static String summary(PlannedRun run) {
		int migrations = run.migrations();
		return ((run.version() != null) ? "version " + run.version() : "no version") + ", "
				+ ((migrations == 0) ? "nothing to apply"
						: migrations + ((migrations == 1) ? " migration" : " migrations") + " to apply")
				+ (run.scripts().size() > migrations ? ", and callbacks" : "");
	}

	private static void print(Script script, Printout out) {
		out.line("");
		out.line("-- " + script.label() + " (" + script.file() + "): " + way(script));
		if (script.finished() > 0) {
			out.line((script.finished() == 1) ? "-- statement 1 is finished"
					: "-- statements 1 to " + script.finished() + " are finished");
		}
		script.forEachStatement((statement) -> print(statement, out));
	}

	private static void print(Statement statement, Printout out) {
		out.line("-- " + statement.place());
		out.text(statement.sql() + ";");
		if (statement.hasData()) {
			out.line("-- and its data");
		}
	}

	private static String way(Script script) {
		String what = (script.kind() == Kind.CODE) ? "code, " : (script.kind() == Kind.CALLBACK) ? "callback, " : "";
		if (script.within() != null) {
			return what + "in the transaction of " + script.within();
		}
		if (script.transactional()) {
			return what + "in one transaction";
		}
		return what + "statement by statement, not in one transaction"
				+ (script.reason().isEmpty() ? ", as it was begun" : ": " + script.reason());
	}

	@Override
	public Map<String, @Nullable Object> json() {
		return Map.of("services", this.runs.stream().map(PlanResult::json).toList());
	}

	private static Map<String, @Nullable Object> json(PlannedRun run) {
		Map<String, @Nullable Object> json = new LinkedHashMap<>();
		json.put("service", run.service());
		json.put("historyTable", run.historyTable());
		json.put("createsHistoryTable", run.createsHistoryTable());
		json.put("version", run.version());
		json.put("scripts", run.scripts().stream().map(PlanResult::json).toList());
		json.put("aboveTarget", run.aboveTarget());
		json.put("renumbered", run.renumbered());
		return json;
	}

	private static Map<String, @Nullable Object> json(Script script) {
		Map<String, @Nullable Object> json = new LinkedHashMap<>();
		json.put("kind", FailureJson.dashed(script.kind()));
		json.put("label", script.label());
		json.put("file", script.file());
		json.put("batch", script.batch());
		json.put("transactional", script.transactional());
		json.put("reason", script.reason().isEmpty() ? null : script.reason());
		json.put("within", script.within());
		json.put("finished", script.finished());
		WritableJson statements = (out) -> write(script, out);
		json.put("statements", statements);
		return json;
	}

	/** One after the other, as they are read. */
	private static void write(Script script, Appendable out) throws IOException {
		out.append('[');
		boolean[] written = new boolean[1];
		try {
			script.forEachStatement((statement) -> {
				write(statement, written[0], out);
				written[0] = true;
			});
		}
		catch (UncheckedIOException ex) {
			throw ex.getCause();
		}
		out.append(']');
	}

	private static void write(Statement statement, boolean further, Appendable out) {
		try {
			if (further) {
				out.append(',');
			}
			Map<String, @Nullable Object> json = new LinkedHashMap<>();
			json.put("place", statement.place());
			json.put("sql", statement.sql());
			json.put("hasData", statement.hasData());
			JsonWriter.standard().write(json).to(out);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
