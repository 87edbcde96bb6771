package org.springframework.boot.testcontainers;

import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;

/**
 * Details as those of a container: their class is in a package of Spring Boot's module
 * for containers, which is not on the class path here.
 */
public final class DetailsOfContainer implements JdbcConnectionDetails {

	private final String url;

	private final String username;

	/**
	 * Create details without a password.
	 */
	public DetailsOfContainer(String url, String username) {
		this.url = url;
		this.username = username;
	}

	@Override
	public String getJdbcUrl() {
		return this.url;
	}

	@Override
	public String getUsername() {
		return this.username;
	}

	@Override
	public String getPassword() {
		return "";
	}

}
