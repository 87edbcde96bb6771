package dev.slipway.engine.adopt;

import java.util.List;

import dev.slipway.engine.files.Migration;

/**
 * node-pg-migrate's table, in which a file is named without its ending.
 */
final class NodePgMigrateHistory implements ForeignTool {

	@Override
	public String name() {
		return "node-pg-migrate";
	}

	@Override
	public List<String> tables() {
		return List.of("pgmigrations");
	}

	@Override
	public boolean keeps(ForeignTable table) {
		return table.hasOnly("id", "name", "run_on");
	}

	@Override
	public String query(ForeignTable table) {
		return table.select("h.name, " + ForeignTable.time("run_on"), "h.run_on, h.id");
	}

	@Override
	public ForeignRow row(ForeignValues values) {
		return ForeignRow.ofName(values.present("name")).applied(values.time("run_on"), null, null);
	}

	@Override
	public List<String> parts(Migration file) {
		return FileKeys.stem(file);
	}

}
