package dev.slipway.boot.autoconfigure;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.StreamSupport;

import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertySource;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.context.properties.source.IterableConfigurationPropertySource;
import org.springframework.core.env.Environment;

/**
 * The order in which services are declared. A bound map begins with the names of the
 * source of the highest precedence, so that one environment variable that overrides a
 * setting of the last service would move it to the front; what declares is the source of
 * the lowest precedence that names a service.
 */
final class DeclaredOrder {

	private static final ConfigurationPropertyName SERVICES = ConfigurationPropertyName.of("slipway.services");

	private final Environment environment;

	DeclaredOrder(Environment environment) {
		this.environment = environment;
	}

	/**
	 * Sort names by their declaration.
	 * @param names the names of all services
	 * @return the same names in the order of their declaration
	 */
	List<String> sort(Collection<String> names) {
		List<ConfigurationPropertySource> sources = new ArrayList<>(
				StreamSupport.stream(ConfigurationPropertySources.get(this.environment).spliterator(), false).toList());
		Collections.reverse(sources);
		Set<String> declared = new LinkedHashSet<>();
		for (ConfigurationPropertySource source : sources) {
			if (source instanceof IterableConfigurationPropertySource iterable) {
				iterable.stream()
					.filter(SERVICES::isAncestorOf)
					.map((name) -> name.getElement(SERVICES.getNumberOfElements(),
							ConfigurationPropertyName.Form.UNIFORM))
					.forEach(declared::add);
			}
		}
		List<String> order = List.copyOf(declared);
		return names.stream().sorted(Comparator.comparingInt((name) -> rank(order, name))).toList();
	}

	/** A source that cannot be listed names its services last. */
	private static int rank(List<String> order, String name) {
		ConfigurationPropertyName full = SERVICES.append("[" + name + "]");
		int at = order.indexOf(full.getLastElement(ConfigurationPropertyName.Form.UNIFORM));
		return (at >= 0) ? at : Integer.MAX_VALUE;
	}

}
