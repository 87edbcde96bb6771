package dev.slipway.engine.adopt;

import java.io.IOException;
import java.util.List;
import java.util.Locale;

import dev.slipway.engine.adopt.ForeignRow.State;
import dev.slipway.engine.files.Migration;
import dev.slipway.engine.files.MigrationCode;
import dev.slipway.engine.layout.Version;
import org.jspecify.annotations.Nullable;

/**
 * A history table of Slipway's own, under another name or in another schema.
 */
final class SlipwayHistory implements ForeignTool {

	@Override
	public String name() {
		return "Slipway";
	}

	/** What is found by itself is another service's. */
	@Override
	public List<String> tables() {
		return List.of();
	}

	@Override
	public boolean keeps(ForeignTable table) {
		return table.has("version", "name", "applied_at", "kind", "checksum", "state", "statements", "applied_by",
				"duration", "run_id", "undo_script", "counted_in");
	}

	@Override
	public String query(ForeignTable table) {
		return table.select("h.version, h.name, h.kind, h.checksum, h.state, h.applied_by, "
				+ ForeignTable.time("applied_at") + ", (extract(epoch from h.duration) * 1000)::bigint as milliseconds",
				"h.id");
	}

	@Override
	public ForeignRow row(ForeignValues values) {
		String text = values.text("version");
		Version version = (text != null) ? Version.of(text) : null;
		String name = values.present("name");
		String kind = values.present("kind");
		String checksum = values.present("checksum");
		State state = switch (values.present("state")) {
			case "applied" -> kind.equals("baseline") ? State.BASELINE : State.APPLIED;
			case "failed" -> State.FAILED;
			default -> State.UNFINISHED;
		};
		String key = key(kind, version, name);
		ForeignRow row = ForeignRow.applied((version != null) ? version + "_" + name : name, key + " " + name, key)
			.withVersion(version, name)
			.withState(state)
			.withChecksum(checksum)
			.applied(values.time("applied_at"), values.milliseconds("milliseconds"), values.text("applied_by"));
		return checksum.isEmpty() || MigrationCode.isChecksum(checksum) ? row.asProgram() : row;
	}

	/** Where names tell files of one version apart, the name is part of the key. */
	@Override
	public List<String> parts(Migration file) {
		String key = key(file.kind().name().toLowerCase(Locale.ROOT), file.version(), file.name());
		return List.of(file.byName() ? key + " " + file.name() : key);
	}

	private static String key(String kind, @Nullable Version version, String name) {
		return kind + " " + ((version != null) ? version.canonical() : name);
	}

	@Override
	public List<String> checksums(ForeignRow row, Migration file) throws IOException {
		return List.of(file.checksum());
	}

	@Override
	public String afterFailure() {
		return "Start the release that has begun it once more, so that it is finished";
	}

	@Override
	public String afterChange() {
		return "start the release that has the file as it was";
	}

}
