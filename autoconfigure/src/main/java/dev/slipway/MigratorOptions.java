package dev.slipway;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import dev.slipway.engine.adopt.TableName;
import dev.slipway.engine.layout.Version;
import dev.slipway.engine.script.ReadingRules;
import org.jspecify.annotations.Nullable;

/**
 * How the migrations of one service are found and recorded. Immutable and thread-safe;
 * every method that changes something returns a new instance.
 */
public final class MigratorOptions {

	/** The location of the unnamed service's migrations. */
	public static final String DEFAULT_LOCATION = "classpath:db/migration";

	/** The unnamed service's history table. */
	public static final String DEFAULT_TABLE = "schema_migrations";

	/** As Flyway's. */
	private static final Duration LONGEST_CONNECT_PAUSE = Duration.ofSeconds(120);

	/** PostgreSQL cuts longer names off (manual, section 4.1.1). */
	private static final int LONGEST_NAME = 63;

	private final Values values;

	private MigratorOptions(Values values) {
		requireLocations(values.locations);
		if (values.schema != null) {
			requireName("schema", values.schema);
		}
		requireName("table", values.table);
		requireNames("search path", values.searchPath);
		requireNames("trusted role", values.trustedRoles);
		if (values.role != null) {
			requireName("role", values.role);
		}
		if (values.connectRetries < 0 || values.connectRetriesInterval.toMillis() <= 0) {
			throw new IllegalArgumentException(
					"connect retries must not be negative, and their interval must be positive," + " but they are "
							+ values.connectRetries + " and " + values.connectRetriesInterval);
		}
		if (values.target != null) {
			Version.of(values.target);
		}
		requireNames("clean schema", values.cleanSchemas);
		requireOwn(values.cleanSchemas);
		this.values = values;
	}

	/**
	 * Return the defaults of a service: the folder
	 * {@code classpath:db/migration/<service>} and the table
	 * {@code schema_migrations_<service>} in the connection's current schema, without the
	 * last part for the unnamed service. A hyphen in the service's name becomes an
	 * underscore in the table's, which then needs no quotes.
	 * @param service the name of the service, empty for the unnamed one
	 * @return the options
	 */
	public static MigratorOptions of(String service) {
		return new MigratorOptions(new Values(service));
	}

	/**
	 * Return the name of the service.
	 * @return the name, empty for the only service of an application
	 */
	public String service() {
		return this.values.service;
	}

	/**
	 * Return the folders of the files.
	 * @return Spring resource locations, such as {@code classpath:db/migration}; each is
	 * searched with its sub-folders
	 */
	public List<String> locations() {
		return this.values.locations;
	}

	/**
	 * Return the schema of the history table.
	 * @return the name, as PostgreSQL stores it; {@code null} for the connection's
	 * current schema, or {@code public} if a history table is there and none in the
	 * current one
	 */
	public @Nullable String schema() {
		return this.values.schema;
	}

	/**
	 * Return the history table.
	 * @return the name without its schema, as PostgreSQL stores it
	 */
	public String table() {
		return this.values.table;
	}

	/**
	 * Return whether {@link #schema()} is created when it is missing.
	 */
	public boolean createSchema() {
		return this.values.createSchema;
	}

	/**
	 * Return the schemas in which unqualified names of the scripts are looked up and
	 * created.
	 * @return the names, as PostgreSQL stores them; empty to leave it to the connection
	 */
	public List<String> searchPath() {
		return this.values.searchPath;
	}

	/**
	 * Return whether a migration may be applied after a later one.
	 */
	public boolean outOfOrder() {
		return this.values.outOfOrder;
	}

	/**
	 * Return how long to wait, and how often to try.
	 */
	public Timeouts timeouts() {
		return this.values.timeouts;
	}

	/**
	 * Return the one layout of all files.
	 * @return the layout, {@code null} when it is recognised file by file
	 */
	public @Nullable Layout layout() {
		return this.values.reading.layout();
	}

