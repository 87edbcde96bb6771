package dev.slipway.boot.autoconfigure;

import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import dev.slipway.Layout;
import dev.slipway.MigratorOptions;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName.Form;
import org.springframework.boot.convert.DurationUnit;

/**
 * Configuration of Slipway. What stands directly below {@code slipway} holds for every
 * service that does not say otherwise; <code>{service}</code> in it stands for the
 * service's name. The defaults that stand here, for editors to show, are those of
 * {@link MigratorOptions}: a test compares them.
 * <p>
 * With setters, of which a start calls those of what is set. To make an object of its
 * defaults from texts, by a constructor of so many parameters, would take longer than to
 * ask the database whether a migration is pending.
 */
@ConfigurationProperties("slipway")
class SlipwayProperties {

	/** It is no setting of the application's. */
	private static final ConfigurationPropertyName COMMAND = ConfigurationPropertyName.of("slipway.command");

	/**
	 * Whether to apply migrations when the application starts.
	 */
	private boolean enabled = true;

	/**
	 * What a start does about pending migrations.
	 */
	private Mode mode = Mode.MIGRATE;

	/**
	 * When a start does it.
	 */
	private Trigger trigger = Trigger.AUTO;

	/**
	 * Whether migrations are read on a thread of their own while the application's beans
	 * are created, where there is more than one processor.
	 */
	private boolean backgroundReading = true;

	/**
	 * How long a start in mode "wait" waits for another process to apply what is pending.
	 */
	private Duration waitTimeout = Duration.ofMinutes(10);

	/**
	 * Name of the DataSource bean to migrate. By default the only or the primary one.
	 */
	private @Nullable String dataSource;

	/**
	 * JDBC URL that migrations connect to, instead of what the DataSource connects to.
	 * The placeholder {service} stands for the name of the service. By default that of
	 * the DataSource.
	 */
	private @Nullable String url;

	/**
	 * Role that migrations log in as. The placeholder {service} stands for the name of
	 * the service. By default that of the DataSource.
	 */
	private @Nullable String username;

	/**
	 * Password of that role. By default that of the DataSource, where the role is the
	 * same.
	 */
	private @Nullable String password;

	/**
	 * Role that scripts run as and that reads and writes the history, by SET LOCAL ROLE
	 * in each transaction. The placeholder {service} stands for the name of the service.
	 * By default the role that migrations log in as.
	 */
	private @Nullable String role;

	/**
	 * How often a server that is not there yet is asked again, after pauses that begin
	 * with a second and double.
	 */
	private int connectRetries;

	/**
	 * Longest pause between two of these tries. If a duration suffix is not specified,
	 * seconds will be used.
	 */
	@DurationUnit(ChronoUnit.SECONDS)
	private Duration connectRetriesInterval = Duration.ofMinutes(2);

	/**
	 * Folders of migrations, as Spring resource locations; sub-folders belong to them.
	 * The placeholder {service} stands for the name of the service. By default
	 * classpath:db/migration without services, and classpath:db/migration/{service} for
	 * each service.
	 */
	private @Nullable List<String> locations;

	/**
	 * Schema of the history table. The placeholder {service} stands for the name of the
	 * service. By default the current schema of the connection.
	 */
	private @Nullable String schema;

	/**
	 * Whether to create the schema of the history table when it is missing.
	 */
	private boolean createSchema;

	/**
	 * Name of the history table. The placeholder {service} stands for the name of the
	 * service. By default schema_migrations without services, and
	 * schema_migrations_{service} for each service.
	 */
	private @Nullable String table;

	/**
	 * Schemas in which unqualified names of the scripts are looked up, the first being
	 * where new objects go. The placeholder {service} stands for the name of the service.
	 * By default what the connection has.
	 */
	private @Nullable List<String> searchPath;

	/**
	 * Whether a migration may be applied although one with a higher version already is.
	 */
	private boolean outOfOrder;

	/**
	 * Layout that all files have. By default it is recognised file by file.
	 */
	private @Nullable Layout layout;

	/**
	 * What becomes of several files with one version.
	 */
	private DuplicateVersions duplicateVersions = DuplicateVersions.REFUSE;

	/**
	 * Whether files with plain names may stand among those of a tool whose names tell it,
	 * such as V2__orders.sql.
	 */
	private boolean mixedLayouts;

