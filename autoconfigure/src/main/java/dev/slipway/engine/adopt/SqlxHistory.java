package dev.slipway.engine.adopt;

import java.io.IOException;
import java.util.List;

import dev.slipway.engine.adopt.ForeignRow.State;
import dev.slipway.engine.files.Migration;
import dev.slipway.engine.layout.Version;

/**
 * sqlx's table. What takes a version back deletes its row.
 */
final class SqlxHistory implements ForeignTool {

	@Override
	public String name() {
		return "sqlx";
	}

	@Override
	public List<String> tables() {
		return List.of("_sqlx_migrations");
	}

	@Override
	public boolean keeps(ForeignTable table) {
		return table.hasOnly("version", "description", "installed_on", "success", "checksum", "execution_time");
	}

	/** It counts nanoseconds, and writes -1 before it knows them. */
	@Override
	public String query(ForeignTable table) {
		return table.select(
				"h.version, h.description, h.success, encode(h.checksum, 'hex') as checksum, "
						+ ForeignTable.time("installed_on")
						+ ", case when h.execution_time > 0 then h.execution_time / 1000000 end as milliseconds",
				"h.installed_on, h.version");
	}

	@Override
	public ForeignRow row(ForeignValues values) {
		return ForeignRow.ofVersion(Version.of(values.present("version")), values.present("description"))
			.withState(values.isTrue("success") ? State.APPLIED : State.FAILED)
			.withChecksum(values.text("checksum"))
			.applied(values.time("installed_on"), values.milliseconds("milliseconds"), null);
	}

	@Override
	public List<String> parts(Migration file) {
		return FileKeys.version(file);
	}

	@Override
	public List<String> checksums(ForeignRow row, Migration file) throws IOException {
		return LineEnds.checksums("SHA-384", file);
	}

	@Override
	public String afterFailure() {
		return "Finish it by hand and set success to true in its row, or take back what it has done and delete the row";
	}

}
