package dev.slipway.engine.files;

import java.util.Locale;

import dev.slipway.engine.script.Script;

/**
 * A script that runs at a moment of a run, each time, and is not recorded.
 *
 * @param event the moment
 * @param fileName the file's name without its folder
 * @param script the file as read
 */
public record Callback(Event event, String fileName, Script script) implements Executable {

	/**
	 * The moments, with the names that Flyway's users know.
	 */
	public enum Event {

		/** Before anything is applied, at every start. */
		BEFORE_MIGRATE,

		/** Before each migration, in its transaction. */
		BEFORE_EACH_MIGRATE,

		/** After each migration, in its transaction. */
		AFTER_EACH_MIGRATE,

		/** After the last migration, when at least one was applied. */
		AFTER_MIGRATE_APPLIED,

		/** After the last migration, at every start. */
		AFTER_MIGRATE;

		/** Return the moment of an event's name, such as {@code beforeEachMigrate}. */
		static Event of(String name) {
			return valueOf(name.replaceAll("(?=[A-Z])", "_").toUpperCase(Locale.ROOT));
		}

		/** Return whether it runs in a transaction of each migration. */
		public boolean isOfEachMigration() {
			return this == BEFORE_EACH_MIGRATE || this == AFTER_EACH_MIGRATE;
		}

	}

}