	/**
	 * Return whether several files of one version are told apart by their names.
	 */
	public boolean duplicateVersionsByName() {
		return this.values.reading.duplicatesByName();
	}

	/**
	 * Return whether files with plain names may stand among those of a tool whose names
	 * tell it.
	 */
	public boolean mixedLayouts() {
		return this.values.reading.mixedLayouts();
	}

	/**
	 * Return the patterns of the files that are left out.
	 */
	public List<String> exclude() {
		return this.values.reading.exclude();
	}

	/**
	 * Return the values of placeholders by name.
	 */
	public Map<String, String> placeholders() {
		return this.values.reading.placeholders();
	}

	/**
	 * Return whether <code>${name}</code> is replaced in the files that do not say.
	 * @return whether it is; {@code null} for files of Flyway's layout only
	 */
	public @Nullable Boolean placeholderReplacement() {
		return this.values.reading.placeholderReplacement();
	}

	/**
	 * Return the roles that may own the history table or its schema, besides Slipway's
	 * own, the database's owner and superusers.
	 * @return the names, as PostgreSQL stores them
	 */
	public List<String> trustedRoles() {
		return this.values.trustedRoles;
	}

	/**
	 * Return the role that scripts run as, and that reads and writes the history.
	 * @return the name, as PostgreSQL stores it; {@code null} for the role of the
	 * connection
	 */
	public @Nullable String role() {
		return this.values.role;
	}

	/**
	 * Return how often a server that is not there yet is asked again.
	 */
	public int connectRetries() {
		return this.values.connectRetries;
	}

	/**
	 * Return the longest pause between two of these tries.
	 */
	public Duration connectRetriesInterval() {
		return this.values.connectRetriesInterval;
	}

	/**
	 * Return whether files are applied to a database that another tool has migrated.
	 */
	public boolean ignoreForeignHistory() {
		return this.values.ignoreForeignHistory;
	}

	/**
	 * Return whether a run takes over the history of another tool when there is none of
	 * Slipway's yet.
	 */
	public boolean adoptsAutomatically() {
		return this.values.adoptsAutomatically;
	}

	/**
	 * Return the table of the other tool whose history is taken over.
	 * @return its name, with its schema and a dot before it or without; {@code null} to
	 * look for those that tools make by default
	 */
	public @Nullable String adoptTable() {
		return this.values.adoptTable;
	}

	/**
	 * Return the schemas that {@link Migrator#clean()} empties.
	 * @return the names, as PostgreSQL stores them; empty when it is refused
	 */
	public List<String> cleanSchemas() {
		return this.values.cleanSchemas;
	}

	/**
	 * Return the version that a run stops at.
	 * @return the version; {@code null} for the newest
	 */
	public @Nullable String target() {
		return this.values.target;
	}

	/**
	 * Return the source folder that {@link Migrator#newMigration} writes to.
	 * @return the path; {@code null} when it is found in the folders of a build
	 */
	public @Nullable String sourceFolder() {
		return this.values.sourceFolder;
	}

	/**
	 * Return whether {@link Migrator#newMigration} writes plain numbers as versions.
	 * @return whether it does; {@code null} for timestamps where the layout has them
	 */
	public @Nullable Boolean sequentialVersions() {
		return this.values.sequentialVersions;
	}

	/** How the files are read. */
	ReadingRules reading() {
		return this.values.reading;
	}

	/**
	 * Change the locations.
	 * @param locations Spring resource locations of folders
	 * @return the changed options
	 */
	public MigratorOptions withLocations(String... locations) {
		Values values = this.values.copy();
		values.locations = List.of(locations);
		return new MigratorOptions(values);
	}

	/**
	 * Change the schema of the history table.
	 * @param schema the schema; {@code null} for what the connection says when a run
	 * looks for the table
	 * @param create whether it is created when it is missing, which a schema that the
	 * connection says never is
	 * @return the changed options
	 */
	public MigratorOptions withSchema(@Nullable String schema, boolean create) {
		Values values = this.values.copy();
		values.schema = schema;
		values.createSchema = create;
		return new MigratorOptions(values);
	}

