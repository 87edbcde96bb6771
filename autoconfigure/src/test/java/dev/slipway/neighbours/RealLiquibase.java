package dev.slipway.neighbours;

import java.lang.reflect.InvocationTargetException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;

import javax.sql.DataSource;

import org.springframework.util.ClassUtils;

/**
 * Liquibase itself, as its users call it. Its jar is not on the class path of the
 * compiler.
 *
 * @param dataSource leads to the database
 * @param folder has the changelogs
 */
record RealLiquibase(DataSource dataSource, Path folder) {

	private static final String TYPE = "liquibase.Liquibase";

	static boolean isThere() {
		return ClassUtils.isPresent(TYPE, null);
	}

	/** Apply the changesets of a changelog. */
	void update(String changelog) {
		run(changelog, "update", "");
	}

	void clearChecksums(String changelog) {
		run(changelog, "clearCheckSums");
	}

	private void run(String changelog, String command, String... contexts) {
		try (Connection connection = this.dataSource.getConnection()) {
			Object accessor = type("liquibase.resource.DirectoryResourceAccessor").getConstructor(Path.class)
				.newInstance(this.folder);
			Object own = type("liquibase.database.jvm.JdbcConnection").getConstructor(Connection.class)
				.newInstance(connection);
			Class<?> factory = type("liquibase.database.DatabaseFactory");
			Object database = factory
				.getMethod("findCorrectDatabaseImplementation", type("liquibase.database.DatabaseConnection"))
				.invoke(factory.getMethod("getInstance").invoke(null), own);
			Object liquibase = type(TYPE)
				.getConstructor(String.class, type("liquibase.resource.ResourceAccessor"),
						type("liquibase.database.Database"))
				.newInstance(changelog, accessor, database);
			if (contexts.length > 0) {
				type(TYPE).getMethod(command, String.class).invoke(liquibase, contexts[0]);
			}
			else {
				type(TYPE).getMethod(command).invoke(liquibase);
			}
		}
		catch (InvocationTargetException ex) {
			throw new IllegalStateException(ex.getCause());
		}
		catch (ReflectiveOperationException | SQLException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private static Class<?> type(String name) {
		return ClassUtils.resolveClassName(name, null);
	}

}
