package dev.slipway.engine.adopt;

import java.util.List;

import dev.slipway.engine.adopt.ForeignRow.State;
import dev.slipway.engine.files.Migration;
import dev.slipway.engine.layout.Version;
import org.jspecify.annotations.Nullable;

/**
 * The table of Atlas. Its checksum of a file depends on all files before it, and is not
 * compared.
 */
final class AtlasHistory implements ForeignTool {

	private static final String BASELINE = "1";

	@Override
	public String name() {
		return "Atlas";
	}

	@Override
	public List<String> tables() {
		return List.of("atlas_schema_revisions");
	}

	@Override
	public List<String> schemas() {
		return List.of("atlas_schema_revisions");
	}

	@Override
	public boolean keeps(ForeignTable table) {
		return table.has("version", "description", "type", "applied", "total", "executed_at", "execution_time", "error",
				"hash", "operator_version");
	}

	@Override
	public String query(ForeignTable table) {
		return table.select(
				"h.version, h.description, h.type, h.error, h.applied < h.total as unfinished, "
						+ ForeignTable.time("executed_at") + ", h.execution_time / 1000000 as milliseconds",
				"h.executed_at, h.version");
	}

	/** What begins with a dot is a note of its own. */
	@Override
	public @Nullable ForeignRow row(ForeignValues values) {
		String digits = values.present("version");
		if (digits.startsWith(".")) {
			return null;
		}
		String error = values.text("error");
		boolean failed = error != null && !error.isEmpty();
		boolean baseline = values.present("type").equals(BASELINE);
		return ForeignRow.ofDigits(digits)
			.withVersion(Version.of(digits), values.present("description"))
			.withState(failed ? State.FAILED
					: values.isTrue("unfinished") ? State.UNFINISHED : baseline ? State.BASELINE : State.APPLIED)
			.applied(values.time("executed_at"), values.milliseconds("milliseconds"), null);
	}

	@Override
	public List<String> parts(Migration file) {
		return FileKeys.digits(file);
	}

	@Override
	public String afterFailure() {
		return "Finish it by hand or take back what it has done, and let 'atlas migrate set' write the last version that is"
				+ " there as a whole";
	}

}
