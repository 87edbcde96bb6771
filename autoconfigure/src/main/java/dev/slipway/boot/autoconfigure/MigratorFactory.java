package dev.slipway.boot.autoconfigure;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;

import dev.slipway.Migrator;
import dev.slipway.MigratorOptions;
import dev.slipway.boot.autoconfigure.SlipwayProperties.Service;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.core.env.Environment;
import org.springframework.core.io.ResourceLoader;

/**
 * Makes a migrator of each service of the application: the declared ones in their order,
 * then those that modules bring as beans.
 */
public final class MigratorFactory {

	private final SlipwayProperties properties;

	private final DataSources dataSources;

	private final ResourceLoader resources;

	private final DeclaredOrder order;

	private final ObjectProvider<Migrator> brought;

	MigratorFactory(SlipwayProperties properties, DataSources dataSources, ResourceLoader resources,
			Environment environment, ObjectProvider<Migrator> brought) {
		this.properties = properties;
		this.dataSources = dataSources;
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
			migrators.add(named(name, this.properties.services().get(name)));
		}
		if (this.properties.services().isEmpty() && (brought.isEmpty() || applicationHasMigrations())) {
			migrators.add(migrator("", this.properties.dataSource(), new ServiceOptions(this.properties)::unnamed));
		}
		migrators.addAll(brought);
		refuseTwins(migrators);
		return migrators;
	}

	/** A module that brings its migrations must not switch off the application's own. */
	private boolean applicationHasMigrations() {
		return this.properties.locations() != null
				|| this.resources.getResource(MigratorOptions.DEFAULT_LOCATION + "/").exists();
	}

	/**
	 * A service of which nothing is said, as in "services.billing:", is bound as null.
	 */
	private Migrator named(String name, @Nullable Service service) {
		Service declared = (service != null) ? service : ServiceOptions.SILENT;
		String dataSource = (declared.dataSource() != null) ? declared.dataSource() : this.properties.dataSource();
		return migrator(name, dataSource, () -> new ServiceOptions(this.properties).named(name, declared));
	}

	private Migrator migrator(String service, @Nullable String dataSource, Supplier<MigratorOptions> options) {
		try {
			return Migrator.of(this.dataSources.find(service, dataSource), options.get(), this.resources);
		}
		catch (IllegalArgumentException ex) {
			throw new ServiceConfigurationException(service,
					"cannot be used as it is configured: " + ex.getMessage() + ".",
					"Correct the value below " + ServiceConfigurationException.property(service, "") + "*", ex);
		}
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
