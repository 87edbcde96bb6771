package dev.slipway.engine.adopt;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;

import dev.slipway.engine.adopt.ForeignRow.State;
import dev.slipway.engine.files.Migration;
import dev.slipway.engine.files.Migration.Kind;
import dev.slipway.engine.layout.Version;
import org.jspecify.annotations.Nullable;

/**
 * Evolve's table: rows of files, and of schemas that it has made or found empty. A
 * version to start at is none: the files before it are pending, until they are left out.
 */
final class EvolveHistory implements ForeignTool {

	private static final String VERSIONED = "0";

	private static final String REPEATABLE = "4";

	@Override
	public String name() {
		return "Evolve";
	}

	@Override
	public List<String> tables() {
		return List.of("changelog");
	}

	@Override
	public boolean keeps(ForeignTable table) {
		return table.has("id", "type", "version", "description", "name", "checksum", "installed_by", "installed_on",
				"success");
	}

	@Override
	public String query(ForeignTable table) {
		return table.select("h.type, h.version, h.description, h.name, h.checksum, h.installed_by, h.success, "
				+ ForeignTable.time("installed_on"), "h.id");
	}

	@Override
	public @Nullable ForeignRow row(ForeignValues values) {
		String text = values.text("version");
		Version version = (text != null) ? Version.of(text.replace('_', '.')) : null;
		String name = values.present("name");
		ForeignRow row = switch (values.present("type")) {
			case VERSIONED -> ForeignRow.applied(name, (version != null) ? version.canonical() : name)
				.withVersion(version, values.present("description"));
			case REPEATABLE -> ForeignRow.applied(name, name);
			default -> null;
		};
		return (row == null) ? null
				: row.withState(values.isTrue("success") ? State.APPLIED : State.FAILED)
					.withChecksum(values.text("checksum"))
					.applied(values.time("installed_on"), null, values.text("installed_by"));
	}

	@Override
	public List<String> parts(Migration file) {
		return (file.kind() == Kind.REPEATABLE) ? List.of(file.fileName()) : FileKeys.version(file);
	}

	/** Of the text with short line ends; before release 1.8 of the file as it is. */
	@Override
	public List<String> checksums(ForeignRow row, Migration file) throws IOException {
		byte[] text = FileBytes.text(file).replace("\r\n", "\n").getBytes(StandardCharsets.UTF_8);
		return List.of(FileBytes.digest("MD5", text), FileBytes.digest("MD5", FileBytes.of(file)))
			.stream()
			.map((checksum) -> checksum.toUpperCase(Locale.ROOT))
			.toList();
	}

	@Override
	public String afterFailure() {
		return "Take back by hand what it has done, and let 'evolve repair' remove the row";
	}

	@Override
	public String afterChange() {
		return "let 'evolve repair' write its new checksum";
	}

}
