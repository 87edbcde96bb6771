package dev.slipway.boot.autoconfigure;

import java.util.List;

import javax.sql.DataSource;

import dev.slipway.boot.autoconfigure.SlipwayProperties.Service;
import dev.slipway.engine.text.LineLog;
import dev.slipway.engine.text.ServiceName;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.BeanFactoryUtils;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.boot.autoconfigure.service.connection.ConnectionDetails;
import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;
import org.springframework.util.StringUtils;

/**
 * What was said of the connection for the migrations of a service.
 *
 * @param source who says it, for messages
 * @param url the JDBC URL, if it was said
 * @param username the role to log in as, if it was said
 * @param password the password, if it was said
 */
record ConnectionSettings(String source, @Nullable String url, @Nullable String username, @Nullable String password) {

	private static final LineLog logger = LineLog.of(ConnectionSettings.class);

	/** The classes that the details of containers have, whichever library they are of. */
	private static final List<String> OF_CONTAINERS = List.of("org.springframework.boot.testcontainers.",
			"org.springframework.boot.docker.compose.");

	/**
	 * Return what the migrations of a service connect through.
	 * @param beans the beans that may say how to connect
	 * @param service the name of the service, empty for the unnamed one
	 * @param all what is said for all services
	 * @param own what the service says
	 * @param application the application's DataSource, {@code null} when there is none,
	 * or it cannot be told
	 * @param marked whether that is marked as the one for migrations
	 * @return how to connect; {@code null} to connect as the application does
	 * @throws ServiceConfigurationException if what is said cannot be used
	 */
	static @Nullable ConnectionSettings find(ListableBeanFactory beans, String service, SlipwayProperties all,
			Service own, @Nullable DataSource application, boolean marked) {
		ConnectionSettings said = of(service, all, own);
		ConnectionSettings other = (said != null && said.url() != null) ? said : null;
		if (marked && own.getDataSource() == null) {
			refuseTwo(service, (other != null) ? other : ofOwnBean(beans, service));
		}
		ConnectionSettings settings = said;
		if (own.getDataSource() == null && !marked) {
			ConnectionSettings ofBeans = ofBeans(beans, service, said);
			settings = (ofBeans != null) ? ofBeans : said;
			settings = (settings == null && application == null) ? ofJdbcBean(beans, false) : settings;
		}
		return settings;
	}

	/** A DataSource that is marked is a connection already. */
	private static void refuseTwo(String service, @Nullable ConnectionSettings other) {
		if (other != null) {
			throw new ServiceConfigurationException(
					service, "has two connections: a DataSource bean is marked with @SlipwayDataSource, and "
							+ other.source() + " says another one.",
					"Remove the annotation, or " + other.source() + ".", null);
		}
	}

	/**
	 * Return what a service and the properties for all services say. Credentials for all
	 * belong to the URL for all, if there is one: a service with a URL or a DataSource of
	 * its own does not send them anywhere else.
	 * @param service the name of the service, empty for the unnamed one
	 * @param all what is said for all services
	 * @param own what the service says
	 * @return the settings; {@code null} when nothing is said
	 */
	private static @Nullable ConnectionSettings of(String service, SlipwayProperties all, Service own) {
		boolean elsewhere = text(own.getUrl()) != null || own.getDataSource() != null;
		boolean shared = !elsewhere || text(all.getUrl()) == null;
		String url = elsewhere ? text(own.getUrl()) : resolve(all.getUrl(), service);
		String ownName = text(own.getUsername());
		String username = (ownName != null) ? ownName : shared ? resolve(all.getUsername(), service) : null;
		boolean otherUser = ownName != null && own.getPassword() == null;
		String password = (own.getPassword() != null) ? own.getPassword()
				: (shared && !otherUser) ? all.getPassword() : null;
		boolean ownSaid = text(own.getUrl()) != null || ownName != null || own.getPassword() != null;
		String source = source(service, ownSaid, url, username);
		return (url == null && username == null && password == null) ? null
				: new ConnectionSettings(source, url, username, password);
	}

	private static @Nullable String resolve(@Nullable String value, String service) {
		String text = text(value);
		return (text != null) ? text.replace("{service}", service) : null;
	}

	/** An empty value is none, as a variable of the environment may have. */
	private static @Nullable String text(@Nullable String value) {
		return StringUtils.hasText(value) ? value : null;
	}

	private static String source(String service, boolean own, @Nullable String url, @Nullable String username) {
		return ServiceConfigurationException.property(own ? service : "",
				(url != null) ? "url" : (username != null) ? "username" : "password");
	}

	/**
	 * Return what a bean says in the place of properties: one of Slipway's own type, or
	 * one that stands for a container, which a test must not miss for a database that the
	 * properties name.
	 * @param service the name of the service, empty for the unnamed one
	 * @param said what the properties say, if anything
	 * @return the settings; {@code null} when no bean says anything
	 */
	private static @Nullable ConnectionSettings ofBeans(ListableBeanFactory beans, String service,
			@Nullable ConnectionSettings said) {
		ConnectionSettings settings = ofOwnBean(beans, service);
		if (settings == null && said != null) {
			settings = ofJdbcBean(beans, true);
		}
		if (settings != null && said != null) {
			logger.info(new ServiceName(service) + " connects as " + settings.source() + " says, and not as "
					+ said.source() + " does");
		}
		return settings;
	}

	private static @Nullable ConnectionSettings ofOwnBean(ListableBeanFactory beans, String service) {
		String[] names = BeanFactoryUtils.beanNamesForTypeIncludingAncestors(beans, SlipwayConnectionDetails.class);
		SlipwayConnectionDetails details = beans.getBeanProvider(SlipwayConnectionDetails.class).getIfUnique();
		if (details == null && names.length > 0) {
			throw new ServiceConfigurationException(service,
					"cannot tell how to connect: there are the beans '" + String.join("', '", names)
							+ "' of type SlipwayConnectionDetails, none of them primary.",
					"Mark one of these beans as @Primary, or remove the others.", null);
		}
		return (details == null) ? null : new ConnectionSettings("the bean '" + String.join("', '", names) + "'",
				details.getJdbcUrl(), details.getUsername(), details.getPassword());
	}

	/**
	 * Return what the bean says that Spring Boot's DataSource would be made of.
	 * @param ofContainer whether only one counts that stands for a container
	 */
	private static @Nullable ConnectionSettings ofJdbcBean(ListableBeanFactory beans, boolean ofContainer) {
		JdbcConnectionDetails details = beans.getBeanProvider(JdbcConnectionDetails.class).getIfUnique();
		if (details == null || (ofContainer && !isOfContainer(details))) {
			return null;
		}
		return new ConnectionSettings("the bean '" + String.join("', '", names(beans)) + "'", details.getJdbcUrl(),
				details.getUsername(), details.getPassword());
	}

	private static List<String> names(ListableBeanFactory beans) {
		return List.of(BeanFactoryUtils.beanNamesForTypeIncludingAncestors(beans, JdbcConnectionDetails.class));
	}

	private static boolean isOfContainer(ConnectionDetails details) {
		for (Class<?> type = details.getClass(); type != null; type = type.getSuperclass()) {
			for (String prefix : OF_CONTAINERS) {
				if (type.getName().startsWith(prefix)) {
					return true;
				}
			}
		}
		return false;
	}

	/** Without the password. */
	@Override
	public String toString() {
		return "ConnectionSettings[" + this.source + "]";
	}

}
