package dev.slipway.boot.autoconfigure;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.autoconfigure.service.connection.ConnectionDetails;

/**
 * How migrations connect to their database. A bean of this type stands in the place of
 * {@code slipway.url}, {@code slipway.username} and {@code slipway.password}, and of
 * those of each service that names no {@code data-source}. It is asked each time that
 * migrators are made, and must not change meanwhile.
 */
public interface SlipwayConnectionDetails extends ConnectionDetails {

	/**
	 * Return the JDBC URL of the database.
	 * @return the URL, {@code null} for that of the application's DataSource
	 */
	default @Nullable String getJdbcUrl() {
		return null;
	}

	/**
	 * Return the role to log in as.
	 * @return its name, {@code null} for that of the application's DataSource
	 */
	default @Nullable String getUsername() {
		return null;
	}

	/**
	 * Return the password.
	 * @return the password, {@code null} for none, or for that of the application's
	 * DataSource where the role is the same
	 */
	default @Nullable String getPassword() {
		return null;
	}

}
