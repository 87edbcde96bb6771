package dev.slipway.engine.layout;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * The names of Flyway's events, and what becomes of a callback file with such a name.
 */
public final class FlywayEvent {

	private static final List<String> SUPPORTED = List.of("beforeMigrate", "beforeEachMigrate", "afterEachMigrate",
			"afterMigrateApplied", "afterMigrate");

	/** Events that Flyway's migrate fires: leaving them out would go unnoticed. */
	private static final List<String> UNSUPPORTED = List.of("beforeEachMigrateStatement", "afterEachMigrateStatement",
			"afterEachMigrateStatementError", "afterEachMigrateError", "beforeRepeatables", "afterVersioned",
			"afterMigrateError", "afterMigrateOperationFinish", "beforeValidate", "afterValidate", "afterValidateError",
			"createSchema", "beforeCreateSchema", "afterConnect");

	private static final List<String> OTHER_COMMANDS = List.of("beforeClean", "afterClean", "afterCleanError",
			"afterCleanOperationFinish", "beforeUndo", "beforeEachUndo", "beforeEachUndoStatement",
			"afterEachUndoStatement", "afterEachUndoStatementError", "afterEachUndo", "afterEachUndoError", "afterUndo",
			"afterUndoError", "afterUndoOperationFinish", "afterValidateOperationFinish", "beforeBaseline",
			"afterBaseline", "afterBaselineError", "afterBaselineOperationFinish", "beforeRepair", "afterRepair",
			"afterRepairError", "afterRepairOperationFinish", "beforeInfo", "afterInfo", "afterInfoError",
			"afterInfoOperationFinish", "beforeConnect");

	/** All of them, as alternatives of a regular expression. */
	public static final String NAMES = String.join("|", all());

	private FlywayEvent() {
	}

	private static Set<String> all() {
		Set<String> all = new TreeSet<>(SUPPORTED);
		all.addAll(UNSUPPORTED);
		all.addAll(OTHER_COMMANDS);
		return all;
	}

	/** Return whether Slipway runs something at the event. */
	public static boolean isSupported(String name) {
		return SUPPORTED.contains(name);
	}

	/** Return whether Flyway would run the file during a migration. */
	public static boolean isMissed(String name) {
		return UNSUPPORTED.contains(name);
	}

	/** Return the events at which Slipway runs something, for a person. */
	public static String supported() {
		return String.join(", ", new TreeSet<>(SUPPORTED));
	}

}
