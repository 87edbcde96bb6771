package dev.slipway.engine.adopt;

import java.util.List;

import dev.slipway.engine.files.Migration;

/**
 * rambler's table, which keeps the names of files.
 */
final class RamblerHistory implements ForeignTool {

	@Override
	public String name() {
		return "rambler";
	}

	@Override
	public List<String> tables() {
		return List.of("migrations");
	}

	@Override
	public boolean keeps(ForeignTable table) {
		return table.hasOnly("migration");
	}

	@Override
	public String query(ForeignTable table) {
		return table.select("h.migration", "h.migration");
	}

	@Override
	public ForeignRow row(ForeignValues values) {
		return ForeignRow.ofName(values.present("migration"));
	}

	@Override
	public List<String> parts(Migration file) {
		return FileKeys.name(file);
	}

}
