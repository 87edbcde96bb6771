package dev.slipway.engine.script;

import java.util.List;
import java.util.Optional;

import dev.slipway.Layout;

/**
 * What the reading of a whole script has shown.
 *
 * @param layout the layout that its markers tell; plain without any
 * @param statements how many statements it runs
 * @param transactional whether they may run in one transaction
 * @param reason why not, one clause for the log; empty when they may
 * @param customSettings the settings of an application's own, such as {@code app.tenant},
 * that the script sets
 * @param createdSchemas the schemas that it creates before it does anything else
 * @param unreplaced the placeholders that are configured and stay as they are in it, each
 * with its first place
 * @param undo the script of its undo section, if it has one
 * @param hashes what is kept of its statements
 * @param codeFree whether the server runs no code but its own for them, and sets nothing
 */
public record ParsedScript(Layout layout, int statements, boolean transactional, String reason,
		List<String> customSettings, List<String> createdSchemas, List<String> unreplaced, Optional<StoredUndo> undo,
		StatementHashes hashes, boolean codeFree) {

	/**
	 * Create a parsed script.
	 */
	public ParsedScript {
		customSettings = List.copyOf(customSettings);
		createdSchemas = List.copyOf(createdSchemas);
		unreplaced = List.copyOf(unreplaced);
	}

}
