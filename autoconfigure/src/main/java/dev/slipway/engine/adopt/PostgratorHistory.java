package dev.slipway.engine.adopt;

import java.io.IOException;
import java.util.List;

import dev.slipway.engine.files.Migration;
import dev.slipway.engine.layout.Version;
import org.jspecify.annotations.Nullable;

/**
 * postgrator's table. Version 0 says that the table was made; of a program, whose text
 * may change, it keeps no checksum.
 */
final class PostgratorHistory implements ForeignTool {

	private static final String OF_PROGRAM = "undefined";

	@Override
	public String name() {
		return "postgrator";
	}

	@Override
	public List<String> tables() {
		return List.of("schemaversion");
	}

	@Override
	public boolean keeps(ForeignTable table) {
		return table.hasOnly("version", "name", "md5", "run_at");
	}

	@Override
	public String query(ForeignTable table) {
		return table.select("h.version, h.name, h.md5, " + ForeignTable.time("run_at"), "h.version");
	}

	@Override
	public @Nullable ForeignRow row(ForeignValues values) {
		Version version = Version.of(values.present("version"));
		String name = values.text("name");
		if (version.canonical().equals("0")) {
			return null;
		}
		ForeignRow row = (name != null) ? ForeignRow.ofVersion(version, name) : ForeignRow.ofVersion(version);
		row = row.applied(values.time("run_at"), null, null);
		return OF_PROGRAM.equals(values.text("md5")) ? row.asProgram() : row.withChecksum(values.text("md5"));
	}

	@Override
	public List<String> parts(Migration file) {
		return FileKeys.version(file);
	}

	@Override
	public List<String> checksums(ForeignRow row, Migration file) throws IOException {
		return LineEnds.checksums("MD5", file);
	}

}