	/**
	 * Files to leave out: names, or ends of paths, with the wildcards ?, * and **.
	 */
	private @Nullable List<String> exclude;

	/**
	 * Whether to replace ${name} in files that do not say. A file says so with "--
	 * slipway: placeholders" or "-- slipway: no-placeholders". By default in the files of
	 * Flyway's layout only.
	 */
	private @Nullable Boolean placeholderReplacement;

	/**
	 * Values of placeholders, by name. The placeholder {service} in a value stands for
	 * the name of the service.
	 */
	private Map<String, String> placeholders = new LinkedHashMap<>();

	/**
	 * How long a statement waits for a lock on a table or another object before its
	 * migration is rolled back and tried again; 0 for no limit. Everybody who wants the
	 * table after it waits behind it.
	 */
	private Duration lockTimeout = Duration.ofSeconds(5);

	/**
	 * How often a migration that lost a wait for a lock, a deadlock or a serialization
	 * conflict is tried again, after pauses that grow.
	 */
	private int lockRetries = 10;

	/**
	 * How long a statement may take; 0 for no limit, whatever the role or the database
	 * sets.
	 */
	private Duration statementTimeout = Duration.ofSeconds(0);

	/**
	 * Configuration of the lock between processes.
	 */
	private final Lock lock = new Lock();

	/**
	 * Roles that may own the history table or its schema, besides the one of the
	 * connection, the database's owner and superusers.
	 */
	private @Nullable List<String> trustedRoles;

	/**
	 * Whether to apply the files to a database that another tool, such as Flyway, has
	 * migrated. All of them run then, also those that the other tool has applied.
	 */
	private boolean ignoreForeignHistory;

	/**
	 * Whether a start takes over the history of another tool, such as Flyway, when there
	 * is none of Slipway's yet.
	 */
	private Adopt adopt = Adopt.NONE;

	/**
	 * Table of the other tool, with its schema and a dot before it or without. The
	 * placeholder {service} stands for the name of the service. By default the tables
	 * that tools make by default are looked for.
	 */
	private @Nullable String adoptTable;

	/**
	 * Folder among the sources that the commands new, renumber and baseline write to. The
	 * placeholder {service} stands for the name of the service. By default the folder of
	 * the location in src/main/resources.
	 */
	private @Nullable String sourceFolder;

	/**
	 * Version that the command new gives to a file. By default a timestamp, where the
	 * layout of the files has such versions.
	 */
	private @Nullable NewVersion newVersion;

	/**
	 * Whether the command reset may drop what the services own. It never does while the
	 * profile prod or production is active.
	 */
	private boolean resetAllowed;

	/**
	 * How many databases are migrated at a time. Services of one database follow one
	 * another as they are declared. With 1, all services do.
	 */
	private int parallelism = 1;

	/**
	 * Services by name, each with migrations and a history table of its own, migrated in
	 * the order in which they are declared.
	 */
	private Map<String, Service> services = new LinkedHashMap<>();

	public boolean isEnabled() {
		return this.enabled;
	}

	public void setEnabled(boolean enabled) {
		this.enabled = enabled;
	}

	public Mode getMode() {
		return this.mode;
	}

	public void setMode(Mode mode) {
		this.mode = mode;
	}

	public Trigger getTrigger() {
		return this.trigger;
	}

	public void setTrigger(Trigger trigger) {
		this.trigger = trigger;
	}

	public boolean isBackgroundReading() {
		return this.backgroundReading;
	}

	public void setBackgroundReading(boolean backgroundReading) {
		this.backgroundReading = backgroundReading;
	}

	public Duration getWaitTimeout() {
		return this.waitTimeout;
	}

	public void setWaitTimeout(Duration waitTimeout) {
		if (waitTimeout.isNegative() || waitTimeout.isZero()) {
			throw new IllegalArgumentException("slipway.wait-timeout must be positive, but is " + waitTimeout);
		}
		this.waitTimeout = waitTimeout;
	}

	public @Nullable String getDataSource() {
		return this.dataSource;
	}

	public void setDataSource(@Nullable String dataSource) {
		this.dataSource = dataSource;
	}

	public @Nullable String getUrl() {
		return this.url;
	}

	public void setUrl(@Nullable String url) {
		this.url = url;
	}

