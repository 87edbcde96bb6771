package dev.slipway.engine.layout;

import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

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
	public static final String NAMES = Stream.of(SUPPORTED, UNSUPPORTED, OTHER_COMMANDS)
		.flatMap(Collection::stream)
		.sorted()
		.collect(Collectors.joining("|"));

	private FlywayEvent() {
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
		return SUPPORTED.stream().sorted().collect(Collectors.joining(", "));
	}

}
