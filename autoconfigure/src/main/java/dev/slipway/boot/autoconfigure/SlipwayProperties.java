package dev.slipway.boot.autoconfigure;

import java.lang.reflect.Parameter;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;

import dev.slipway.Layout;
import dev.slipway.MigratorOptions;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName.Form;
import org.springframework.boot.convert.DurationUnit;

/**
 * Configuration of Slipway. What stands directly below {@code slipway} holds for every
 * service that does not say otherwise; <code>{service}</code> in it stands for the
 * service's name. The defaults that stand here, for editors to show, are those of
 * {@link MigratorOptions}: a test compares them.
 *
 * @param enabled Whether to apply migrations when the application starts.
 * @param mode What a start does about pending migrations.
 * @param trigger When a start does it.
 * @param waitTimeout How long a start in mode "wait" waits for another process to apply
 * what is pending.
 * @param dataSource Name of the DataSource bean to migrate. By default the only or the
 * primary one.
 * @param url JDBC URL that migrations connect to, instead of what the DataSource connects
 * to. The placeholder {service} stands for the name of the service. By default that of
 * the DataSource.
 * @param username Role that migrations log in as. The placeholder {service} stands for
 * the name of the service. By default that of the DataSource.
 * @param password Password of that role. By default that of the DataSource, where the
 * role is the same.
 * @param role Role that scripts run as and that reads and writes the history, by SET
 * LOCAL ROLE in each transaction. The placeholder {service} stands for the name of the
 * service. By default the role that migrations log in as.
 * @param connectRetries How often a server that is not there yet is asked again, after
 * pauses that begin with a second and double.
 * @param connectRetriesInterval Longest pause between two of these tries. If a duration
 * suffix is not specified, seconds will be used.
 * @param locations Folders of migrations, as Spring resource locations; sub-folders
 * belong to them. The placeholder {service} stands for the name of the service. By
 * default classpath:db/migration without services, and classpath:db/migration/{service}
 * for each service.
 * @param schema Schema of the history table. The placeholder {service} stands for the
 * name of the service. By default the current schema of the connection.
 * @param createSchema Whether to create the schema of the history table when it is
 * missing.
 * @param table Name of the history table. The placeholder {service} stands for the name
 * of the service. By default schema_migrations without services, and
 * schema_migrations_{service} for each service.
 * @param searchPath Schemas in which unqualified names of the scripts are looked up, the
 * first being where new objects go. The placeholder {service} stands for the name of the
 * service. By default what the connection has.
 * @param outOfOrder Whether a migration may be applied although one with a higher version
 * already is.
 * @param layout Layout that all files have. By default it is recognised file by file.
 * @param duplicateVersions What becomes of several files with one version.
 * @param mixedLayouts Whether files with plain names may stand among those of a tool
 * whose names tell it, such as V2__orders.sql.
 * @param exclude Files to leave out: names, or ends of paths, with the wildcards ?, * and
 * **.
 * @param placeholderReplacement Whether to replace ${name} in files that do not say. A
 * file says so with "-- slipway: placeholders" or "-- slipway: no-placeholders". By
 * default in the files of Flyway's layout only.
 * @param placeholders Values of placeholders, by name. The placeholder {service} in a
 * value stands for the name of the service.
 * @param lockTimeout How long a statement waits for a lock on a table or another object
 * before its migration is rolled back and tried again; 0 for no limit. Everybody who
 * wants the table after it waits behind it.
 * @param lockRetries How often a migration that lost a wait for a lock, a deadlock or a
 * serialization conflict is tried again, after pauses that grow.
 * @param statementTimeout How long a statement may take; 0 for no limit, whatever the
 * role or the database sets.
 * @param lock Configuration of the lock between processes.
 * @param trustedRoles Roles that may own the history table or its schema, besides the one
 * of the connection, the database's owner and superusers.
 * @param ignoreForeignHistory Whether to apply the files to a database that another tool,
 * such as Flyway, has migrated. All of them run then, also those that the other tool has
 * applied.
 * @param adopt Whether a start takes over the history of another tool, such as Flyway,
 * when there is none of Slipway's yet.
 * @param adoptTable Table of the other tool, with its schema and a dot before it or
 * without. The placeholder {service} stands for the name of the service. By default the
 * tables that tools make by default are looked for.
 * @param sourceFolder Folder among the sources that the commands new, renumber and
 * baseline write to. The placeholder {service} stands for the name of the service. By
 * default the folder of the location in src/main/resources.
 * @param newVersion Version that the command new gives to a file. By default a timestamp,
 * where the layout of the files has such versions.
 * @param resetAllowed Whether the command reset may drop what the services own. It never
 * does while the profile prod or production is active.
 * @param parallelism How many databases are migrated at a time. Services of one database
 * follow one another as they are declared. With 1, all services do.
 * @param services Services by name, each with migrations and a history table of its own,
 * migrated in the order in which they are declared.
 */
