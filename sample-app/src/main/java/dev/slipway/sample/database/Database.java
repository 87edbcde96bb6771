package dev.slipway.sample.database;

import com.zaxxer.hikari.HikariDataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.jdbc.DataSourceBuilder;

/**
 * A database to connect to.
 *
 * @param url its JDBC URL
 * @param username the role; null to leave it to the driver
 * @param password its password, if it needs one
 */
record Database(String url, @Nullable String username, @Nullable String password) {

	/**
	 * Return a pool. It opens its first connection when it is first asked for one, so
	 * that it is Slipway that finds an unreachable server, and explains it.
	 */
	HikariDataSource pool(String name) {
		DataSourceBuilder<HikariDataSource> builder = DataSourceBuilder.create()
			.type(HikariDataSource.class)
			.url(this.url);
		if (this.username != null) {
			builder.username(this.username);
		}
		if (this.password != null) {
			builder.password(this.password);
		}
		HikariDataSource pool = builder.build();
		pool.setPoolName(name);
		return pool;
	}

	/** A record would print its password. */
	@Override
	public String toString() {
		return "Database";
	}

}
