package dev.slipway.engine.files;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import dev.slipway.engine.files.Callback.Event;

/**
 * The names of Flyway's events, and what becomes of a callback file with such a name.
 */
final class FlywayEvent {

	private static final Map<String, Event> SUPPORTED = Map.of("beforeMigrate", Event.BEFORE_MIGRATE,
			"beforeEachMigrate", Event.BEFORE_EACH_MIGRATE, "afterEachMigrate", Event.AFTER_EACH_MIGRATE,
			"afterMigrateApplied", Event.AFTER_MIGRATE_APPLIED, "afterMigrate", Event.AFTER_MIGRATE);

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
	static final String NAMES = Stream.of(SUPPORTED.keySet(), UNSUPPORTED, OTHER_COMMANDS)
		.flatMap(Collection::stream)
		.sorted()
		.collect(Collectors.joining("|"));

	private FlywayEvent() {
	}

	/** The moment of a run, empty for events at which Slipway runs nothing. */
	static Optional<Event> moment(String name) {
		return Optional.ofNullable(SUPPORTED.get(name));
	}

	/** Whether Flyway would run the file during a migration. */
	static boolean isMissed(String name) {
		return UNSUPPORTED.contains(name);
	}

	/** How messages show the events that there are. */
	static String supported() {
		return SUPPORTED.keySet().stream().sorted().collect(Collectors.joining(", "));
	}

}
