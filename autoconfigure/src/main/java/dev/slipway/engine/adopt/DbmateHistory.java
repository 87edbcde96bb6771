package dev.slipway.engine.adopt;

import java.util.List;

import dev.slipway.engine.files.Migration;

/**
 * dbmate's table, and that of other tools that keep nothing but the digits of a file's
 * name, as text.
 */
final class DbmateHistory implements ForeignTool {

	@Override
	public String name() {
		return "dbmate";
	}

	@Override
	public List<String> tables() {
		return List.of("schema_migrations");
	}

	@Override
	public boolean keeps(ForeignTable table) {
		return table.isOnlyText("version");
	}

	@Override
	public String query(ForeignTable table) {
		return table.select("h.version", "h.version");
	}

	@Override
	public ForeignRow row(ForeignValues values) {
		return ForeignRow.ofDigits(values.present("version"));
	}

	@Override
	public List<String> parts(Migration file) {
		return FileKeys.digits(file);
	}

}
