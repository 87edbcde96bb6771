package dev.slipway.boot.autoconfigure;

import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.util.ClassUtils;

/**
 * Notices migrations that are written in Java for Flyway, when Flyway does not run them
 * any more.
 */
final class FlywayJavaMigrations {

	/** The interface of such migrations. */
	static final String TYPE = "org.flywaydb.core.api.migration.JavaMigration";

	private static final String FLYWAY = "org.flywaydb.core.Flyway";

	private FlywayJavaMigrations() {
	}

	/**
	 * Refuse the beans that are such migrations, unless there is a Flyway to run them.
	 * @throws ServiceConfigurationException if there are some
	 */
	static void refuse(ListableBeanFactory beans, ClassLoader loader) {
		String[] names = beans.getBeanNamesForType(ClassUtils.resolveClassName(TYPE, loader), true, false);
		boolean run = ClassUtils.isPresent(FLYWAY, loader)
				&& beans.getBeanNamesForType(ClassUtils.resolveClassName(FLYWAY, loader), true, false).length > 0;
		if (names.length > 0 && !run) {
			throw new ServiceConfigurationException("",
					"does not run the Java " + ((names.length == 1) ? "migration" : "migrations") + " of Flyway '"
							+ String.join("', '", names) + "', and nothing else does: what "
							+ ((names.length == 1) ? "it does" : "they do") + " would be missing.",
					"Let the class implement dev.slipway.CodeMigration instead of extending BaseJavaMigration:"
							+ " version() and name() return what its name said (V2__Add_keys: \"2\" and \"Add_keys\"), and"
							+ " migrate(JdbcClient) does with jdbc.sql(…) what migrate(Context) did with the connection.",
					null);
		}
	}

}
