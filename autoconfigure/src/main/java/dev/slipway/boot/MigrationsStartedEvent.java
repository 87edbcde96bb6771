package dev.slipway.boot;

import java.util.List;

import org.springframework.context.ApplicationContext;
import org.springframework.context.event.ApplicationContextEvent;

/**
 * The migrations of some services are about to run. Published on the thread that starts
 * the application; an exception of a listener ends the start, and nothing is applied.
 * <p>
 * Migrations mostly run while beans are created ({@code slipway.trigger}): the listener
 * is then a bean of the type {@code ApplicationListener<MigrationsStartedEvent>}, which
 * is created before them. Methods with {@code @EventListener}, and listeners of all
 * events, see it only where migrations run when the context starts.
 */
public final class MigrationsStartedEvent extends ApplicationContextEvent {

	private static final long serialVersionUID = 1L;

	private final transient List<String> services;

	/**
	 * Create an event.
	 * @param context the context that starts
	 * @param services the names of the services
	 */
	public MigrationsStartedEvent(ApplicationContext context, List<String> services) {
		super(context);
		this.services = List.copyOf(services);
	}

	/**
	 * Return which services are migrated.
	 * @return their names in their order, empty for the unnamed one
	 */
	public List<String> getServices() {
		return this.services;
	}

}
