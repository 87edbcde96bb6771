package dev.slipway.boot.autoconfigure;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;

import dev.slipway.Migrator;
import dev.slipway.MigratorOptions;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.BeanFactoryUtils;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.core.env.Environment;
import org.springframework.util.ClassUtils;

/**
 * Flyway and Liquibase in the same application. Both may migrate the same database as
 * long as each has files of its own: they come first, and their histories are then no
 * surprise. Where one of them would run the files of a service, the start is refused
 * before either has run.
 */
final class Neighbours implements BeanPostProcessor {

	static final String BEAN = "slipwayNeighbours";

	static final String FLYWAY = "org.flywaydb.core.Flyway";

	static final String LIQUIBASE = "liquibase.integration.spring.SpringLiquibase";

	/** What runs Flyway when it is created. */
	static final String FLYWAY_RUN = "org.springframework.boot.flyway.autoconfigure.FlywayMigrationInitializer";

	private static final String CHANGE_LOG = "classpath:/db/changelog/db.changelog-master.yaml";

	private final ConfigurableListableBeanFactory beans;

	private final Environment environment;

	private final Supplier<List<Migrator>> migrators;

	private final @Nullable Class<?> flyway;

	private final @Nullable Class<?> liquibase;

	/**
	 * Create neighbours.
	 * @param migrators makes the services, whatever else migrates their databases
	 */
	Neighbours(ConfigurableListableBeanFactory beans, Environment environment, Supplier<List<Migrator>> migrators) {
		this.beans = beans;
		this.environment = environment;
		this.migrators = migrators;
		this.flyway = type(FLYWAY, beans.getBeanClassLoader());
		this.liquibase = type(LIQUIBASE, beans.getBeanClassLoader());
	}

	/** The names of the beans that run them when they are created. */
	static List<String> initializers(ConfigurableListableBeanFactory beans) {
		List<String> names = new ArrayList<>();
		for (String type : List.of(FLYWAY_RUN, LIQUIBASE)) {
			Class<?> known = type(type, beans.getBeanClassLoader());
			names.addAll((known != null) ? List.of(beans.getBeanNamesForType(known, true, false)) : List.of());
		}
		return names;
	}

	private static @Nullable Class<?> type(String name, @Nullable ClassLoader loader) {
		return ClassUtils.isPresent(name, loader) ? ClassUtils.resolveClassName(name, loader) : null;
	}

	/** Each is known then, and has not run. */
	@Override
	public Object postProcessBeforeInitialization(Object bean, String name) {
		boolean isFlyway = this.flyway != null && this.flyway.isInstance(bean);
		if (isFlyway || (this.liquibase != null && this.liquibase.isInstance(bean))) {
			refuse(isFlyway ? Neighbour.flyway(bean) : Neighbour.liquibase(bean), this.migrators.get());
		}
		return bean;
	}

	/**
	 * Change the options of what shares a database with one of them.
	 * @param migrators all services
	 * @return the services, those not to be surprised by a history that is expected
	 * @throws ServiceConfigurationException if one of them would run the files of a
	 * service
	 */
	List<Migrator> adapt(List<Migrator> migrators) {
		List<Neighbour> neighbours = find();
		List<Migrator> adapted = new ArrayList<>(migrators);
		for (Neighbour neighbour : neighbours) {
			refuse(neighbour, migrators);
			adapted.replaceAll((each) -> neighbour.shares(each.getDataSource())
					? each.withOptions(each.getOptions().withIgnoreForeignHistory(true)) : each);
		}
		return adapted;
	}

	/** Nothing that has not run before runs for that. */
	private List<Neighbour> find() {
		List<Neighbour> neighbours = new ArrayList<>();
		for (String name : names(this.beans, this.flyway)) {
			neighbours.add(Neighbour.flyway(this.beans.getBean(name)));
		}
		for (String name : names(this.beans, this.liquibase)) {
			neighbours.add(this.beans.containsSingleton(name) ? Neighbour.liquibase(this.beans.getBean(name))
					: new Neighbour("Liquibase", null,
							List.of(this.environment.getProperty("spring.liquibase.change-log", CHANGE_LOG))));
		}
		return neighbours;
	}

	private static String[] names(ListableBeanFactory beans, @Nullable Class<?> type) {
		return (type != null) ? BeanFactoryUtils.beanNamesForTypeIncludingAncestors(beans, type, true, false)
				: new String[0];
	}

	private static void refuse(Neighbour neighbour, List<Migrator> migrators) {
		for (Migrator migrator : migrators) {
			MigratorOptions options = migrator.getOptions();
			String location = neighbour.shares(migrator.getDataSource()) ? neighbour.sharedLocation(options) : null;
			if (location != null) {
				throw new ServiceConfigurationException(options.service(), refusal(neighbour, location),
						advice(neighbour, options.service()), null);
			}
		}
	}

	private static String refusal(Neighbour neighbour, String location) {
		return "and " + neighbour.tool() + " would both migrate the same database with the files of " + location
				+ ": each of them would run twice.";
	}

	private static String advice(Neighbour neighbour, String service) {
		String setting = "spring." + neighbour.tool().toLowerCase(Locale.ROOT);
		return "Decide which of the two is to run these files. For Slipway, remove the dependency on "
				+ neighbour.tool() + " or set " + setting + ".enabled=false. For " + neighbour.tool() + ", set "
				+ ServiceConfigurationException.property(service, "locations")
				+ " to a folder with other files, or slipway.enabled=false.";
	}

}
