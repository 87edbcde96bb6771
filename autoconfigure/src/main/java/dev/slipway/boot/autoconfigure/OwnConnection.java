package dev.slipway.boot.autoconfigure;

import java.sql.Connection;
import java.sql.Driver;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import java.util.Objects;
import java.util.Properties;
import java.util.regex.Pattern;

import javax.sql.DataSource;

import org.jspecify.annotations.Nullable;

import org.springframework.beans.BeanUtils;
import org.springframework.boot.jdbc.DataSourceBuilder;
import org.springframework.boot.jdbc.DatabaseDriver;
import org.springframework.boot.jdbc.UnsupportedDataSourcePropertyException;
import org.springframework.jdbc.datasource.AbstractDataSource;
import org.springframework.jdbc.datasource.DelegatingDataSource;
import org.springframework.jdbc.datasource.SimpleDriverDataSource;
import org.springframework.util.ClassUtils;
import org.springframework.util.StringUtils;

/**
 * A connection for migrations alone: opened when it is needed and closed afterwards, so
 * that nothing stays open when they are done. It logs nothing, since a URL may have a
 * password in it. Public, so that its role can be asked for like that of a pool.
 */
public final class OwnConnection extends AbstractDataSource {

	private static final Pattern USER_IN_URL = Pattern.compile("[?&;]user=", Pattern.CASE_INSENSITIVE);

	/**
	 * The driver would take the password for a port or a part of the host, and log it.
	 */
	private static final Pattern LOGIN_IN_HOST = Pattern.compile("//[^?]*@");

	private final Driver driver;

	private final String url;

	private final @Nullable String username;

	private final @Nullable String password;

	private final @Nullable DataSource application;

	private OwnConnection(Driver driver, String url, @Nullable String username, @Nullable String password,
			@Nullable DataSource application) {
		this.driver = driver;
		this.url = url;
		this.username = username;
		this.password = password;
		this.application = application;
	}

	@Override
	public Connection getConnection() throws SQLException {
		return getConnection(this.username, this.password);
	}

	@Override
	public Connection getConnection(@Nullable String username, @Nullable String password) throws SQLException {
		Properties properties = new Properties();
		if (username != null) {
			properties.setProperty("user", username);
		}
		if (password != null) {
			properties.setProperty("password", password);
		}
		Connection connection = this.driver.connect(this.url, properties);
		if (connection == null) {
			throw new SQLException("the driver does not take the URL");
		}
		return connection;
	}

	/** Whether another one makes the same connections, for the same application. */
	private boolean connectsAs(OwnConnection other) {
		return this.url.equals(other.url) && Objects.equals(this.username, other.username)
				&& Objects.equals(this.password, other.password) && this.application == other.application;
	}

	/**
	 * Return the role that is logged in as.
	 * @return the name, {@code null} when the URL or the driver decides
	 */
	public @Nullable String getUsername() {
		return this.username;
	}

	/**
	 * Return the same connection as a DataSource that tells all of how it is made.
	 */
	public SimpleDriverDataSource asDriverDataSource() {
		SimpleDriverDataSource dataSource = new SimpleDriverDataSource(this.driver, this.url);
		dataSource.setUsername(this.username);
		dataSource.setPassword(this.password);
		return dataSource;
	}

	/**
	 * Create a connection.
	 * @param service the name of the service, empty for the unnamed one
	 * @param settings what was said of it; what was not is that of the application's
	 * DataSource
	 * @param application the application's DataSource, {@code null} when there is none,
	 * or it cannot be told
	 * @param others those of other services, which this is added to
	 * @return the connection, that of another service when it is made in the same way
	 * @throws ServiceConfigurationException if there is no URL, or no driver for it
	 */
	static OwnConnection of(String service, ConnectionSettings settings, @Nullable DataSource application,
			List<OwnConnection> others) {
		boolean complete = settings.url() != null && settings.username() != null && settings.password() != null;
		SimpleDriverDataSource known = (application != null && !complete) ? derive(application) : null;
		String url = settings.url();
		if (url == null) {
			url = (known != null) ? known.getUrl() : null;
		}
		if (url == null) {
			throw new ServiceConfigurationException(service,
					"has no URL to connect to: " + settings.source() + " says how to log in, and "
							+ ((application != null) ? "the application's DataSource does not tell its URL."
									: "there is no one DataSource whose URL it could take."),
					"Set " + ServiceConfigurationException.property(service, "url")
							+ " too, as in jdbc:postgresql://localhost:5432/postgres.",
					null);
		}
		Driver driver = driver(service, settings.source(), url);
		String username = settings.username();
		String password = settings.password();
		if (known != null && fits(known, url, settings.url())) {
			boolean same = username == null || username.equals(known.getUsername());
			username = (username != null) ? username : known.getUsername();
			password = (password != null || !same) ? password : known.getPassword();
		}
		OwnConnection connection = new OwnConnection(driver, url, username, password, application);
		for (OwnConnection other : others) {
			if (other.connectsAs(connection)) {
				return other;
			}
		}
		others.add(connection);
		return connection;
	}

	/**
	 * Whether the application's own credentials are for a server like the one that is
	 * connected to, and are not in the URL.
	 */
	private static boolean fits(SimpleDriverDataSource application, String url, @Nullable String ownUrl) {
		String other = application.getUrl();
		return ownUrl == null || (other != null && other.contains(":postgresql:") && !USER_IN_URL.matcher(url).find());
	}

	/** What the application's DataSource tells, a pool or not. */
	private static @Nullable SimpleDriverDataSource derive(DataSource application) {
		DataSource target = application;
		while (target instanceof DelegatingDataSource delegating && delegating.getTargetDataSource() != null) {
			target = delegating.getTargetDataSource();
		}
		try {
			return DataSourceBuilder.derivedFrom(target).type(SimpleDriverDataSource.class).build();
		}
		catch (UnsupportedDataSourcePropertyException ex) {
			return null;
		}
	}

	private static Driver driver(String service, String source, String url) {
		if (LOGIN_IN_HOST.matcher(url).find()) {
			throw new ServiceConfigurationException(service,
					"cannot connect: the URL of " + source
							+ " has a login before the host, which no JDBC driver for PostgreSQL understands.",
					"Take what is before the @ out of the URL, and set "
							+ ServiceConfigurationException.property(service, "username") + " and "
							+ ServiceConfigurationException.property(service, "password") + ".",
					null);
		}
		String name = StringUtils.startsWithIgnoreCase(url, "jdbc:")
				? DatabaseDriver.fromJdbcUrl(url).getDriverClassName() : null;
		try {
			Driver driver = (name == null) ? DriverManager.getDriver(url)
					: (Driver) BeanUtils.instantiateClass(ClassUtils.forName(name, ClassUtils.getDefaultClassLoader()));
			if (driver.acceptsURL(url)) {
				return driver;
			}
		}
		catch (SQLException | ClassNotFoundException | LinkageError ex) {
			throw noDriver(service, source, ex);
		}
		throw noDriver(service, source, null);
	}

	/** Without the URL, which may have a password in it. */
	private static ServiceConfigurationException noDriver(String service, String source, @Nullable Throwable cause) {
		return new ServiceConfigurationException(service,
				"cannot connect: no JDBC driver on the class path takes the URL of " + source + ".",
				"Write the URL as PostgreSQL's driver takes it: jdbc:postgresql://host:port/database.", cause);
	}

	/**
	 * Return the application's DataSource, whose users wait for these migrations.
	 * @return the DataSource, {@code null} when it cannot be told
	 */
	@Nullable DataSource application() {
		return this.application;
	}

}
