package dev.slipway.engine.adopt;

import java.util.List;

import dev.slipway.engine.files.Migration;

/**
 * db-migrate's table: the names of programs, of which most run a script of the same name.
 */
final class DbMigrateHistory implements ForeignTool {

	@Override
	public String name() {
		return "db-migrate";
	}

	@Override
	public List<String> tables() {
		return List.of("migrations");
	}

	@Override
	public boolean keeps(ForeignTable table) {
		return table.hasOnly("id", "name", "run_on") && tables().contains(table.table());
	}

	@Override
	public String query(ForeignTable table) {
		return table.select("h.name, " + ForeignTable.time("run_on"), "h.run_on, h.id");
	}

	@Override
	public ForeignRow row(ForeignValues values) {
		String name = values.present("name");
		return ForeignRow.ofName(name.startsWith("/") ? name.substring(1) : name)
			.applied(values.time("run_on"), null, null);
	}

	@Override
	public List<String> parts(Migration file) {
		return FileKeys.name(file)
			.stream()
			.map((name) -> name.replaceFirst("^sqls/", "").replaceFirst("(?:-up)?\\.sql$", ""))
			.toList();
	}

}