	public @Nullable String getUsername() {
		return this.username;
	}

	public void setUsername(@Nullable String username) {
		this.username = username;
	}

	public @Nullable String getPassword() {
		return this.password;
	}

	public void setPassword(@Nullable String password) {
		this.password = password;
	}

	public @Nullable String getRole() {
		return this.role;
	}

	public void setRole(@Nullable String role) {
		this.role = role;
	}

	public int getConnectRetries() {
		return this.connectRetries;
	}

	public void setConnectRetries(int connectRetries) {
		this.connectRetries = connectRetries;
	}

	public Duration getConnectRetriesInterval() {
		return this.connectRetriesInterval;
	}

	public void setConnectRetriesInterval(Duration connectRetriesInterval) {
		this.connectRetriesInterval = connectRetriesInterval;
	}

	public @Nullable List<String> getLocations() {
		return this.locations;
	}

	public void setLocations(@Nullable List<String> locations) {
		this.locations = locations;
	}

	public @Nullable String getSchema() {
		return this.schema;
	}

	public void setSchema(@Nullable String schema) {
		this.schema = schema;
	}

	public boolean isCreateSchema() {
		return this.createSchema;
	}

	public void setCreateSchema(boolean createSchema) {
		this.createSchema = createSchema;
	}

	public @Nullable String getTable() {
		return this.table;
	}

	public void setTable(@Nullable String table) {
		this.table = table;
	}

	public @Nullable List<String> getSearchPath() {
		return this.searchPath;
	}

	public void setSearchPath(@Nullable List<String> searchPath) {
		this.searchPath = searchPath;
	}

	public boolean isOutOfOrder() {
		return this.outOfOrder;
	}

	public void setOutOfOrder(boolean outOfOrder) {
		this.outOfOrder = outOfOrder;
	}

	public @Nullable Layout getLayout() {
		return this.layout;
	}

	public void setLayout(@Nullable Layout layout) {
		this.layout = layout;
	}

	public DuplicateVersions getDuplicateVersions() {
		return this.duplicateVersions;
	}

	public void setDuplicateVersions(DuplicateVersions duplicateVersions) {
		this.duplicateVersions = duplicateVersions;
	}

	public boolean isMixedLayouts() {
		return this.mixedLayouts;
	}

	public void setMixedLayouts(boolean mixedLayouts) {
		this.mixedLayouts = mixedLayouts;
	}

	public @Nullable List<String> getExclude() {
		return this.exclude;
	}

	public void setExclude(@Nullable List<String> exclude) {
		this.exclude = exclude;
	}

	public @Nullable Boolean getPlaceholderReplacement() {
		return this.placeholderReplacement;
	}

	public void setPlaceholderReplacement(@Nullable Boolean placeholderReplacement) {
		this.placeholderReplacement = placeholderReplacement;
	}

	public Map<String, String> getPlaceholders() {
		return this.placeholders;
	}

	public void setPlaceholders(Map<String, String> placeholders) {
		this.placeholders = placeholders;
	}

	public Duration getLockTimeout() {
		return this.lockTimeout;
	}

	public void setLockTimeout(Duration lockTimeout) {
		this.lockTimeout = lockTimeout;
	}

	public int getLockRetries() {
		return this.lockRetries;
	}

	public void setLockRetries(int lockRetries) {
		this.lockRetries = lockRetries;
	}

	public Duration getStatementTimeout() {
		return this.statementTimeout;
	}

	public void setStatementTimeout(Duration statementTimeout) {
		this.statementTimeout = statementTimeout;
	}

	public Lock getLock() {
		return this.lock;
	}

	public @Nullable List<String> getTrustedRoles() {
		return this.trustedRoles;
	}

	public void setTrustedRoles(@Nullable List<String> trustedRoles) {
		this.trustedRoles = trustedRoles;
	}

	public boolean isIgnoreForeignHistory() {
		return this.ignoreForeignHistory;
	}

	public void setIgnoreForeignHistory(boolean ignoreForeignHistory) {
		this.ignoreForeignHistory = ignoreForeignHistory;
	}

	public Adopt getAdopt() {
		return this.adopt;
	}

	public void setAdopt(Adopt adopt) {
		this.adopt = adopt;
	}

