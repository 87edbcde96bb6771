package dev.slipway.boot.autoconfigure;

import dev.slipway.SlipwayException;
import dev.slipway.engine.text.Printable;
import dev.slipway.engine.text.ServiceName;
import org.jspecify.annotations.Nullable;

/**
 * The configuration of a service cannot be used: a DataSource that does not exist, a
 * choice that is not made, a value that PostgreSQL cannot take. No database was asked.
 */
public final class ServiceConfigurationException extends SlipwayException {

	private static final long serialVersionUID = 1L;

	private final String action;

	/**
	 * Create an exception.
	 * @param service the name of the service, empty for the unnamed one
	 * @param problem what is wrong
	 * @param action what to do
	 * @param cause the cause, if any
	 */
	ServiceConfigurationException(String service, String problem, String action, @Nullable Throwable cause) {
		super(service, new ServiceName(service) + " " + Printable.line(problem), cause);
		this.action = Printable.line(action);
	}

	/**
	 * Return what to do.
	 * @return one or more sentences
	 */
	public String getAction() {
		return this.action;
	}

	/**
	 * Return the full name of a service's property.
	 * @param service the name of the service, empty for the unnamed one
	 * @param property the property's own name
	 * @return the name as it stands in {@code application.properties}
	 */
	public static String property(String service, String property) {
		if (service.isEmpty()) {
			return "slipway." + property;
		}
		boolean plain = service.matches("[a-z0-9-]+");
		return "slipway.services" + (plain ? "." + service : "[" + Printable.line(service) + "]") + "." + property;
	}

}
