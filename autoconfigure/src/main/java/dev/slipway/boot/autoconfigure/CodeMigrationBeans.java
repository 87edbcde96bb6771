package dev.slipway.boot.autoconfigure;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import dev.slipway.CodeMigration;
import dev.slipway.Migrator;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.BeansException;
import org.springframework.beans.factory.BeanCurrentlyInCreationException;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.util.ClassUtils;

/**
 * The code migrations of an application, which are created when this is: just before they
 * are needed.
 */
final class CodeMigrationBeans {

	private final Map<String, CodeMigration> migrations = new LinkedHashMap<>();

	/**
	 * Create the beans.
	 * @param names their names
	 * @throws ServiceConfigurationException if one is given what is itself created after
	 * the migrations
	 */
	CodeMigrationBeans(ListableBeanFactory beans, String[] names) {
		for (String name : names) {
			this.migrations.put(name, create(beans, name));
		}
	}

	private static CodeMigration create(ListableBeanFactory beans, String name) {
		try {
			return beans.getBean(name, CodeMigration.class);
		}
		catch (BeansException ex) {
			if (ex.contains(BeanCurrentlyInCreationException.class)) {
				throw cycle(name, "a bean", ex);
			}
			throw ex;
		}
	}

	/**
	 * Say that a code migration needs what needs the migrations.
	 * @param name the name of the bean
	 * @param dependent the bean that it needs
	 * @param cause how that was seen, if it was while it was created
	 */
	static ServiceConfigurationException cycle(String name, String dependent, @Nullable BeansException cause) {
		return new ServiceConfigurationException("",
				"cannot create the code migration '" + name + "' before the migrations run: it is given " + dependent
						+ ", itself or through others, and that is created after them.",
				"Take from '" + name + "' what uses the database, such as a JdbcTemplate or a repository. The only"
						+ " connection to use is the JdbcClient that migrate(JdbcClient) is given.",
				cause);
	}

	/**
	 * Return whether one belongs to the application's own service, whichever that is.
	 */
	boolean haveOneWithoutService() {
		for (CodeMigration migration : this.migrations.values()) {
			if (migration.service() == null) {
				return true;
			}
		}
		return false;
	}

	/**
	 * Give each to the migrator of its service.
	 * @param own the migrators of the application's own services
	 * @param brought the migrators of modules
	 * @return all migrators, in this order
	 * @throws ServiceConfigurationException if the service of one cannot be told, or does
	 * not exist
	 */
	List<Migrator> share(List<Migrator> own, List<Migrator> brought) {
		List<Migrator> migrators = new ArrayList<>(own);
		migrators.addAll(brought);
		Map<String, List<CodeMigration>> ofServices = new LinkedHashMap<>();
		for (Map.Entry<String, CodeMigration> bean : this.migrations.entrySet()) {
			String service = service(bean.getKey(), bean.getValue(), own, migrators);
			ofServices.computeIfAbsent(service, (name) -> new ArrayList<>()).add(bean.getValue());
		}
		migrators.replaceAll((migrator) -> {
			List<CodeMigration> code = ofServices.get(migrator.getOptions().service());
			return (code != null) ? migrator.withCodeMigrations(code) : migrator;
		});
		return migrators;
	}

	private static String name(Migrator migrator) {
		String service = migrator.getOptions().service();
		return service.isEmpty() ? "the unnamed one" : "'" + service + "'";
	}

	private static String service(String name, CodeMigration migration, List<Migrator> own, List<Migrator> all) {
		String wanted = migration.service();
		if (wanted == null && own.size() == 1) {
			return own.get(0).getOptions().service();
		}
		List<String> services = new ArrayList<>();
		List<String> shown = new ArrayList<>();
		for (Migrator migrator : all) {
			services.add(migrator.getOptions().service());
			shown.add(name(migrator));
		}
		if (wanted != null && services.contains(wanted)) {
			return wanted;
		}
		String type = ClassUtils.getUserClass(migration).getName();
		throw new ServiceConfigurationException("",
				"cannot tell the service of the code migration '" + name + "' (" + type + "): "
						+ ((wanted == null) ? "its service() names none, and there are several. "
								: "its service() names '" + wanted + "', which is none. ")
						+ ((shown.size() == 1) ? "The only one is " : "There are ") + String.join(", ", shown) + ".",
				"Let service() of " + type + " return the name of its service.", null);
	}

}
