package dev.slipway.engine.adopt;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;

import dev.slipway.engine.files.Migration;
import dev.slipway.engine.layout.Version;
import org.jspecify.annotations.Nullable;

/**
 * The table of postgres-migrations. Its own file with the number 0 made it.
 */
final class PostgresMigrationsHistory implements ForeignTool {

	private static final String OWN_FILE = "create-migrations-table";

	@Override
	public String name() {
		return "postgres-migrations";
	}

	@Override
	public List<String> tables() {
		return List.of("migrations");
	}

	@Override
	public boolean keeps(ForeignTable table) {
		return table.hasOnly("id", "name", "hash", "executed_at");
	}

	@Override
	public String query(ForeignTable table) {
		return table.select("h.id, h.name, h.hash, " + ForeignTable.time("executed_at"), "h.id");
	}

	@Override
	public @Nullable ForeignRow row(ForeignValues values) {
		Version version = Version.of(values.present("id"));
		String name = values.present("name");
		if (version.canonical().equals("0") && name.equals(OWN_FILE)) {
			return null;
		}
		return ForeignRow.ofVersion(version, name)
			.withChecksum(values.text("hash"))
			.applied(values.time("executed_at"), null, null);
	}

	@Override
	public List<String> parts(Migration file) {
		return FileKeys.version(file);
	}

	/** Of the file's name and its text, which may be larger than memory. */
	@Override
	public List<String> checksums(ForeignRow row, Migration file) throws IOException {
		MessageDigest digest = FileBytes.digest("SHA-1");
		digest.update(file.fileName().getBytes(StandardCharsets.UTF_8));
		try (InputStream in = new DigestInputStream(file.script().resource().getInputStream(), digest)) {
			in.transferTo(OutputStream.nullOutputStream());
		}
		return List.of(HexFormat.of().formatHex(digest.digest()));
	}

	@Override
	public String afterChange() {
		return "write the hash into its row, for which postgres-migrations has no command";
	}

}