	public @Nullable String getAdoptTable() {
		return this.adoptTable;
	}

	public void setAdoptTable(@Nullable String adoptTable) {
		this.adoptTable = adoptTable;
	}

	public @Nullable String getSourceFolder() {
		return this.sourceFolder;
	}

	public void setSourceFolder(@Nullable String sourceFolder) {
		this.sourceFolder = sourceFolder;
	}

	public @Nullable NewVersion getNewVersion() {
		return this.newVersion;
	}

	public void setNewVersion(@Nullable NewVersion newVersion) {
		this.newVersion = newVersion;
	}

	public boolean isResetAllowed() {
		return this.resetAllowed;
	}

	public void setResetAllowed(boolean resetAllowed) {
		this.resetAllowed = resetAllowed;
	}

	public int getParallelism() {
		return this.parallelism;
	}

	public void setParallelism(int parallelism) {
		if (parallelism < 1) {
			throw new IllegalArgumentException("slipway.parallelism must be positive, but is " + parallelism);
		}
		this.parallelism = parallelism;
	}

	public Map<String, Service> getServices() {
		return this.services;
	}

	public void setServices(Map<String, Service> services) {
		this.services = services;
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
		for (Map.Entry<String, Class<?>> property : properties(type).entrySet()) {
			if (property.getKey().equalsIgnoreCase(wanted)) {
				int next = index + 1;
				return name.getNumberOfElements() == next || name.isNumericIndex(next)
						|| property.getValue() == Map.class
						|| (property.getValue() == Lock.class && contains(Lock.class, name, next));
			}
		}
		return false;
	}

	/**
	 * Return the properties of a configuration, in the order of their names. By the
	 * methods that read them, since a native image has these.
	 * @param type this class or {@link Service}
	 * @return the type of each by its name
	 */
	static Map<String, Class<?>> properties(Class<?> type) {
		Map<String, Class<?>> properties = new TreeMap<>();
		for (Method method : type.getDeclaredMethods()) {
			String name = method.getName();
			int begin = name.startsWith("get") ? 3 : name.startsWith("is") ? 2 : 0;
			if (begin > 0 && Modifier.isPublic(method.getModifiers())) {
				properties.put(Character.toLowerCase(name.charAt(begin)) + name.substring(begin + 1),
						method.getReturnType());
			}
		}
		return properties;
	}

	/**
	 * Configuration of the lock between processes.
	 */
	static class Lock {

		/**
		 * How long to wait for another process that is migrating.
		 */
		private Duration waitTimeout = Duration.ofMinutes(10);

		public Duration getWaitTimeout() {
			return this.waitTimeout;
		}

		public void setWaitTimeout(Duration waitTimeout) {
			this.waitTimeout = waitTimeout;
		}

	}

	/**
	 * Configuration of one service. The annotation is for the metadata, which have
	 * nothing of the values of a map otherwise.
	 */
	@ConfigurationProperties("slipway.services.*")
	static class Service {

		/**
		 * Name of the DataSource bean to migrate. By default that of slipway.data-source.
		 */
		private @Nullable String dataSource;

		/**
		 * JDBC URL that migrations connect to. By default that of slipway.url, unless the
		 * service has a data-source of its own.
		 */
		private @Nullable String url;

		/**
		 * Role that migrations log in as. By default that of slipway.username, where the
		 * URL is the same.
		 */
		private @Nullable String username;

		/**
		 * Password of that role. By default that of slipway.password, where the URL and
		 * the role are the same.
		 */
		private @Nullable String password;

		/**
		 * Role that scripts run as and that reads and writes the history; none for the
		 * one that migrations log in as. By default that of slipway.role.
		 */
		private @Nullable String role;

		/**
		 * How often a server that is not there yet is asked again. By default as
		 * slipway.connect-retries says.
		 */
		private @Nullable Integer connectRetries;

		/**
		 * Longest pause between two of these tries. By default that of
		 * slipway.connect-retries-interval.
		 */
		@DurationUnit(ChronoUnit.SECONDS)
		private @Nullable Duration connectRetriesInterval;

		/**
		 * Folders of migrations, as Spring resource locations; sub-folders belong to
		 * them. By default those of slipway.locations.
		 */
		private @Nullable List<String> locations;

