package dev.slipway.boot.autoconfigure;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertySource;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.context.properties.source.IterableConfigurationPropertySource;
import org.springframework.core.env.Environment;

/**
 * The services that are declared, in the order of their declaration, each once. A bound
 * map is neither: it begins with the names of the source of the highest precedence, so
 * that one environment variable that overrides a setting of the last service would move
 * it to the front; and it has a service twice when that variable spells its name without
 * the hyphen. What declares a service is the source of the lowest precedence that names
 * it.
 */
final class DeclaredOrder {

	private static final ConfigurationPropertyName ALL = ConfigurationPropertyName.of("slipway");

	private static final ConfigurationPropertyName SERVICES = ALL.append("services");

	private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9_-]+");

	private final Environment environment;

	DeclaredOrder(Environment environment) {
		this.environment = environment;
	}

	/**
	 * Sort names by their declaration.
	 * @param names the names of all services, as they were bound
	 * @return the names in the order of their declaration, without other spellings of one
	 * @throws ServiceConfigurationException if a setting is misspelt, which may declare a
	 * service
	 */
	List<String> sort(Collection<String> names) {
		Map<String, String> declared = declared();
		Map<String, String> services = new LinkedHashMap<>();
		for (String name : names) {
			String uniform = uniform(name);
			if (!services.containsKey(uniform) || name.equals(declared.get(uniform))) {
				services.put(uniform, name);
			}
		}
		List<String> sorted = new ArrayList<>();
		for (String uniform : declared.keySet()) {
			String name = services.remove(uniform);
			if (name != null) {
				sorted.add(name);
			}
		}
		// A source that cannot be listed names its services last.
		sorted.addAll(services.values());
		return sorted;
	}

	/** The uniform spelling of each name with the one that declares it. */
	private Map<String, String> declared() {
		List<ConfigurationPropertySource> sources = new ArrayList<>();
		for (ConfigurationPropertySource source : ConfigurationPropertySources.get(this.environment)) {
			sources.add(source);
		}
		Collections.reverse(sources);
		Map<String, String> declared = new LinkedHashMap<>();
		boolean known = true;
		for (ConfigurationPropertySource source : sources) {
			if (source instanceof IterableConfigurationPropertySource iterable) {
				for (ConfigurationPropertyName property : iterable) {
					if (SERVICES.isAncestorOf(property)) {
						String name = property.getElement(SERVICES.getNumberOfElements(),
								ConfigurationPropertyName.Form.ORIGINAL);
						declared.putIfAbsent(uniform(name), name);
					}
					known = known && (!ALL.isAncestorOf(property) || SlipwayProperties.contains(property));
				}
			}
		}
		if (!known) {
			UnknownSettings.refuse(this.environment);
		}
		return declared;
	}

	/**
	 * What Spring Boot takes for the same name: letters and digits alone count, unless
	 * brackets keep a name as it is.
	 */
	private static String uniform(String name) {
		return PLAIN.matcher(name).matches() ? name.replaceAll("[-_]", "").toLowerCase(Locale.ROOT) : name;
	}

}
