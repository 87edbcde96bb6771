package dev.slipway.engine.adopt;

import java.util.List;

import dev.slipway.engine.files.Migration;

/**
 * pop's table, which has the columns of dbmate's and a name of its own.
 */
final class PopHistory implements ForeignTool {

	@Override
	public String name() {
		return "pop";
	}

	@Override
	public List<String> tables() {
		return List.of("schema_migration");
	}

	@Override
	public boolean keeps(ForeignTable table) {
		return table.isOnlyText("version") && tables().contains(table.table());
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