		/**
		 * Schema of the history table. By default that of slipway.schema.
		 */
		private @Nullable String schema;

		/**
		 * Whether to create the schema of the history table when it is missing. By
		 * default as slipway.create-schema says.
		 */
		private @Nullable Boolean createSchema;

		/**
		 * Name of the history table. By default that of slipway.table.
		 */
		private @Nullable String table;

		/**
		 * Schemas in which unqualified names of the scripts are looked up, the first
		 * being where new objects go. By default those of slipway.search-path.
		 */
		private @Nullable List<String> searchPath;

		/**
		 * Whether a migration may be applied although one with a higher version already
		 * is. By default as slipway.out-of-order says.
		 */
		private @Nullable Boolean outOfOrder;

		/**
		 * Layout that all files have. By default that of slipway.layout.
		 */
		private @Nullable Layout layout;

		/**
		 * What becomes of several files with one version. By default as
		 * slipway.duplicate-versions says.
		 */
		private @Nullable DuplicateVersions duplicateVersions;

		/**
		 * Whether files with plain names may stand among those of a tool whose names tell
		 * it. By default as slipway.mixed-layouts says.
		 */
		private @Nullable Boolean mixedLayouts;

		/**
		 * Files to leave out. By default those of slipway.exclude.
		 */
		private @Nullable List<String> exclude;

		/**
		 * Whether to replace ${name} in files that do not say. By default as
		 * slipway.placeholder-replacement says.
		 */
		private @Nullable Boolean placeholderReplacement;

		/**
		 * Values of placeholders, by name, besides those of slipway.placeholders and
		 * instead of those with the same name.
		 */
		private @Nullable Map<String, String> placeholders;

		/**
		 * How long a statement waits for a lock. By default that of slipway.lock-timeout.
		 */
		private @Nullable Duration lockTimeout;

		/**
		 * How often a migration that lost a wait for a lock is tried again. By default as
		 * slipway.lock-retries says.
		 */
		private @Nullable Integer lockRetries;

		/**
		 * How long a statement may take. By default that of slipway.statement-timeout.
		 */
		private @Nullable Duration statementTimeout;

		/**
		 * Roles that may own the history table or its schema, besides the one of the
		 * connection, the database's owner and superusers. By default those of
		 * slipway.trusted-roles.
		 */
		private @Nullable List<String> trustedRoles;

		/**
		 * Whether to apply the files to a database that another tool has migrated. By
		 * default as slipway.ignore-foreign-history says.
		 */
		private @Nullable Boolean ignoreForeignHistory;

		/**
		 * Whether a start takes over the history of another tool. By default as
		 * slipway.adopt says.
		 */
		private @Nullable Adopt adopt;

		/**
		 * Table of the other tool, with its schema and a dot before it or without. By
		 * default that of slipway.adopt-table.
		 */
		private @Nullable String adoptTable;

		/**
		 * Folder among the sources that the commands new, renumber and baseline write to.
		 * By default that of slipway.source-folder.
		 */
		private @Nullable String sourceFolder;

		/**
		 * Version that the command new gives to a file. By default as slipway.new-version
		 * says.
		 */
		private @Nullable NewVersion newVersion;

		public @Nullable String getDataSource() {
			return this.dataSource;
		}

		public void setDataSource(@Nullable String dataSource) {
			this.dataSource = dataSource;
		}

		public @Nullable String getUrl() {
			return this.url;
		}

		public void setUrl(@Nullable String url) {
			this.url = url;
		}

		public @Nullable String getUsername() {
			return this.username;
		}

		public void setUsername(@Nullable String username) {
			this.username = username;
		}

		public @Nullable String getPassword() {
			return this.password;
		}

		public void setPassword(@Nullable String password) {
			this.password = password;
		}

		public @Nullable String getRole() {
			return this.role;
		}

		public void setRole(@Nullable String role) {
			this.role = role;
		}

		public @Nullable Integer getConnectRetries() {
			return this.connectRetries;
		}

		public void setConnectRetries(@Nullable Integer connectRetries) {
			this.connectRetries = connectRetries;
		}

		public @Nullable Duration getConnectRetriesInterval() {
			return this.connectRetriesInterval;
		}

		public void setConnectRetriesInterval(@Nullable Duration connectRetriesInterval) {
			this.connectRetriesInterval = connectRetriesInterval;
		}