	/**
	 * Change the history table.
	 * @param table the table, without its schema
	 * @return the changed options
	 */
	public MigratorOptions withTable(String table) {
		Values values = this.values.copy();
		values.table = table;
		return new MigratorOptions(values);
	}

	/**
	 * Change the schemas of the scripts' unqualified names.
	 * @param searchPath the schemas, the first of which new objects go to
	 * @return the changed options
	 */
	public MigratorOptions withSearchPath(String... searchPath) {
		Values values = this.values.copy();
		values.searchPath = List.of(searchPath);
		return new MigratorOptions(values);
	}

	/**
	 * Change whether a migration may be applied after a later one.
	 * @param outOfOrder whether it may
	 * @return the changed options
	 */
	public MigratorOptions withOutOfOrder(boolean outOfOrder) {
		Values values = this.values.copy();
		values.outOfOrder = outOfOrder;
		return new MigratorOptions(values);
	}

	/**
	 * Change how long to wait, and how often to try.
	 * @param timeouts the timeouts
	 * @return the changed options
	 */
	public MigratorOptions withTimeouts(Timeouts timeouts) {
		Values values = this.values.copy();
		values.timeouts = timeouts;
		return new MigratorOptions(values);
	}

	/**
	 * Change which further roles may own the history table or its schema. Such a role can
	 * make Slipway run its code.
	 * @param trustedRoles the roles
	 * @return the changed options
	 */
	public MigratorOptions withTrustedRoles(String... trustedRoles) {
		Values values = this.values.copy();
		values.trustedRoles = List.of(trustedRoles);
		return new MigratorOptions(values);
	}

	/**
	 * Change the role that scripts run as, and that reads and writes the history: each
	 * transaction of Slipway's begins with {@code SET LOCAL ROLE}, so that new objects
	 * belong to that role. The role of the connection must be a member of it.
	 * @param role the role; {@code null} or {@code none} for the role of the connection
	 * @return the changed options
	 */
	public MigratorOptions withRole(@Nullable String role) {
		Values values = this.values.copy();
		values.role = "none".equals(role) ? null : role;
		return new MigratorOptions(values);
	}

	/**
	 * Change how often a server that is not there yet is asked again before the history
	 * is read for the first time: one that refuses connections, or starts up, or whose
	 * name is not known. The first pause is a second, and each is twice as long as the
	 * one before.
	 * @param retries how often, 0 for never
	 * @param interval the longest pause
	 * @return the changed options
	 */
	public MigratorOptions withConnectRetries(int retries, Duration interval) {
		Values values = this.values.copy();
		values.connectRetries = retries;
		values.connectRetriesInterval = interval;
		return new MigratorOptions(values);
	}

	/**
	 * Change whether files are applied to a database in which there is the history of
	 * another tool, such as Flyway, and none of Slipway's yet. All files run then, also
	 * those that the other tool has applied.
	 * @param ignore whether they are; otherwise the run is refused
	 * @return the changed options
	 */
	public MigratorOptions withIgnoreForeignHistory(boolean ignore) {
		Values values = this.values.copy();
		values.ignoreForeignHistory = ignore;
		return new MigratorOptions(values);
	}

	/**
	 * Change what is taken over from another tool, such as Flyway.
	 * @param automatically whether {@link Migrator#migrate()} takes it over when there is
	 * no history of Slipway's yet; otherwise {@link Migrator#adopt()} does
	 * @param table the other tool's table, with its schema and a dot before it or
	 * without, each as PostgreSQL stores it or in double quotes; {@code null} to look for
	 * those that tools make by default
	 * @return the changed options
	 * @throws IllegalArgumentException if the table is no such name
	 */
	public MigratorOptions withAdoption(boolean automatically, @Nullable String table) {
		if (table != null) {
			TableName.of(table);
		}
		Values values = this.values.copy();
		values.adoptsAutomatically = automatically;
		values.adoptTable = table;
		return new MigratorOptions(values);
	}

