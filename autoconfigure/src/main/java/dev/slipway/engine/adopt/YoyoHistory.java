package dev.slipway.engine.adopt;

import java.util.List;

import dev.slipway.engine.files.Migration;

/**
 * yoyo's table, which keeps the names of files without their endings. Its times are UTC.
 */
final class YoyoHistory implements ForeignTool {

	@Override
	public String name() {
		return "yoyo";
	}

	@Override
	public List<String> tables() {
		return List.of("_yoyo_migration");
	}

	@Override
	public boolean keeps(ForeignTable table) {
		return table.hasOnly("migration_hash", "migration_id", "applied_at_utc");
	}

	@Override
	public String query(ForeignTable table) {
		return table.select("h.migration_id, " + ForeignTable.utcTime("applied_at_utc"),
				"h.applied_at_utc, h.migration_id");
	}

	@Override
	public ForeignRow row(ForeignValues values) {
		return ForeignRow.ofName(values.present("migration_id")).applied(values.time("applied_at_utc"), null, null);
	}

	@Override
	public List<String> parts(Migration file) {
		return FileKeys.stem(file);
	}

}
