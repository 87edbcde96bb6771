package dev.slipway.engine.script;

import java.util.List;
import java.util.Optional;

/**
 * What one reading of a whole script has shown.
 *
 * @param statements how many statements it runs
 * @param transactional whether they may run in one transaction
 * @param reason why not, one clause for the log; empty when they may
 * @param customSettings the settings of an application's own, such as {@code app.tenant},
 * that the script sets
 * @param undo the script of its undo section, if it has one
 * @param text the whole text, of an undo script only
 */
public record Outline(int statements, boolean transactional, String reason, List<String> customSettings,
		Optional<String> undo, Optional<String> text) {

	/**
	 * Create an outline.
	 */
	public Outline {
		customSettings = List.copyOf(customSettings);
	}

}
