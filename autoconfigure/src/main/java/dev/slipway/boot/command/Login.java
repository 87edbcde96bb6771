package dev.slipway.boot.command;

import java.util.Properties;

import javax.sql.DataSource;

import dev.slipway.boot.autoconfigure.OwnConnection;
import org.jspecify.annotations.Nullable;
import org.postgresql.Driver;
import org.postgresql.PGProperty;

import org.springframework.boot.jdbc.DataSourceBuilder;
import org.springframework.boot.jdbc.UnsupportedDataSourcePropertyException;
import org.springframework.jdbc.datasource.SimpleDriverDataSource;

/**
 * How a DataSource logs in, for programs that need to log in as it does. It has a
 * password in it, and prints none.
 */
final class Login {

	private final @Nullable String username;

	private final @Nullable String password;

	private final Properties parts;

	private Login(Properties parts, @Nullable String username, @Nullable String password) {
		this.parts = parts;
		this.username = (username != null) ? username : parts.getProperty(PGProperty.USER.getName());
		this.password = (password != null) ? password : parts.getProperty(PGProperty.PASSWORD.getName());
	}

	/**
	 * Return how a DataSource logs in.
	 * @return the login; {@code null} when the DataSource does not tell
	 */
	static @Nullable Login of(DataSource dataSource) {
		SimpleDriverDataSource known = derive(dataSource);
		String url = (known != null) ? known.getUrl() : null;
		Properties parts = (url != null) ? Driver.parseURL(url, null) : null;
		return (known == null || url == null || parts == null) ? null
				: new Login(parts, known.getUsername(), known.getPassword());
	}

	private static @Nullable SimpleDriverDataSource derive(DataSource dataSource) {
		if (dataSource instanceof OwnConnection own) {
			return own.asDriverDataSource();
		}
		try {
			return DataSourceBuilder.derivedFrom(dataSource).type(SimpleDriverDataSource.class).build();
		}
		catch (IllegalStateException | UnsupportedDataSourcePropertyException ex) {
			// Wrapped by something that does not lead to it, or of a kind that Spring
			// Boot does not know.
			return null;
		}
	}

	/** Return the hosts, with commas between several. */
	String host() {
		return this.parts.getProperty(PGProperty.PG_HOST.getName(), "localhost");
	}

	/** Return the ports, with commas between several. */
	String port() {
		return this.parts.getProperty(PGProperty.PG_PORT.getName(), "5432");
	}

	/** Return the name of the database. */
	String database() {
		String name = this.parts.getProperty(PGProperty.PG_DBNAME.getName());
		return (name != null) ? name : user();
	}

	/** Return the role. */
	String user() {
		return (this.username != null) ? this.username : System.getProperty("user.name");
	}

	/** Return the password; {@code null} when there is none. */
	@Nullable String password() {
		return this.password;
	}

	/** Return how the connection is encrypted; {@code null} when nothing says so. */
	@Nullable String sslMode() {
		return this.parts.getProperty(PGProperty.SSL_MODE.getName());
	}

	@Override
	public String toString() {
		return "Login[" + host() + ":" + port() + "/" + database() + "]";
	}

}
