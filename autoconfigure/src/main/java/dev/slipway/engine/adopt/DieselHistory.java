package dev.slipway.engine.adopt;

import java.util.List;

import dev.slipway.engine.files.Migration;
import dev.slipway.engine.layout.Version;

/**
 * diesel's table. The version is that of the folder without its hyphens.
 */
final class DieselHistory implements ForeignTool {

	@Override
	public String name() {
		return "diesel";
	}

	@Override
	public List<String> tables() {
		return List.of("__diesel_schema_migrations");
	}

	@Override
	public boolean keeps(ForeignTable table) {
		return table.hasOnly("version", "run_on");
	}

	@Override
	public String query(ForeignTable table) {
		return table.select("h.version, " + ForeignTable.time("run_on"), "h.run_on, h.version");
	}

	@Override
	public ForeignRow row(ForeignValues values) {
		return ForeignRow.ofVersion(Version.of(values.present("version"))).applied(values.time("run_on"), null, null);
	}

	@Override
	public List<String> parts(Migration file) {
		return FileKeys.version(file);
	}

}
