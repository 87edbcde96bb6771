package dev.slipway.engine.postgres;

import java.lang.reflect.InvocationTargetException;
import java.sql.Connection;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

import javax.sql.DataSource;

import org.postgresql.ds.PGSimpleDataSource;
import org.springframework.jdbc.datasource.DelegatingDataSource;
import org.springframework.jdbc.datasource.DriverManagerDataSource;
import org.springframework.jdbc.datasource.SimpleDriverDataSource;

/**
 * What a DataSource tells of the pool that it is. Asked by name, so that no pool has to
 * be on the class path.
 */
public final class ConnectionPool {

	/** What tells how many connections a pool lends, and the setting that says so. */
	private static final Map<String, String> ACCESSORS = Map.of("getMaximumPoolSize",
			"spring.datasource.hikari.maximum-pool-size", "getMaxTotal", "spring.datasource.dbcp2.max-total",
			"getMaxActive", "spring.datasource.tomcat.max-active", "getMaxPoolSize", "the pool's maxPoolSize");

	private ConnectionPool() {
	}

	/**
	 * Return why a pool lends no more than some connections.
	 * @param most how many
	 * @return its setting and what that is; empty when it lends more, has no limit (a
	 * negative number in some pools), or does not tell, as a DataSource without a pool
	 */
	public static Optional<String> limit(DataSource dataSource, int most) {
		DataSource target = unwrap(dataSource);
		for (Map.Entry<String, String> accessor : ACCESSORS.entrySet()) {
			Optional<Integer> connections = call(target, accessor.getKey(), Integer.class);
			if (connections.isPresent()) {
				return connections.filter((number) -> number > 0 && number <= most)
					.map((number) -> accessor.getValue() + " is " + number);
			}
		}
		return Optional.empty();
	}

	/**
	 * Return whether a DataSource is known to connect each time that it is asked, so that
	 * a connection that is kept is not missing elsewhere.
	 */
	public static boolean connectsEachTime(DataSource dataSource) {
		return dataSource instanceof PGSimpleDataSource || dataSource instanceof SimpleDriverDataSource
				|| dataSource.getClass() == DriverManagerDataSource.class
				|| call(dataSource, "asDriverDataSource", DataSource.class).isPresent();
	}

	/**
	 * Return a DataSource that connects as another one does, to another database of the
	 * same server, without a pool.
	 * @param database the name of the database
	 * @return the DataSource; empty when the other one does not tell its URL, user and
	 * password, or has a URL that is not PostgreSQL's own
	 */
	public static Optional<PGSimpleDataSource> toDatabase(DataSource dataSource, String database) {
		DataSource unwrapped = unwrap(dataSource);
		// A connection that was configured for migrations alone tells nothing but this.
		DataSource target = call(unwrapped, "asDriverDataSource", DataSource.class).orElse(unwrapped);
		Optional<String> url = Stream.of("getJdbcUrl", "getUrl", "getURL")
			.map((accessor) -> call(target, accessor, String.class))
			.flatMap(Optional::stream)
			.findFirst();
		if (url.isEmpty() || !url.get().startsWith("jdbc:postgresql:")) {
			return Optional.empty();
		}
		PGSimpleDataSource other = new PGSimpleDataSource();
		try {
			other.setUrl(url.get());
		}
		catch (IllegalArgumentException ex) {
			return Optional.empty();
		}
		other.setDatabaseName(database);
		user(target).ifPresent(other::setUser);
		call(target, "getPassword", String.class).ifPresent(other::setPassword);
		return Optional.of(other);
	}

	/** The role that a DataSource connects as, empty when it does not tell. */
	static Optional<String> user(DataSource dataSource) {
		DataSource target = unwrap(dataSource);
		return Stream.of("getUsername", "getUser", "getUserName")
			.map((accessor) -> call(target, accessor, String.class))
			.flatMap(Optional::stream)
			.findFirst();
	}

	/**
	 * Tell a pool that a connection is dead, without an exception that it would log.
	 * @return false when the pool cannot be told so
	 */
	static boolean evict(DataSource dataSource, Connection connection) {
		DataSource target = unwrap(dataSource);
		try {
			target.getClass().getMethod("evictConnection", Connection.class).invoke(target, connection);
			return true;
		}
		catch (NoSuchMethodException | IllegalAccessException | InvocationTargetException ex) {
			return false;
		}
	}

	private static DataSource unwrap(DataSource dataSource) {
		DataSource target = dataSource;
		while (target instanceof DelegatingDataSource delegating && delegating.getTargetDataSource() != null) {
			target = delegating.getTargetDataSource();
		}
		return target;
	}

	private static <T> Optional<T> call(DataSource dataSource, String accessor, Class<T> type) {
		try {
			Object answer = dataSource.getClass().getMethod(accessor).invoke(dataSource);
			return type.isInstance(answer) ? Optional.of(type.cast(answer)) : Optional.empty();
		}
		catch (NoSuchMethodException | IllegalAccessException | InvocationTargetException ex) {
			return Optional.empty();
		}
	}

}