		public @Nullable List<String> getLocations() {
			return this.locations;
		}

		public void setLocations(@Nullable List<String> locations) {
			this.locations = locations;
		}

		public @Nullable String getSchema() {
			return this.schema;
		}

		public void setSchema(@Nullable String schema) {
			this.schema = schema;
		}

		public @Nullable Boolean getCreateSchema() {
			return this.createSchema;
		}

		public void setCreateSchema(@Nullable Boolean createSchema) {
			this.createSchema = createSchema;
		}

		public @Nullable String getTable() {
			return this.table;
		}

		public void setTable(@Nullable String table) {
			this.table = table;
		}

		public @Nullable List<String> getSearchPath() {
			return this.searchPath;
		}

		public void setSearchPath(@Nullable List<String> searchPath) {
			this.searchPath = searchPath;
		}

		public @Nullable Boolean getOutOfOrder() {
			return this.outOfOrder;
		}

		public void setOutOfOrder(@Nullable Boolean outOfOrder) {
			this.outOfOrder = outOfOrder;
		}

		public @Nullable Layout getLayout() {
			return this.layout;
		}

		public void setLayout(@Nullable Layout layout) {
			this.layout = layout;
		}

		public @Nullable DuplicateVersions getDuplicateVersions() {
			return this.duplicateVersions;
		}

		public void setDuplicateVersions(@Nullable DuplicateVersions duplicateVersions) {
			this.duplicateVersions = duplicateVersions;
		}

		public @Nullable Boolean getMixedLayouts() {
			return this.mixedLayouts;
		}

		public void setMixedLayouts(@Nullable Boolean mixedLayouts) {
			this.mixedLayouts = mixedLayouts;
		}

		public @Nullable List<String> getExclude() {
			return this.exclude;
		}

		public void setExclude(@Nullable List<String> exclude) {
			this.exclude = exclude;
		}

		public @Nullable Boolean getPlaceholderReplacement() {
			return this.placeholderReplacement;
		}

		public void setPlaceholderReplacement(@Nullable Boolean placeholderReplacement) {
			this.placeholderReplacement = placeholderReplacement;
		}

		public @Nullable Map<String, String> getPlaceholders() {
			return this.placeholders;
		}

		public void setPlaceholders(@Nullable Map<String, String> placeholders) {
			this.placeholders = placeholders;
		}

		public @Nullable Duration getLockTimeout() {
			return this.lockTimeout;
		}

		public void setLockTimeout(@Nullable Duration lockTimeout) {
			this.lockTimeout = lockTimeout;
		}

		public @Nullable Integer getLockRetries() {
			return this.lockRetries;
		}

		public void setLockRetries(@Nullable Integer lockRetries) {
			this.lockRetries = lockRetries;
		}

		public @Nullable Duration getStatementTimeout() {
			return this.statementTimeout;
		}

		public void setStatementTimeout(@Nullable Duration statementTimeout) {
			this.statementTimeout = statementTimeout;
		}

		public @Nullable List<String> getTrustedRoles() {
			return this.trustedRoles;
		}

		public void setTrustedRoles(@Nullable List<String> trustedRoles) {
			this.trustedRoles = trustedRoles;
		}

		public @Nullable Boolean getIgnoreForeignHistory() {
			return this.ignoreForeignHistory;
		}

		public void setIgnoreForeignHistory(@Nullable Boolean ignoreForeignHistory) {
			this.ignoreForeignHistory = ignoreForeignHistory;
		}

		public @Nullable Adopt getAdopt() {
			return this.adopt;
		}

		public void setAdopt(@Nullable Adopt adopt) {
			this.adopt = adopt;
		}

		public @Nullable String getAdoptTable() {
			return this.adoptTable;
		}

		public void setAdoptTable(@Nullable String adoptTable) {
			this.adoptTable = adoptTable;
		}

		public @Nullable String getSourceFolder() {
			return this.sourceFolder;
		}

		public void setSourceFolder(@Nullable String sourceFolder) {
			this.sourceFolder = sourceFolder;
		}

		public @Nullable NewVersion getNewVersion() {
			return this.newVersion;
		}

		public void setNewVersion(@Nullable NewVersion newVersion) {
			this.newVersion = newVersion;
		}

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