@ConfigurationProperties("slipway")
record SlipwayProperties(@DefaultValue("true") boolean enabled, @DefaultValue("migrate") Mode mode,
		@DefaultValue("auto") Trigger trigger, @DefaultValue("10m") Duration waitTimeout, @Nullable String dataSource,
		@Nullable String url, @Nullable String username, @Nullable String password, @Nullable String role,
		@DefaultValue("0") int connectRetries,
		@DefaultValue("2m") @DurationUnit(ChronoUnit.SECONDS) Duration connectRetriesInterval,
		@Nullable List<String> locations, @Nullable String schema, @DefaultValue("false") boolean createSchema,
		@Nullable String table, @Nullable List<String> searchPath, @DefaultValue("false") boolean outOfOrder,
		@Nullable Layout layout, @DefaultValue("refuse") DuplicateVersions duplicateVersions,
		@DefaultValue("false") boolean mixedLayouts, @Nullable List<String> exclude,
		@Nullable Boolean placeholderReplacement, @DefaultValue Map<String, String> placeholders,
		@DefaultValue("5s") Duration lockTimeout, @DefaultValue("10") int lockRetries,
		@DefaultValue("0s") Duration statementTimeout, @DefaultValue Lock lock, @Nullable List<String> trustedRoles,
		@DefaultValue("false") boolean ignoreForeignHistory, @DefaultValue("none") Adopt adopt,
		@Nullable String adoptTable, @Nullable String sourceFolder, @Nullable NewVersion newVersion,
		@DefaultValue("false") boolean resetAllowed, @DefaultValue("1") int parallelism,
		@DefaultValue Map<String, Service> services) {

	/** It is no setting of the application's. */
	private static final ConfigurationPropertyName COMMAND = ConfigurationPropertyName.of("slipway.command");

	/**
	 * Create a configuration.
	 * @throws IllegalArgumentException if {@code waitTimeout} or {@code parallelism} is
	 * not positive
	 */
	SlipwayProperties {
		if (waitTimeout.isNegative() || waitTimeout.isZero()) {
			throw new IllegalArgumentException("slipway.wait-timeout must be positive, but is " + waitTimeout);
		}
		if (parallelism < 1) {
			throw new IllegalArgumentException("slipway.parallelism must be positive, but is " + parallelism);
		}
	}

	/** Without what may be a secret. */
	@Override
	public String toString() {
		return "SlipwayProperties" + this.services.keySet();
	}

	/**
	 * Tell whether there is such a property.
	 * @param name a name that begins with {@code slipway}
	 * @return whether a value of that name is used
	 */
	static boolean contains(ConfigurationPropertyName name) {
		if ("services".equals(name.getElement(1, Form.UNIFORM))) {
			return name.getNumberOfElements() < 4 || contains(Service.class, name, 3);
		}
		return contains(SlipwayProperties.class, name, 1) || name.equals(COMMAND);
	}

	private static boolean contains(Class<?> type, ConfigurationPropertyName name, int index) {
		String wanted = name.getElement(index, Form.UNIFORM);
		for (Parameter parameter : parameters(type)) {
			if (parameter.getName().equalsIgnoreCase(wanted)) {
				int next = index + 1;
				return name.getNumberOfElements() == next || name.isNumericIndex(next)
						|| parameter.getType() == Map.class
						|| (parameter.getType() == Lock.class && contains(Lock.class, name, next));
			}
		}
		return false;
	}

	/**
	 * The constructor's, since a native image has it, and not the components of a record.
	 */
	static Parameter[] parameters(Class<?> type) {
		return type.getDeclaredConstructors()[0].getParameters();
	}

	/**
	 * Configuration of the lock between processes.
	 *
	 * @param waitTimeout How long to wait for another process that is migrating.
	 */
	record Lock(@DefaultValue("10m") Duration waitTimeout) {

	}

	/**
	 * Configuration of one service. The annotation is for the metadata, which have
	 * nothing of the values of a map otherwise.
	 *
	 * @param dataSource Name of the DataSource bean to migrate. By default that of
	 * slipway.data-source.
	 * @param url JDBC URL that migrations connect to. By default that of slipway.url,
	 * unless the service has a data-source of its own.
	 * @param username Role that migrations log in as. By default that of
	 * slipway.username, where the URL is the same.
	 * @param password Password of that role. By default that of slipway.password, where
	 * the URL and the role are the same.
	 * @param role Role that scripts run as and that reads and writes the history; none
	 * for the one that migrations log in as. By default that of slipway.role.
	 * @param connectRetries How often a server that is not there yet is asked again. By
	 * default as slipway.connect-retries says.
	 * @param connectRetriesInterval Longest pause between two of these tries. By default
	 * that of slipway.connect-retries-interval.
	 * @param locations Folders of migrations, as Spring resource locations; sub-folders
	 * belong to them. By default those of slipway.locations.
	 * @param schema Schema of the history table. By default that of slipway.schema.
	 * @param createSchema Whether to create the schema of the history table when it is
	 * missing. By default as slipway.create-schema says.
	 * @param table Name of the history table. By default that of slipway.table.
	 * @param searchPath Schemas in which unqualified names of the scripts are looked up,
	 * the first being where new objects go. By default those of slipway.search-path.
	 * @param outOfOrder Whether a migration may be applied although one with a higher
	 * version already is. By default as slipway.out-of-order says.
	 * @param layout Layout that all files have. By default that of slipway.layout.
	 * @param duplicateVersions What becomes of several files with one version. By default
	 * as slipway.duplicate-versions says.
	 * @param mixedLayouts Whether files with plain names may stand among those of a tool
	 * whose names tell it. By default as slipway.mixed-layouts says.
	 * @param exclude Files to leave out. By default those of slipway.exclude.
	 * @param placeholderReplacement Whether to replace ${name} in files that do not say.
	 * By default as slipway.placeholder-replacement says.
	 * @param placeholders Values of placeholders, by name, besides those of
	 * slipway.placeholders and instead of those with the same name.
	 * @param lockTimeout How long a statement waits for a lock. By default that of
	 * slipway.lock-timeout.
	 * @param lockRetries How often a migration that lost a wait for a lock is tried
	 * again. By default as slipway.lock-retries says.
	 * @param statementTimeout How long a statement may take. By default that of
	 * slipway.statement-timeout.
	 * @param trustedRoles Roles that may own the history table or its schema, besides the
	 * one of the connection, the database's owner and superusers. By default those of
	 * slipway.trusted-roles.
	 * @param ignoreForeignHistory Whether to apply the files to a database that another
	 * tool has migrated. By default as slipway.ignore-foreign-history says.
	 * @param adopt Whether a start takes over the history of another tool. By default as
	 * slipway.adopt says.
	 * @param adoptTable Table of the other tool, with its schema and a dot before it or
	 * without. By default that of slipway.adopt-table.
	 * @param sourceFolder Folder among the sources that the commands new, renumber and
	 * baseline write to. By default that of slipway.source-folder.
	 * @param newVersion Version that the command new gives to a file. By default as
	 * slipway.new-version says.
	 */
	@ConfigurationProperties("slipway.services.*")
	record Service(@Nullable String dataSource, @Nullable String url, @Nullable String username,
			@Nullable String password, @Nullable String role, @Nullable Integer connectRetries,
			@Nullable @DurationUnit(ChronoUnit.SECONDS) Duration connectRetriesInterval,
			@Nullable List<String> locations, @Nullable String schema, @Nullable Boolean createSchema,
			@Nullable String table, @Nullable List<String> searchPath, @Nullable Boolean outOfOrder,
			@Nullable Layout layout, @Nullable DuplicateVersions duplicateVersions, @Nullable Boolean mixedLayouts,
			@Nullable List<String> exclude, @Nullable Boolean placeholderReplacement,
			@Nullable Map<String, String> placeholders, @Nullable Duration lockTimeout, @Nullable Integer lockRetries,
			@Nullable Duration statementTimeout, @Nullable List<String> trustedRoles,
			@Nullable Boolean ignoreForeignHistory, @Nullable Adopt adopt, @Nullable String adoptTable,
			@Nullable String sourceFolder, @Nullable NewVersion newVersion) {

		/** Without what may be a secret. */
		@Override
		public String toString() {
			return "Service[dataSource=" + this.dataSource + "]";
		}

	}

	/**
	 * What a start does about pending migrations.
	 */
	enum Mode {

		/** It applies them and goes on. */
		MIGRATE,

		/** It is refused unless everything is applied. Nothing is written. */
		VALIDATE,

		/** It waits until another process has applied them. Nothing is written. */
		WAIT

	}

	/**
	 * When a start does what its mode says.
	 */
	enum Trigger {

		/**
		 * Before the first bean is created that is known to need the schema of a
		 * DataSource, for that DataSource; for all others as with "lifecycle".
		 */
		AUTO,

		/**
		 * Before all beans but those that Spring creates first, such as post-processors.
		 */
		INITIALIZATION,

		/** After all beans are created, before executors, listeners and web servers. */
		LIFECYCLE

	}

	/**
	 * Whether a start takes over the history of another tool.
	 */
	enum Adopt {

		/** It is refused beside such a history. */
		NONE,

		/** What the other tool has applied counts as applied. */
		AUTO

	}

	/**
	 * Versions of new files.
	 */
	enum NewVersion {

		/** The time in UTC. */
		TIMESTAMP,

		/** The number after the last one. */
		SEQUENTIAL

	}

	/**
	 * What becomes of several files with one version.
	 */
	enum DuplicateVersions {

		/** They are an error. */
		REFUSE,

		/** Each is a migration of its own, and its name tells it apart. */
		BY_NAME

	}

}
