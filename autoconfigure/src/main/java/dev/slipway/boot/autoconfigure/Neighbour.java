package dev.slipway.boot.autoconfigure;

import java.lang.reflect.Array;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

import javax.sql.DataSource;

import dev.slipway.MigratorOptions;
import org.jspecify.annotations.Nullable;

import org.springframework.util.ClassUtils;
import org.springframework.util.ReflectionUtils;

/**
 * Another tool that migrates databases of the same application when its bean is created.
 * Its types are known by name only.
 *
 * @param tool its name
 * @param dataSource what it migrates; {@code null} if its bean was not created yet
 * @param paths its folders, or the file that it begins with
 */
record Neighbour(String tool, @Nullable DataSource dataSource, List<String> paths) {

	/** Flyway, which has folders of the same kind. */
	static Neighbour flyway(Object flyway) {
		Object configuration = call(flyway, flyway.getClass(), "getConfiguration");
		// The interface, since the class that implements it need not be public.
		Class<?> type = method(flyway.getClass(), "getConfiguration").getReturnType();
		Object locations = call(configuration, type, "getLocations");
		List<String> paths = new ArrayList<>();
		for (int i = 0; i < Array.getLength(locations); i++) {
			paths.add(Array.get(locations, i).toString());
		}
		return new Neighbour("Flyway", (DataSource) call(configuration, type, "getDataSource"), paths);
	}

	/** Liquibase, whose change log may lie among the files. */
	static Neighbour liquibase(Object liquibase) {
		// The class that a native image knows, and not that of the application.
		Class<?> type = ClassUtils.resolveClassName(Neighbours.LIQUIBASE, liquibase.getClass().getClassLoader());
		return new Neighbour("Liquibase", (DataSource) call(liquibase, type, "getDataSource"),
				List.of((String) call(liquibase, type, "getChangeLog")));
	}

	/** Whether a service migrates the same database, as far as its DataSource tells. */
	boolean shares(DataSource other) {
		return this.dataSource == null || DataSourceTargets.meet(this.dataSource, other);
	}

	/** The location of a service in which files of both are; {@code null} if none is. */
	@Nullable String sharedLocation(MigratorOptions options) {
		for (String location : options.locations()) {
			for (String path : this.paths) {
				if (isWithin(plain(path), plain(location)) || isWithin(plain(location), plain(path))) {
					return location;
				}
			}
		}
		return null;
	}

	private static boolean isWithin(String path, String folder) {
		return (path + "/").startsWith(folder + "/");
	}

	/** Without what differs between the tools: kind, slashes around, and wildcards. */
	private static String plain(String location) {
		String path = location.substring(location.indexOf(':') + 1).replaceAll("/?[^/]*[*?].*", "");
		return path.replaceAll("^/+|/+$", "");
	}

	private static Object call(Object target, Class<?> type, String method) {
		return Objects.requireNonNull(ReflectionUtils.invokeMethod(method(type, method), target));
	}

	private static Method method(Class<?> type, String name) {
		return Objects.requireNonNull(ReflectionUtils.findMethod(type, name), name);
	}

}
