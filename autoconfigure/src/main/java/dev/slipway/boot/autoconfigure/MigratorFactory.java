package dev.slipway.boot.autoconfigure;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

import javax.sql.DataSource;

import dev.slipway.Migrator;
import dev.slipway.MigratorOptions;
import dev.slipway.boot.autoconfigure.SlipwayProperties.Service;
import dev.slipway.engine.files.MigrationReader;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.core.env.Environment;
import org.springframework.core.io.ResourceLoader;

/**
 * Makes a migrator of each service of the application: the declared ones in their order,
 * each for the DataSource that it names or for the one that everybody would get, then
 * those that modules bring as beans.
 */
public final class MigratorFactory {

	private final SlipwayProperties properties;

	private final ListableBeanFactory beans;

	private final ResourceLoader resources;

	private final DeclaredOrder order;

	private final ObjectProvider<Migrator> brought;

	MigratorFactory(SlipwayProperties properties, ListableBeanFactory beans, ResourceLoader resources,
			Environment environment, ObjectProvider<Migrator> brought) {
		this.properties = properties;
		this.beans = beans;
		this.resources = resources;
		this.order = new DeclaredOrder(environment);
		this.brought = brought;
	}

	/**
	 * Create the migrators. DataSources that are not used yet are created too.
	 * @return all migrators in the order in which they run
	 * @throws ServiceConfigurationException if a service cannot be used as it is declared
	 */
	public List<Migrator> create() {
		List<Migrator> brought = this.brought.orderedStream().toList();
		List<Migrator> migrators = new ArrayList<>();
		for (String name : this.order.sort(this.properties.services().keySet())) {
			migrators.add(migrator(name, this.properties.services().get(name)));
		}
		if (this.properties.services().isEmpty() && (brought.isEmpty() || applicationHasMigrations(brought))) {
			migrators.add(migrator("", null));
		}
		migrators.addAll(brought);
		refuseTwins(migrators);
		if (this.beans.containsBean(ReplacedDataSources.NAME)) {
			this.beans.getBean(ReplacedDataSources.NAME, ReplacedDataSources.class).removeFrom(migrators);
		}
		return migrators;
	}

	/**
	 * A module that brings its migrations must not switch off the application's own. They
	 * may be in a jar that has no entry for their folder.
	 */
	private boolean applicationHasMigrations(List<Migrator> brought) {
		if (this.properties.locations() != null
				|| this.resources.getResource(MigratorOptions.DEFAULT_LOCATION + "/").exists()) {
			return true;
		}
		List<String> others = new ArrayList<>();
		for (Migrator each : brought) {
			others.addAll(each.getOptions().locations());
		}
		return MigrationReader.hasFiles(MigratorOptions.DEFAULT_LOCATION, others, this.resources);
	}

	/**
	 * Nothing is said of the unnamed service, nor of a declared one as in
	 * "services.billing:", which is bound as null.
	 */
	private Migrator migrator(String service, @Nullable Service declared) {
		Service own = (declared != null) ? declared : ServiceOptions.SILENT;
		String dataSource = (own.dataSource() != null) ? own.dataSource() : this.properties.dataSource();
		try {
			return Migrator.of(dataSource(service, dataSource), new ServiceOptions(this.properties).merge(service, own),
					this.resources);
		}
		catch (IllegalArgumentException ex) {
			throw new ServiceConfigurationException(service,
					"cannot be used as it is configured: " + ex.getMessage() + ".",
					"Correct the value below " + ServiceConfigurationException.property(service, "") + "*", ex);
		}
	}

	private DataSource dataSource(String service, @Nullable String name) {
		return (name != null) ? namedDataSource(service, name) : onlyDataSource(service);
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

	private DataSource onlyDataSource(String service) {
		DataSource only = this.beans.getBeanProvider(DataSource.class).getIfUnique();
		if (only != null) {
			return only;
		}
		String property = ServiceConfigurationException.property(service, "data-source");
		String action = dataSourceNames().isEmpty() ? "Configure spring.datasource.url, or declare a DataSource bean."
				: "Set " + property + " to the name of the bean to migrate, or mark one bean as @Primary.";
		throw new ServiceConfigurationException(service,
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
		return Arrays.stream(this.beans.getBeanNamesForType(DataSource.class))
			.filter((name) -> !name.startsWith("scopedTarget."))
			.sorted()
			.toList();
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
