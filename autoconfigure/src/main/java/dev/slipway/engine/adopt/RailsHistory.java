package dev.slipway.engine.adopt;

import java.util.List;

import dev.slipway.engine.files.Migration;
import dev.slipway.engine.layout.Version;

/**
 * The table of Rails, whose migrations are programs: a row whose program nobody has
 * written as SQL has no file.
 */
final class RailsHistory implements ForeignTool {

	@Override
	public String name() {
		return "Rails";
	}

	@Override
	public List<String> tables() {
		return List.of("schema_migrations");
	}

	/** dbmate's has the same columns, and not the other table. */
	@Override
	public boolean keeps(ForeignTable table) {
		return table.isOnlyText("version") && table.isBesideRails();
	}

	@Override
	public String query(ForeignTable table) {
		return table.select("h.version", "h.version");
	}

	@Override
	public ForeignRow row(ForeignValues values) {
		return ForeignRow.ofVersion(Version.of(values.present("version")));
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
