package dev.slipway.engine;

import java.util.Map;

import dev.slipway.Migrator;
import dev.slipway.MigratorOptions;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * Migrates a database in a Java of its own, whose heap is as small as
 * {@link LargeScriptTests} says: the arguments are the URL, the user, the password and
 * the location.
 */
final class SmallHeapMigration {

	private SmallHeapMigration() {
	}

	public static void main(String[] arguments) {
		PGSimpleDataSource dataSource = new PGSimpleDataSource();
		dataSource.setUrl(arguments[0]);
		dataSource.setUser(arguments[1]);
		dataSource.setPassword(arguments[2]);
		Migrator migrator = Migrator.of(dataSource,
				MigratorOptions.of("")
					.withLocations(arguments[3])
					.withPlaceholders(Map.of("value", "a value"))
					.withPlaceholderReplacement(false));
		if (arguments.length > 4 && !arguments[4].isEmpty()) {
			migrator.undo(Integer.parseInt(arguments[4]));
		}
		else {
			migrator.migrate();
		}
	}

}