	/**
	 * Allow {@link Migrator#clean()}, which is refused otherwise, and say what it may
	 * empty.
	 * @param schemas the schemas that hold what the service's scripts have made; none to
	 * refuse it
	 * @return the changed options
	 */
	public MigratorOptions withCleanSchemas(String... schemas) {
		Values values = this.values.copy();
		values.cleanSchemas = List.of(schemas);
		return new MigratorOptions(values);
	}

	/**
	 * Change the version that a run stops at: it applies nothing above it but
	 * repeatables, which have no version.
	 * @param target the version, which a file must have; {@code null} for the newest
	 * @return the changed options
	 * @throws IllegalArgumentException if it is no version
	 */
	public MigratorOptions withTarget(@Nullable String target) {
		Values values = this.values.copy();
		values.target = target;
		return new MigratorOptions(values);
	}

	/**
	 * Change which folder new files are written to.
	 * @param folder the path of a folder among the sources, which the build copies to the
	 * location; {@code null} to find it in the folders of a build
	 * @return the changed options
	 */
	public MigratorOptions withSourceFolder(@Nullable String folder) {
		Values values = this.values.copy();
		values.sourceFolder = folder;
		return new MigratorOptions(values);
	}

	/**
	 * Change the versions that new files have.
	 * @param sequential whether each is the number after the last one; otherwise it is
	 * the time; {@code null} for the time where the layout of the files has such versions
	 * @return the changed options
	 */
	public MigratorOptions withSequentialVersions(@Nullable Boolean sequential) {
		Values values = this.values.copy();
		values.sequentialVersions = sequential;
		return new MigratorOptions(values);
	}

	/**
	 * Change the layout of the files.
	 * @param layout the one layout that all files have, which then accepts its own names
	 * and its own marker lines only; {@code null} to recognise it file by file
	 * @return the changed options
	 */
	public MigratorOptions withLayout(@Nullable Layout layout) {
		return withReading(this.values.reading.withLayout(layout));
	}

	/**
	 * Change what becomes of several files with one version.
	 * @param byName whether each is a migration of its own, told apart by its name, and
	 * they run in the order of their names; otherwise they are an error
	 * @return the changed options
	 */
	public MigratorOptions withDuplicateVersionsByName(boolean byName) {
		return withReading(this.values.reading.withDuplicatesByName(byName));
	}

	/**
	 * Change whether files with plain names, such as {@code 001_users.sql}, may stand
	 * among files whose names tell their layout, such as {@code V2__orders.sql}: a tool
	 * that knows only the latter would leave the former alone.
	 * @param mixed whether they may; otherwise they are an error
	 * @return the changed options
	 */
	public MigratorOptions withMixedLayouts(boolean mixed) {
		return withReading(this.values.reading.withMixedLayouts(mixed));
	}

	/**
	 * Change which files are left out.
	 * @param patterns names of files, or the ends of their paths, with the wildcards
	 * {@code ?}, {@code *} and {@code **}; a pattern that no file has is warned of
	 * @return the changed options
	 */
	public MigratorOptions withExclude(String... patterns) {
		return withReading(this.values.reading.withExclude(List.of(patterns)));
	}

	/**
	 * Replace <code>${name}</code> by values. To replace it only in the files that ask
	 * for it with {@code -- slipway: placeholders}, switch
	 * {@link #withPlaceholderReplacement(Boolean)} off afterwards.
	 * @param placeholders the values by name; case does not matter in a name
	 * @return the changed options
	 * @throws IllegalArgumentException if two names differ in case only
	 */
	public MigratorOptions withPlaceholders(Map<String, String> placeholders) {
		return withReading(this.values.reading.withPlaceholders(placeholders).withPlaceholderReplacement(true));
	}

