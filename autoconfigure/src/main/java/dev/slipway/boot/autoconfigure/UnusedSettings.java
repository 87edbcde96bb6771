package dev.slipway.boot.autoconfigure;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;

import dev.slipway.engine.text.LineLog;

import org.springframework.beans.factory.BeanFactoryUtils;
import org.springframework.beans.factory.config.BeanFactoryPostProcessor;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.bind.DataObjectPropertyName;
import org.springframework.core.env.Environment;
import org.springframework.util.ClassUtils;

/**
 * Warns where Slipway has nothing to migrate, or no driver to do so with, although
 * settings or the application's own connections say that there is something.
 */
final class UnusedSettings implements BeanFactoryPostProcessor {

	private static final LineLog logger = LineLog.of(UnusedSettings.class);

	static final String DRIVER = "org.postgresql.Driver";

	static final String REACTIVE = "io.r2dbc.spi.ConnectionFactory";

	/** These are right without anything to migrate. */
	private static final Set<String> HARMLESS = Set.of("enabled", "command");

	private final Environment environment;

	UnusedSettings(Environment environment) {
		this.environment = environment;
	}

	@Override
	public void postProcessBeanFactory(ConfigurableListableBeanFactory beans) {
		UnknownSettings.refuse(this.environment);
		ClassLoader loader = Objects.requireNonNull(beans.getBeanClassLoader());
		boolean reactive = isReactive(beans, loader);
		String settings = settings();
		if (settings.isEmpty() && !reactive) {
			return;
		}
		String although = settings.isEmpty() ? "" : ", although " + settings + " is set";
		if (!ClassUtils.isPresent(DRIVER, loader)) {
			logger.warn("No migrations run" + although + ": PostgreSQL's JDBC driver is not on the class path."
					+ " Add the dependency org.postgresql:postgresql, or set slipway.enabled=false");
		}
		else if (reactive) {
			logger
				.warn("No migrations run" + although + ": the application connects by R2DBC, and Slipway does by JDBC."
						+ " Set slipway.url, slipway.username and slipway.password, or slipway.enabled=false");
		}
		else {
			logger.warn("No migrations run" + although + ": the application has no DataSource that is injected by its"
					+ " type. Set slipway.data-source or slipway.url, or slipway.enabled=false");
		}
	}

	private static boolean isReactive(ConfigurableListableBeanFactory beans, ClassLoader loader) {
		return ClassUtils.isPresent(REACTIVE, loader) && BeanFactoryUtils.beanNamesForTypeIncludingAncestors(beans,
				ClassUtils.resolveClassName(REACTIVE, loader), true, false).length > 0;
	}

	/** The names of what is set, without their values. */
	private String settings() {
		Set<String> names = new TreeSet<>(Binder.get(this.environment)
			.bind("slipway", Bindable.mapOf(String.class, Object.class))
			.orElse(Map.of())
			.keySet());
		names.retainAll(known());
		names.removeAll(HARMLESS);
		List<String> settings = new ArrayList<>();
		for (String name : names) {
			settings.add("slipway." + name);
		}
		return String.join(", ", settings);
	}

	/** What else stands below the prefix was looked at before. */
	private static Set<String> known() {
		Set<String> known = new HashSet<>();
		for (String property : SlipwayProperties.properties(SlipwayProperties.class).keySet()) {
			known.add(DataObjectPropertyName.toDashedForm(property));
		}
		return known;
	}

}
