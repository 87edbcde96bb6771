package dev.slipway.engine.adopt;

import java.util.List;

import dev.slipway.engine.files.Migration;
import dev.slipway.engine.layout.Version;

/**
 * Ecto's table, whose migrations are programs: a row whose program nobody has written as
 * SQL has no file.
 */
final class EctoHistory implements ForeignTool {

	@Override
	public String name() {
		return "Ecto";
	}

	@Override
	public List<String> tables() {
		return List.of("schema_migrations");
	}

	@Override
	public boolean keeps(ForeignTable table) {
		return table.hasOnly("version", "inserted_at");
	}

	@Override
	public String query(ForeignTable table) {
		return table.select("h.version, " + ForeignTable.utcTime("inserted_at"), "h.inserted_at, h.version");
	}

	@Override
	public ForeignRow row(ForeignValues values) {
		return ForeignRow.ofVersion(Version.of(values.present("version")))
			.applied(values.time("inserted_at"), null, null);
	}

	@Override
	public List<String> parts(Migration file) {
		return FileKeys.version(file);
	}

	@Override
	public boolean hasPrograms() {
		return true;
	}

}