	/**
	 * Change whether <code>${name}</code> is replaced in the files that do not say.
	 * @param replacement whether it is; {@code null} for files of Flyway's layout only,
	 * as Flyway does
	 * @return the changed options
	 */
	public MigratorOptions withPlaceholderReplacement(@Nullable Boolean replacement) {
		return withReading(this.values.reading.withPlaceholderReplacement(replacement));
	}

	private MigratorOptions withReading(ReadingRules changed) {
		Values values = this.values.copy();
		values.reading = changed;
		return new MigratorOptions(values);
	}

	private static void requireLocations(List<String> locations) {
		boolean blank = locations.isEmpty();
		for (String location : locations) {
			blank |= location.isBlank();
		}
		if (blank) {
			throw new IllegalArgumentException("locations must name at least one folder, and none may be blank");
		}
	}

	private static void requireNames(String what, List<String> names) {
		for (String name : names) {
			requireName(what, name);
		}
	}

	private static void requireOwn(List<String> schemas) {
		for (String schema : schemas) {
			if (schema.startsWith("pg_") || schema.equals("information_schema")) {
				throw new IllegalArgumentException(
						"clean schema must not be one of PostgreSQL's own, but is '" + schema + "'");
			}
		}
	}

	private static void requireName(String what, String name) {
		int bytes = name.getBytes(StandardCharsets.UTF_8).length;
		if (bytes == 0 || bytes > LONGEST_NAME || name.indexOf('\0') >= 0) {
			throw new IllegalArgumentException(
					what + " must be a name of 1 to " + LONGEST_NAME + " bytes, but '" + name + "' has " + bytes);
		}
	}

	@Override
	public boolean equals(@Nullable Object other) {
		return other instanceof MigratorOptions options && this.values.all().equals(options.values.all());
	}

	@Override
	public int hashCode() {
		return this.values.all().hashCode();
	}

	/** Without the values of placeholders, which may be secrets. */
	@Override
	public String toString() {
		return "MigratorOptions" + this.values.all();
	}

	/**
	 * The options, so that one more breaks no caller. A copy is changed before options
	 * are made of it, and never afterwards: without lambdas, each of which is a class
	 * that a start has to load.
	 */
	private static final class Values implements Cloneable {

		private final String service;

		private List<String> locations;

		private @Nullable String schema;

		private String table;

		private boolean createSchema;

		private List<String> searchPath = List.of();

		private boolean outOfOrder;

		private Timeouts timeouts = Timeouts.DEFAULT;

		private ReadingRules reading = ReadingRules.DEFAULT;

		private List<String> trustedRoles = List.of();

		private @Nullable String role;

		private int connectRetries;

		private Duration connectRetriesInterval = LONGEST_CONNECT_PAUSE;

		private boolean ignoreForeignHistory;

		private boolean adoptsAutomatically;

		private @Nullable String adoptTable;

		private List<String> cleanSchemas = List.of();

		private @Nullable String target;

		private @Nullable String sourceFolder;

		private @Nullable Boolean sequentialVersions;

		Values(String service) {
			boolean named = !service.isEmpty();
			this.service = service;
			this.locations = List.of(named ? DEFAULT_LOCATION + "/" + service : DEFAULT_LOCATION);
			this.table = named ? DEFAULT_TABLE + "_" + service.replace('-', '_') : DEFAULT_TABLE;
		}

		Values copy() {
			try {
				return (Values) clone();
			}
			catch (CloneNotSupportedException ex) {
				throw new IllegalStateException(ex);
			}
		}

		List<Object> all() {
			return List.of(this.service, this.locations, Optional.ofNullable(this.schema), this.table,
					this.createSchema, this.searchPath, this.outOfOrder, this.timeouts, this.reading, this.trustedRoles,
					Optional.ofNullable(this.role), this.connectRetries, this.connectRetriesInterval,
					this.ignoreForeignHistory, this.adoptsAutomatically, Optional.ofNullable(this.adoptTable),
					this.cleanSchemas, Optional.ofNullable(this.target), Optional.ofNullable(this.sourceFolder),
					Optional.ofNullable(this.sequentialVersions));
		}

	}

}
