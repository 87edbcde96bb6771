package dev.slipway.boot.autoconfigure;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

import javax.sql.DataSource;

import dev.slipway.CodeMigration;
import dev.slipway.Migrator;
import dev.slipway.MigratorOptions;
import dev.slipway.boot.autoconfigure.SlipwayProperties.Service;
import dev.slipway.engine.files.MigrationReader;
import dev.slipway.engine.run.MigrationFiles;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.BeanFactoryUtils;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.service.connection.ConnectionDetails;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertySource;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.context.properties.source.ConfigurationPropertyState;
import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;
import org.springframework.core.env.Environment;
import org.springframework.util.ClassUtils;

/**
 * Makes a migrator of each service of the application: the declared ones in their order,
 * each for the DataSource that it names or for the one that everybody would get, then
 * those that modules bring as beans.
 */
public final class MigratorFactory {

	private final SlipwayProperties properties;

	private final ListableBeanFactory beans;

	private final MigrationFiles resources;

	private final Environment environment;

	private final DeclaredOrder order;

	private final ObjectProvider<Migrator> brought;

	/** Services that connect in the same way have the same one. */
	private final List<OwnConnection> ownConnections = new ArrayList<>();

	/** What {@link SlipwayDataSource} marks, once a service uses it. */
	private @Nullable DataSource marked;

	MigratorFactory(SlipwayProperties properties, ListableBeanFactory beans, MigrationFiles resources,
			Environment environment, ObjectProvider<Migrator> brought) {
		this.properties = properties;
		this.beans = beans;
		this.resources = resources;
		this.environment = environment;
		this.order = new DeclaredOrder(environment);
		this.brought = brought;
	}

	/**
	 * Create the migrators. DataSources that are not used yet are created too.
	 * @return all migrators in the order in which they run
	 * @throws ServiceConfigurationException if a service cannot be used as it is declared
	 */
	public List<Migrator> create() {
		warnOfLeftovers("spring.flyway", Neighbours.FLYWAY);
		warnOfLeftovers("spring.liquibase", Neighbours.LIQUIBASE);
		List<Migrator> migrators = declared();
		return this.beans.containsBean(Neighbours.BEAN)
				? this.beans.getBean(Neighbours.BEAN, Neighbours.class).adapt(migrators) : migrators;
	}

	/** Keep nothing of files that were read and are not needed any more. */
	void forgetFiles() {
		this.resources.forget();
	}

	/** Return how many databases are migrated at a time. */
	public int parallelism() {
		return this.properties.getParallelism();
	}

	private void warnOfLeftovers(String prefix, String type) {
		for (ConfigurationPropertySource source : ConfigurationPropertySources.get(this.environment)) {
			if (source.containsDescendantOf(ConfigurationPropertyName.of(prefix)) == ConfigurationPropertyState.PRESENT
					&& !ClassUtils.isPresent(type, this.resources.getClassLoader())) {
				LeftoverSettings.warn(this.environment, prefix);
				return;
			}
		}
	}

	/** The migrators, whatever else migrates their databases. */
	List<Migrator> declared() {
		List<Migrator> brought = this.brought.orderedStream().toList();
		CodeMigrationBeans code = code();
		List<Migrator> migrators = new ArrayList<>();
		for (String name : this.order.sort(this.properties.getServices().keySet())) {
			migrators.add(migrator(name, this.properties.getServices().get(name)));
		}
		if (this.properties.getServices().isEmpty() && (brought.isEmpty()
				|| (code != null && code.haveOneWithoutService()) || applicationHasMigrations(brought))) {
			migrators.add(migrator("", null));
		}
		List<Migrator> own = List.copyOf(migrators);
		migrators.addAll(brought);
		refuseTwins(migrators);
		if (code != null) {
			migrators = new ArrayList<>(code.share(own, brought));
		}
		if (this.beans.containsBean(ReplacedDataSources.NAME)) {
			this.beans.getBean(ReplacedDataSources.NAME, ReplacedDataSources.class).removeFrom(migrators);
		}
		return migrators;
	}

	private @Nullable CodeMigrationBeans code() {
		ClassLoader loader = this.resources.getClassLoader();
		if (loader != null && ClassUtils.isPresent(FlywayJavaMigrations.TYPE, loader)) {
			FlywayJavaMigrations.refuse(this.beans, loader);
		}
		String[] names = BeanFactoryUtils.beanNamesForTypeIncludingAncestors(this.beans, CodeMigration.class, true,
				false);
		return (names.length > 0) ? new CodeMigrationBeans(this.beans, names) : null;
	}

	/**
	 * A module that brings its migrations must not switch off the application's own. They
	 * may be in a jar that has no entry for their folder.
	 */
	private boolean applicationHasMigrations(List<Migrator> brought) {
		// Whoever says where to migrate means migrations of the application's own.
		if (this.properties.getLocations() != null || this.properties.getDataSource() != null
				|| this.properties.getUrl() != null
				|| this.resources.getResource(MigratorOptions.DEFAULT_LOCATION + "/").exists()) {
			return true;
		}
		List<String> others = new ArrayList<>();
		for (Migrator each : brought) {
			others.addAll(each.getOptions().locations());
		}
		return MigrationReader.hasFiles(MigratorOptions.DEFAULT_LOCATION, others, this.resources);
	}

