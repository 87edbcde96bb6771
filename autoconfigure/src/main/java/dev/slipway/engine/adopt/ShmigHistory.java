package dev.slipway.engine.adopt;

import java.util.List;

import dev.slipway.engine.files.Migration;
import dev.slipway.engine.layout.Version;

/**
 * shmig's table. Its times are UTC.
 */
final class ShmigHistory implements ForeignTool {

	@Override
	public String name() {
		return "shmig";
	}

	@Override
	public List<String> tables() {
		return List.of("shmig_version");
	}

	@Override
	public boolean keeps(ForeignTable table) {
		return table.hasOnly("version", "migrated_at");
	}

	@Override
	public String query(ForeignTable table) {
		return table.select("h.version, " + ForeignTable.utcTime("migrated_at"), "h.migrated_at, h.version");
	}

	@Override
	public ForeignRow row(ForeignValues values) {
		return ForeignRow.ofVersion(Version.of(values.present("version")))
			.applied(values.time("migrated_at"), null, null);
	}

	@Override
	public List<String> parts(Migration file) {
		return FileKeys.version(file);
	}

}
