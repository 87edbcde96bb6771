package dev.slipway.engine.files;

import java.util.Set;

import dev.slipway.engine.script.Script;

/**
 * What has a script that is executed: a migration, a callback, or what undoes a
 * migration.
 */
public sealed interface Executable permits Migration, Callback, Undo {

	/** Files of which the folder says all. */
	Set<String> FOLDER_FILES = Set.of("up.sql", "down.sql", "migration.sql");

	/**
	 * Return the file's name without its folder, or with it when the folder carries the
	 * version.
	 */
	String fileName();

	/**
	 * Return the file as read.
	 */
	Script script();

	/**
	 * Return how reports name it: its file's name without the ending, or its folder's.
	 */
	default String label() {
		String name = fileName();
		int slash = name.indexOf('/');
		boolean folder = slash >= 0 && FOLDER_FILES.contains(name.substring(slash + 1));
		return folder ? name.substring(0, slash) : withoutEnding(name);
	}

	private static String withoutEnding(String name) {
		String stem = name.endsWith(".sql") ? name.substring(0, name.length() - ".sql".length()) : name;
		return (stem.length() < name.length() && stem.endsWith(".up"))
				? stem.substring(0, stem.length() - ".up".length()) : stem;
	}

}
