package dev.slipway.engine.adopt;

import java.util.List;

import dev.slipway.engine.files.Migration;

/**
 * sql-migrate's table, in which a file's name is its identity.
 */
final class SqlMigrateHistory implements ForeignTool {

	@Override
	public String name() {
		return "sql-migrate";
	}

	@Override
	public List<String> tables() {
		return List.of("gorp_migrations");
	}

	@Override
	public boolean keeps(ForeignTable table) {
		return table.hasOnly("id", "applied_at") && !"integer".equals(table.columns().get("id"));
	}

	@Override
	public String query(ForeignTable table) {
		return table.select("h.id, " + ForeignTable.time("applied_at"), "h.applied_at, h.id");
	}

	@Override
	public ForeignRow row(ForeignValues values) {
		return ForeignRow.ofName(values.present("id")).applied(values.time("applied_at"), null, null);
	}

	@Override
	public List<String> parts(Migration file) {
		return FileKeys.name(file);
	}

}
