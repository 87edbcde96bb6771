package dev.slipway.engine.adopt;

import java.util.List;

import dev.slipway.engine.files.Migration;

/**
 * bun's table, which keeps the digits of a file's name.
 */
final class BunHistory implements ForeignTool {

	@Override
	public String name() {
		return "bun";
	}

	@Override
	public List<String> tables() {
		return List.of("bun_migrations");
	}

	@Override
	public boolean keeps(ForeignTable table) {
		return table.hasOnly("id", "name", "group_id", "migrated_at");
	}

	@Override
	public String query(ForeignTable table) {
		return table.select("h.name, " + ForeignTable.time("migrated_at"), "h.id");
	}

	@Override
	public ForeignRow row(ForeignValues values) {
		return ForeignRow.ofDigits(values.present("name")).applied(values.time("migrated_at"), null, null);
	}

	@Override
	public List<String> parts(Migration file) {
		return FileKeys.digits(file);
	}

}
