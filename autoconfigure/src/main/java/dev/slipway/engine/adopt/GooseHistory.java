package dev.slipway.engine.adopt;

import java.util.List;

import dev.slipway.engine.adopt.ForeignRow.State;
import dev.slipway.engine.files.Migration;
import dev.slipway.engine.layout.Version;
import org.jspecify.annotations.Nullable;

/**
 * goose's table. The newest row of a version counts: early releases wrote another row for
 * each way down, later ones delete the row of the way up.
 */
final class GooseHistory implements ForeignTool {

	@Override
	public String name() {
		return "goose";
	}

	@Override
	public List<String> tables() {
		return List.of("goose_db_version");
	}

	@Override
	public boolean keeps(ForeignTable table) {
		return table.hasOnly("id", "version_id", "is_applied", "tstamp");
	}

	@Override
	public String query(ForeignTable table) {
		return table.select("h.version_id, h.is_applied, " + ForeignTable.time("tstamp"), "h.id");
	}

	/** Version 0 says that the table was made. */
	@Override
	public @Nullable ForeignRow row(ForeignValues values) {
		Version version = Version.of(values.present("version_id"));
		return version.canonical().equals("0") ? null
				: ForeignRow.ofVersion(version)
					.withState(values.isTrue("is_applied") ? State.APPLIED : State.UNDONE)
					.applied(values.time("tstamp"), null, null);
	}

	@Override
	public List<String> parts(Migration file) {
		return FileKeys.version(file);
	}

}
