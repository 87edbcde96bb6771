package dev.slipway.boot.autoconfigure;

import java.util.Set;
import java.util.TreeSet;

import org.springframework.boot.context.properties.bind.DataObjectPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertySource;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.context.properties.source.IterableConfigurationPropertySource;
import org.springframework.core.env.CommandLinePropertySource;
import org.springframework.core.env.Environment;

/**
 * Arguments that begin as settings of Slipway's do, and are none.
 */
public final class UnknownArguments {

	private static final ConfigurationPropertyName ALL = ConfigurationPropertyName.of("slipway");

	private UnknownArguments() {
	}

	/**
	 * Return the arguments of the command line that are no settings. What is said beside
	 * a command is among them.
	 * @param environment the environment
	 * @return their names in order
	 */
	public static Set<String> of(Environment environment) {
		Set<String> unknown = new TreeSet<>();
		for (ConfigurationPropertySource source : ConfigurationPropertySources.get(environment)) {
			if (source.getUnderlyingSource() instanceof CommandLinePropertySource<?>
					&& source instanceof IterableConfigurationPropertySource iterable) {
				for (ConfigurationPropertyName name : iterable) {
					if (ALL.isAncestorOf(name) && !SlipwayProperties.contains(name)) {
						unknown.add(name.toString());
					}
				}
			}
		}
		return unknown;
	}

	/**
	 * Return the names of all properties that stand directly below the prefix.
	 * @return the names without the prefix
	 */
	public static Set<String> properties() {
		Set<String> names = new TreeSet<>();
		for (String property : SlipwayProperties.properties(SlipwayProperties.class).keySet()) {
			names.add(DataObjectPropertyName.toDashedForm(property));
		}
		return names;
	}

}
