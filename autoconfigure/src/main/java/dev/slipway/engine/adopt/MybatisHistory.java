package dev.slipway.engine.adopt;

import java.util.List;

import dev.slipway.engine.files.Migration;
import dev.slipway.engine.layout.Version;

/**
 * The table of MyBatis Migrations. Its times are text, which is not read: a template of
 * the project makes the table, with any form of times.
 */
final class MybatisHistory implements ForeignTool {

	@Override
	public String name() {
		return "MyBatis";
	}

	@Override
	public List<String> tables() {
		return List.of("changelog");
	}

	@Override
	public boolean keeps(ForeignTable table) {
		return table.hasOnly("id", "applied_at", "description");
	}

	@Override
	public String query(ForeignTable table) {
		return table.select("h.id, h.description", "h.applied_at, h.id");
	}

	@Override
	public ForeignRow row(ForeignValues values) {
		return ForeignRow.ofVersion(Version.of(values.present("id")), values.present("description"));
	}

	@Override
	public List<String> parts(Migration file) {
		return FileKeys.version(file);
	}

}
