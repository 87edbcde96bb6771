package dev.slipway.boot.autoconfigure;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

import dev.slipway.boot.autoconfigure.SlipwayProperties.Service;
import dev.slipway.engine.text.EditDistance;
import dev.slipway.engine.text.LineLog;
import dev.slipway.engine.text.Printable;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.bind.DataObjectPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName.Form;
import org.springframework.boot.context.properties.source.ConfigurationPropertySource;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.context.properties.source.IterableConfigurationPropertySource;
import org.springframework.core.env.Environment;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;
import org.springframework.util.StringUtils;

/**
 * Settings below {@code slipway} that do not exist, which Spring Boot passes over without
 * a word. One that nearly has the name of another is misspelt, and the start is refused:
 * what it was to prevent, such as a migration of another database, might happen
 * otherwise. Any other one may be for a newer release, and is only warned of.
 */
final class UnknownSettings {

	private static final LineLog logger = LineLog.of(UnknownSettings.class);

	private static final ConfigurationPropertyName ALL = ConfigurationPropertyName.of("slipway");

	private static final int SHORT = 4;

	/** What is said beside {@code slipway.command}, and is no setting of a start. */
	static final Set<String> OF_COMMANDS = Set.of("service", "output", "target", "count", "confirm", "undo", "dump",
			"name");

	/** With what each is to be. */
	private final Map<String, String> misspelt = new LinkedHashMap<>();

	private final Set<String> unknown = new TreeSet<>();

	private UnknownSettings() {
	}

	/**
	 * Look at the names of all settings, and at no value.
	 * @throws ServiceConfigurationException if one is misspelt
	 */
	static void refuse(Environment environment) {
		UnknownSettings settings = new UnknownSettings();
		boolean command = StringUtils.hasText(environment.getProperty("slipway.command"));
		for (ConfigurationPropertySource source : ConfigurationPropertySources.get(environment)) {
			if (source instanceof IterableConfigurationPropertySource iterable) {
				for (ConfigurationPropertyName name : iterable) {
					if (ALL.isAncestorOf(name) && !SlipwayProperties.contains(name) && !(command && isOption(name))) {
						settings.add(source.getUnderlyingSource(), name);
					}
				}
			}
		}
		settings.tell();
	}

	private static boolean isOption(ConfigurationPropertyName name) {
		return name.getNumberOfElements() == 2 && OF_COMMANDS.contains(name.getLastElement(Form.DASHED));
	}

	private void add(@Nullable Object source, ConfigurationPropertyName name) {
		boolean variable = source instanceof SystemEnvironmentPropertySource;
		String nearest = nearest(name, variable);
		if (nearest == null) {
			// Others have variables and properties of the JVM that begin so, too.
			if (!variable && !isOfTheJvm(source)) {
				this.unknown.add(Printable.line(name.toString()));
			}
		}
		// A variable of the environment has no hyphens: another spelling of the same.
		else if (!variable || !joined(name, 1).equals(joined(ConfigurationPropertyName.of(nearest), 1))) {
			this.misspelt.put(Printable.line(name.toString()), nearest);
		}
	}

	private static boolean isOfTheJvm(@Nullable Object source) {
		return source instanceof org.springframework.core.env.PropertySource<?> properties
				&& properties.getName().equals(StandardEnvironment.SYSTEM_PROPERTIES_PROPERTY_SOURCE_NAME);
	}

	private void tell() {
		if (!this.unknown.isEmpty()) {
			logger.warn(
					"Settings without effect, since Slipway has none of that name: " + String.join(", ", this.unknown));
		}
		if (!this.misspelt.isEmpty()) {
			List<String> list = new ArrayList<>();
			this.misspelt.forEach((name, nearest) -> list.add(name + " (" + nearest + "?)"));
			throw new ServiceConfigurationException("",
					"has no setting of that name, but one like it: " + String.join(", ", list) + ".",
					"Correct the name, or remove the setting.", null);
		}
	}

	/**
	 * Return the name of the setting that is meant.
	 * @param whole whether only the whole name tells, since a variable of the environment
	 * may be of another kind: SLIPWAY_SERVICE_HOST
	 * @return the name, {@code null} when there is none like it
	 */
	private static @Nullable String nearest(ConfigurationPropertyName name, boolean whole) {
		boolean ofService = name.getElement(1, Form.UNIFORM).equals("services");
		Map<String, String> candidates = new LinkedHashMap<>();
		if (ofService) {
			addAll(Service.class, name.chop(3) + ".", candidates);
		}
		addAll(SlipwayProperties.class, "slipway.", candidates);
		candidates.put("lockwaittimeout", "slipway.lock.wait-timeout");
		String nearest = nearest(joined(name, ofService ? 3 : 1), candidates);
		return (nearest != null || whole) ? nearest
				: nearest(name.getElement(ofService ? 3 : 1, Form.UNIFORM), candidates);
	}

	private static void addAll(Class<?> type, String prefix, Map<String, String> candidates) {
		for (String property : SlipwayProperties.properties(type).keySet()) {
			String dashed = DataObjectPropertyName.toDashedForm(property);
			candidates.putIfAbsent(dashed.replace("-", ""), prefix + dashed);
		}
	}

	private static @Nullable String nearest(String name, Map<String, String> candidates) {
		String nearest = null;
		int least = (name.length() <= SHORT) ? 1 : 2;
		for (Map.Entry<String, String> candidate : candidates.entrySet()) {
			int distance = EditDistance.of(name, candidate.getKey());
			if (distance < least || (nearest == null && (distance == least || candidate.getKey().startsWith(name)))) {
				nearest = candidate.getValue();
				least = Math.min(least, distance);
			}
		}
		return nearest;
	}

	private static String joined(ConfigurationPropertyName name, int index) {
		StringBuilder joined = new StringBuilder();
		for (int i = index; i < name.getNumberOfElements() && !name.isNumericIndex(i); i++) {
			joined.append(name.getElement(i, Form.UNIFORM));
		}
		return joined.toString();
	}

}
