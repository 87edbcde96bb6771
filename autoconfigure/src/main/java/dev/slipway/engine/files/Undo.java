package dev.slipway.engine.files;

import dev.slipway.engine.script.Script;

/**
 * A script that undoes a migration: its file, or what the history has stored with it.
 *
 * @param row the id of the migration's row in the history
 * @param migration how reports name the migration
 * @param fileName what reports call the script: the file's name without its folder, or
 * the row that holds it
 * @param script the script as read
 */
public record Undo(long row, String migration, String fileName, Script script) implements Executable {

	@Override
	public String label() {
		return "undo of " + this.migration;
	}

}
