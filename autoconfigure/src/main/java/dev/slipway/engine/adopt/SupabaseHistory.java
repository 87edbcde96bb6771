package dev.slipway.engine.adopt;

import java.util.List;

import dev.slipway.engine.files.Migration;

/**
 * The table of Supabase's command line, which keeps the digits of a file's name and its
 * statements. Early releases kept the digits only.
 */
final class SupabaseHistory implements ForeignTool {

	@Override
	public String name() {
		return "Supabase";
	}

	@Override
	public List<String> tables() {
		return List.of("schema_migrations");
	}

	@Override
	public List<String> schemas() {
		return List.of("supabase_migrations");
	}

	@Override
	public boolean keeps(ForeignTable table) {
		return table.has("version", "statements", "name")
				|| (schemas().contains(table.schema()) && table.isOnlyText("version"));
	}

	@Override
	public String query(ForeignTable table) {
		return table.select("h.version", "h.version");
	}

	@Override
	public ForeignRow row(ForeignValues values) {
		return ForeignRow.ofDigits(values.present("version"));
	}

	@Override
	public List<String> parts(Migration file) {
		return FileKeys.digits(file);
	}

}
