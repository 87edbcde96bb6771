package dev.slipway;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

import dev.slipway.engine.script.ReadingRules;
import org.jspecify.annotations.Nullable;

/**
 * How the migrations of one service are found and recorded. Immutable; every method that
 * changes something returns a new instance.
 *
 * @param service the name of the service; empty for the only one of an application
 * @param locations Spring resource locations of folders, such as
 * {@code classpath:db/migration}; each is searched with its sub-folders
 * @param schema the schema of the history table, as PostgreSQL stores its name
 * @param table the history table, as PostgreSQL stores its name
 * @param createSchema whether {@code schema} is created when it is missing
 * @param searchPath the schemas in which unqualified names of the scripts are looked up
 * and created; empty to leave it to the connection
 * @param outOfOrder whether a migration may be applied after a later one
 * @param timeouts how long to wait, and how often to try
 * @param reading how the files are read
 * @param trustedRoles roles, as PostgreSQL stores their names, that may own the history
 * table or its schema, besides Slipway's own, the database's owner and superusers
 */
public record MigratorOptions(String service, List<String> locations, String schema, String table, boolean createSchema,
		List<String> searchPath, boolean outOfOrder, Timeouts timeouts, ReadingRules reading,
		List<String> trustedRoles) {

	/** The location of the unnamed service's migrations. */
	public static final String DEFAULT_LOCATION = "classpath:db/migration";

	/** The schema of history tables. */
	public static final String DEFAULT_SCHEMA = "public";

	/** The unnamed service's history table. */
	public static final String DEFAULT_TABLE = "schema_migrations";

	/** PostgreSQL cuts longer names off (manual, section 4.1.1). */
	private static final int LONGEST_NAME = 63;

	/**
	 * Create options.
	 * @throws IllegalArgumentException if a name is empty or longer than PostgreSQL's 63
	 * bytes, or if there is no location
	 */
	public MigratorOptions {
		locations = List.copyOf(locations);
		searchPath = List.copyOf(searchPath);
		trustedRoles = List.copyOf(trustedRoles);
		if (locations.isEmpty() || locations.stream().anyMatch(String::isBlank)) {
			throw new IllegalArgumentException("locations must name at least one folder, and none may be blank");
		}
		requireName("schema", schema);
		requireName("table", table);
		requireNames("search path", searchPath);
		requireNames("trusted role", trustedRoles);
	}

	/**
	 * Return the defaults of a service: the folder
	 * {@code classpath:db/migration/<service>} and the table
	 * {@code public.schema_migrations_<service>}, without the last part for the unnamed
	 * service. A hyphen in the service's name becomes an underscore in the table's, which
	 * then needs no quotes.
	 * @param service the name of the service, empty for the unnamed one
	 * @return the options
	 */
	public static MigratorOptions of(String service) {
		boolean named = !service.isEmpty();
		return new MigratorOptions(service, List.of(named ? DEFAULT_LOCATION + "/" + service : DEFAULT_LOCATION),
				DEFAULT_SCHEMA, named ? DEFAULT_TABLE + "_" + service.replace('-', '_') : DEFAULT_TABLE, false,
				List.of(), false, Timeouts.DEFAULT, ReadingRules.DEFAULT, List.of());
	}

	/**
	 * Change the locations.
	 * @param locations Spring resource locations of folders
	 * @return the changed options
	 */
	public MigratorOptions withLocations(String... locations) {
		return new MigratorOptions(this.service, List.of(locations), this.schema, this.table, this.createSchema,
				this.searchPath, this.outOfOrder, this.timeouts, this.reading, this.trustedRoles);
	}

	/**
	 * Change the schema of the history table.
	 * @param schema the schema
	 * @param create whether it is created when it is missing
	 * @return the changed options
	 */
	public MigratorOptions withSchema(String schema, boolean create) {
		return new MigratorOptions(this.service, this.locations, schema, this.table, create, this.searchPath,
				this.outOfOrder, this.timeouts, this.reading, this.trustedRoles);
	}

	/**
	 * Change the history table.
	 * @param table the table, without its schema
	 * @return the changed options
	 */
	public MigratorOptions withTable(String table) {
		return new MigratorOptions(this.service, this.locations, this.schema, table, this.createSchema, this.searchPath,
				this.outOfOrder, this.timeouts, this.reading, this.trustedRoles);
	}

	/**
	 * Change the schemas of the scripts' unqualified names.
	 * @param searchPath the schemas, the first of which new objects go to
	 * @return the changed options
	 */
	public MigratorOptions withSearchPath(String... searchPath) {
		return new MigratorOptions(this.service, this.locations, this.schema, this.table, this.createSchema,
				List.of(searchPath), this.outOfOrder, this.timeouts, this.reading, this.trustedRoles);
	}

	/**
	 * Change whether a migration may be applied after a later one.
	 * @param outOfOrder whether it may
	 * @return the changed options
	 */
	public MigratorOptions withOutOfOrder(boolean outOfOrder) {
		return new MigratorOptions(this.service, this.locations, this.schema, this.table, this.createSchema,
				this.searchPath, outOfOrder, this.timeouts, this.reading, this.trustedRoles);
	}

	/**
	 * Change how long to wait, and how often to try.
	 * @param timeouts the timeouts
	 * @return the changed options
	 */
	public MigratorOptions withTimeouts(Timeouts timeouts) {
		return new MigratorOptions(this.service, this.locations, this.schema, this.table, this.createSchema,
				this.searchPath, this.outOfOrder, timeouts, this.reading, this.trustedRoles);
	}

	/**
	 * Change which further roles may own the history table or its schema. Such a role can
	 * make Slipway run its code.
	 * @param trustedRoles the roles
	 * @return the changed options
	 */
	public MigratorOptions withTrustedRoles(String... trustedRoles) {
		return new MigratorOptions(this.service, this.locations, this.schema, this.table, this.createSchema,
				this.searchPath, this.outOfOrder, this.timeouts, this.reading, List.of(trustedRoles));
	}

	/**
	 * Change the layout of the files.
	 * @param layout the one layout that all files have, which then accepts its own names
	 * and its own marker lines only; {@code null} to recognise it file by file
	 * @return the changed options
	 */
	public MigratorOptions withLayout(@Nullable Layout layout) {
		return withReading(this.reading.withLayout(layout));
	}

	/**
	 * Change what becomes of several files with one version.
	 * @param byName whether each is a migration of its own, told apart by its name, and
	 * they run in the order of their names; otherwise they are an error
	 * @return the changed options
	 */
	public MigratorOptions withDuplicateVersionsByName(boolean byName) {
		return withReading(this.reading.withDuplicatesByName(byName));
	}

	/**
	 * Replace <code>${name}</code> by values. To replace it only in the files that ask
	 * for it with {@code -- slipway: placeholders}, switch
	 * {@link #withPlaceholderReplacement(boolean)} off afterwards.
	 * @param placeholders the values by name; case does not matter in a name
	 * @return the changed options
	 * @throws IllegalArgumentException if two names differ in case only
	 */
	public MigratorOptions withPlaceholders(Map<String, String> placeholders) {
		return withReading(this.reading.withPlaceholders(placeholders).withPlaceholderReplacement(true));
	}

	/**
	 * Change whether <code>${name}</code> is replaced in the files that do not say.
	 * @param replacement whether it is
	 * @return the changed options
	 */
	public MigratorOptions withPlaceholderReplacement(boolean replacement) {
		return withReading(this.reading.withPlaceholderReplacement(replacement));
	}

	private MigratorOptions withReading(ReadingRules changed) {
		return new MigratorOptions(this.service, this.locations, this.schema, this.table, this.createSchema,
				this.searchPath, this.outOfOrder, this.timeouts, changed, this.trustedRoles);
	}

	private static void requireNames(String what, List<String> names) {
		for (String name : names) {
			requireName(what, name);
		}
	}

	private static void requireName(String what, String name) {
		int bytes = name.getBytes(StandardCharsets.UTF_8).length;
		if (bytes == 0 || bytes > LONGEST_NAME || name.indexOf('\0') >= 0) {
			throw new IllegalArgumentException(
					what + " must be a name of 1 to " + LONGEST_NAME + " bytes, but '" + name + "' has " + bytes);
		}
	}

}
