package dev.slipway.engine.adopt;

import java.util.List;
import java.util.Map;

import dev.slipway.engine.adopt.ForeignRow.State;
import dev.slipway.engine.files.Migration;
import dev.slipway.engine.layout.Version;
import org.jspecify.annotations.Nullable;

/**
 * tern's table: one row with the number of the newest file, and 0 before the first.
 */
final class TernHistory implements ForeignTool {

	@Override
	public String name() {
		return "tern";
	}

	@Override
	public List<String> tables() {
		return List.of("schema_version");
	}

	@Override
	public boolean keeps(ForeignTable table) {
		return table.columns().equals(Map.of("version", "integer"));
	}

	@Override
	public String query(ForeignTable table) {
		return table.select("h.version, " + ForeignTable.ROWS, "h.version");
	}

	@Override
	public @Nullable ForeignRow row(ForeignValues values) {
		values.requireOnlyRow();
		Version version = Version.of(values.present("version"));
		return version.canonical().equals("0") ? null : ForeignRow.ofVersion(version).withState(State.UP_TO);
	}

	@Override
	public List<String> parts(Migration file) {
		return FileKeys.version(file);
	}

}
