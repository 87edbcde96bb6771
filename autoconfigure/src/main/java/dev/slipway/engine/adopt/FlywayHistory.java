package dev.slipway.engine.adopt;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.Reader;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32;

import dev.slipway.engine.adopt.ForeignRow.State;
import dev.slipway.engine.files.Migration;
import dev.slipway.engine.layout.Version;
import org.jspecify.annotations.Nullable;

/**
 * Flyway's table, which all of its releases since 4.0 make with the same columns.
 */
final class FlywayHistory implements ForeignTool {

	private static final String REPEATABLE = "R ";

	private static final String BASELINE = "B ";

	@Override
	public String name() {
		return "Flyway";
	}

	@Override
	public List<String> tables() {
		return List.of("flyway_schema_history", "schema_version");
	}

	@Override
	public boolean keeps(ForeignTable table) {
		return table.has("installed_rank", "version", "description", "type", "script", "checksum", "installed_by",
				"installed_on", "execution_time", "success");
	}

	@Override
	public String query(ForeignTable table) {
		return table.select("h.version, h.description, h.type, h.script, h.checksum, h.installed_by, "
				+ ForeignTable.time("installed_on") + ", h.execution_time, h.success", "h.installed_rank");
	}

	@Override
	public @Nullable ForeignRow row(ForeignValues values) {
		String type = values.present("type");
		if (type.equals("SCHEMA")) {
			return null;
		}
		String text = values.text("version");
		Version version = (text != null) ? Version.of(text) : null;
		String description = values.present("description");
		boolean baseline = type.equals("BASELINE") || type.endsWith("_BASELINE");
		String key = (version == null) ? REPEATABLE + description
				: baseline ? BASELINE + version.canonical() : version.canonical();
		ForeignRow row = ForeignRow.applied(label(text, description, values.present("script")), key)
			.withVersion(version, description)
			.withState(state(type, baseline, values.isTrue("success")))
			.withChecksum(values.text("checksum"))
			.applied(values.time("installed_on"), values.milliseconds("execution_time"), values.text("installed_by"));
		return type.equals("SQL") || type.equals("SQL_BASELINE") || baseline ? row : row.asProgram();
	}

	private static State state(String type, boolean baseline, boolean success) {
		if (!success) {
			return State.FAILED;
		}
		if (type.equals("DELETE")) {
			return State.DELETED;
		}
		if (type.startsWith("UNDO_")) {
			return State.UNDONE;
		}
		return baseline ? State.BASELINE : State.APPLIED;
	}

	private static String label(@Nullable String version, String description, String script) {
		if (!script.isEmpty() && !script.startsWith("<<")) {
			return script;
		}
		return (version != null) ? "version " + version + " (" + description + ")" : description;
	}

	@Override
	public List<String> parts(Migration file) {
		return switch (file.kind()) {
			case VERSIONED -> List.of(file.requireVersion().canonical());
			case BASELINE -> List.of(BASELINE + file.requireVersion().canonical());
			// Flyway writes blanks where the file's name has underscores.
			case REPEATABLE -> List.of(REPEATABLE + file.name().replace('_', ' '));
		};
	}

	/** Of a repeatable Flyway has that of the text with its placeholders replaced. */
	@Override
	public List<String> checksums(ForeignRow row, Migration file) throws IOException {
		List<String> checksums = new ArrayList<>();
		checksums.add(checksum(new StringReader(FileBytes.text(file))));
		if (file.kind() == Migration.Kind.REPEATABLE && file.script().readAsRun().isEmpty()) {
			checksums.add(checksum(file.script().openAsRun()));
		}
		return checksums;
	}

	/** The lines without what ends them, one after the other, as UTF-8. */
	private static String checksum(Reader text) throws IOException {
		CRC32 crc = new CRC32();
		try (BufferedReader lines = new BufferedReader(text)) {
			for (String line = lines.readLine(); line != null; line = lines.readLine()) {
				crc.update(line.getBytes(StandardCharsets.UTF_8));
			}
		}
		return String.valueOf((int) crc.getValue());
	}

	@Override
	public String afterFailure() {
		return "Take back by hand what it has done, and let 'flyway repair' remove the row";
	}

	@Override
	public String afterChange() {
		return "let 'flyway repair' write its new checksum";
	}

}