	private Migrator migrator(String service, @Nullable Service declared) {
		Service own = ServiceOptions.said(declared);
		try {
			return Migrator.of(dataSource(service, own), new ServiceOptions(this.properties).merge(service, own),
					this.resources);
		}
		catch (IllegalArgumentException ex) {
			throw new ServiceConfigurationException(service,
					"cannot be used as it is configured: " + ex.getMessage() + ".",
					"Correct the value below " + ServiceConfigurationException.property(service, "") + "*", ex);
		}
	}

	/**
	 * Whether beans that use some DataSources need the migrations that are done through
	 * another one.
	 * @param migrated what migrations connect through
	 * @param used the DataSources of the application
	 */
	boolean concerns(DataSource migrated, Set<DataSource> used) {
		DataSource application = (migrated instanceof OwnConnection own) ? own.application() : migrated;
		if (application == null || application == this.marked) {
			return true;
		}
		for (DataSource each : used) {
			if (DataSourceTargets.meet(application, each)) {
				return true;
			}
		}
		return false;
	}

	private DataSource dataSource(String service, Service own) {
		String name = (own.getDataSource() != null) ? own.getDataSource() : this.properties.getDataSource();
		DataSource application = (name != null) ? namedDataSource(service, name) : markedOrOnlyDataSource(service);
		if (!isConnectionSaid(own) && !isBeanOfConnection() && application != null) {
			return application;
		}
		boolean marked = application != null && application == this.marked;
		ConnectionSettings settings = ConnectionSettings.find(this.beans, service, this.properties, own, application,
				marked);
		DataSource connection = (settings != null)
				? OwnConnection.of(service, settings, application, this.ownConnections) : application;
		if (connection == null) {
			throw noDataSource(service);
		}
		return connection;
	}

	private boolean isConnectionSaid(Service own) {
		return own.getUrl() != null || own.getUsername() != null || own.getPassword() != null
				|| this.properties.getUrl() != null || this.properties.getUsername() != null
				|| this.properties.getPassword() != null;
	}

	/**
	 * Whether a bean may say how to connect. Spring Boot makes one of the properties of
	 * its DataSource.
	 */
	private boolean isBeanOfConnection() {
		for (String name : BeanFactoryUtils.beanNamesForTypeIncludingAncestors(this.beans, ConnectionDetails.class,
				true, false)) {
			Class<?> type = this.beans.getType(name, false);
			if (type == null || !JdbcConnectionDetails.class.isAssignableFrom(type)) {
				return true;
			}
		}
		return false;
	}

	private @Nullable DataSource markedOrOnlyDataSource(String service) {
		DataSource only = this.beans.getBeanProvider(DataSource.class).getIfUnique();
		// The only one is used whether it is marked or not.
		if (only != null && dataSourceNames().size() <= 1) {
			return only;
		}
		List<String> found = MarkedDataSources.names(this.beans);
		if (found.size() > 1) {
			throw new ServiceConfigurationException(service,
					"cannot tell its DataSource: '" + String.join("', '", found)
							+ "' are marked with @SlipwayDataSource.",
					"Mark one bean only, or set " + ServiceConfigurationException.property(service, "data-source")
							+ " to the name of one.",
					null);
		}
		if (!found.isEmpty()) {
			this.marked = this.beans.getBean(found.get(0), DataSource.class);
			return this.marked;
		}
		return only;
	}

	private DataSource namedDataSource(String service, String name) {
		if (this.beans.containsBean(name) && this.beans.isTypeMatch(name, DataSource.class)) {
			return this.beans.getBean(name, DataSource.class);
		}
		String property = ServiceConfigurationException.property(service, "data-source");
		throw new ServiceConfigurationException(service,
				"has no DataSource: there is no DataSource bean named '" + name + "'. There " + existingDataSources()
						+ ".",
				"Set " + property + " to the name of a DataSource bean, or declare a bean named '" + name + "'.", null);
	}

	private ServiceConfigurationException noDataSource(String service) {
		String property = ServiceConfigurationException.property(service, "data-source");
		String action = dataSourceNames().isEmpty()
				? "Configure spring.datasource.url, or declare a DataSource bean, or set "
						+ ServiceConfigurationException.property(service, "url") + " for migrations alone."
				: "Set " + property + " to the name of the bean to migrate, or mark one bean as @Primary.";
		return new ServiceConfigurationException(service,
				"has no DataSource: it names none, and there " + existingDataSources() + whyNoneIsUsed() + ".", action,
				null);
	}

	private String whyNoneIsUsed() {
		return switch (dataSourceNames().size()) {
			case 0 -> "";
			case 1 -> ", which is no candidate for injection by type";
			default -> ", none of them primary";
		};
	}

	private String existingDataSources() {
		List<String> names = dataSourceNames();
		return switch (names.size()) {
			case 0 -> "is no DataSource bean";
			case 1 -> "is only '" + names.get(0) + "'";
			default -> "are '" + String.join("', '", names) + "'";
		};
	}

	private List<String> dataSourceNames() {
		List<String> names = new ArrayList<>();
		for (String name : BeanFactoryUtils.beanNamesForTypeIncludingAncestors(this.beans, DataSource.class)) {
			if (!name.startsWith("scopedTarget.")) {
				names.add(name);
			}
		}
		names.sort(null);
		return names;
	}

	private static void refuseTwins(List<Migrator> migrators) {
		Set<String> names = new HashSet<>();
		for (Migrator migrator : migrators) {
			String name = migrator.getOptions().service();
			if (!names.add(name)) {
				throw new ServiceConfigurationException(name,
						"is declared twice: by configuration and by a bean, or by two beans.",
						"Give each Migrator bean a name that no other service has.", null);
			}
		}
	}

}
