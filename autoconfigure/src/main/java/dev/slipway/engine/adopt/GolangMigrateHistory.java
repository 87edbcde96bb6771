package dev.slipway.engine.adopt;

import java.util.List;

import dev.slipway.engine.adopt.ForeignRow.State;
import dev.slipway.engine.files.Migration;
import dev.slipway.engine.layout.Version;

/**
 * golang-migrate's table: one row with the newest version, which stands for everything up
 * to it. It is dirty from before a file runs until after it.
 */
final class GolangMigrateHistory implements ForeignTool {

	/** The version of a database on which the way down of the first file has failed. */
	private static final String NONE = "-1";

	@Override
	public String name() {
		return "golang-migrate";
	}

	@Override
	public List<String> tables() {
		return List.of("schema_migrations");
	}

	@Override
	public boolean keeps(ForeignTable table) {
		return table.hasOnly("version", "dirty");
	}

	@Override
	public String query(ForeignTable table) {
		return table.select("h.version, h.dirty, " + ForeignTable.ROWS, "h.version");
	}

	@Override
	public ForeignRow row(ForeignValues values) {
		values.requireOnlyRow();
		String version = values.present("version");
		ForeignRow row = version.equals(NONE) ? ForeignRow.applied("version " + NONE, NONE)
				: ForeignRow.ofVersion(Version.of(version));
		return row.withState(values.isTrue("dirty") ? State.UNFINISHED : State.UP_TO);
	}

	@Override
	public List<String> parts(Migration file) {
		return FileKeys.version(file);
	}

	@Override
	public String afterFailure() {
		return "Finish by hand what the file has not done, or take back what it has, and let 'migrate force' write the last"
				+ " version that is there as a whole";
	}

}
