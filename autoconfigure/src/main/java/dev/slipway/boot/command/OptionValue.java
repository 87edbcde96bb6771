package dev.slipway.boot.command;

import java.util.Objects;
import java.util.Set;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.source.ConfigurationProperty;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertySource;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.core.env.CommandLinePropertySource;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.PropertySource;
import org.springframework.core.env.StandardEnvironment;

/**
 * The value of an option, and where it stands. An option is said to one process: one that
 * stands in a file of configuration would confirm a reset that nobody asked for.
 *
 * @param text the value
 * @param place where it stands, for people
 * @param source what kind of place that is
 */
record OptionValue(String text, String place, Source source) {

	/** What Spring Boot makes of the variable SPRING_APPLICATION_JSON. */
	private static final String JSON = "spring.application.json";

	private static final Set<String> OF_THE_PROCESS = Set.of(JSON,
			StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME,
			StandardEnvironment.SYSTEM_PROPERTIES_PROPERTY_SOURCE_NAME);

	/**
	 * Return the value of an option.
	 * @param environment the environment, prepared
	 * @return the one that counts, {@code null} when there is none
	 */
	static @Nullable OptionValue of(ConfigurableEnvironment environment, CommandOption option) {
		ConfigurationPropertyName name = ConfigurationPropertyName.of(option.property());
		for (ConfigurationPropertySource source : ConfigurationPropertySources.get(environment)) {
			ConfigurationProperty property = source.getConfigurationProperty(name);
			if (property != null) {
				String text = environment.resolvePlaceholders(String.valueOf(property.getValue()));
				Source kind = kind(source.getUnderlyingSource());
				return new OptionValue(text.strip(),
						(property.getOrigin() != null) ? property.getOrigin().toString() : name(source), kind);
			}
		}
		return null;
	}

	private static String name(ConfigurationPropertySource source) {
		return (source.getUnderlyingSource() instanceof PropertySource<?> named) ? named.getName()
				: Objects.toString(source.getUnderlyingSource());
	}

	private static Source kind(@Nullable Object source) {
		if (source instanceof CommandLinePropertySource<?>) {
			return Source.ARGUMENT;
		}
		return (source instanceof PropertySource<?> named && OF_THE_PROCESS.contains(named.getName())) ? Source.VARIABLE
				: Source.CONFIGURATION;
	}

	/** Whether it asks for JSON. */
	static boolean isJson(ConfigurableEnvironment environment) {
		OptionValue output = of(environment, CommandOption.OUTPUT);
		return output != null && output.source != Source.CONFIGURATION && CommandOption.JSON.equals(output.text);
	}

	/**
	 * Where options stand.
	 */
	enum Source {

		/** On the command line. */
		ARGUMENT,

		/** In the environment of the process, or a system property of Java. */
		VARIABLE,

		/** Anywhere else, such as in a file of the application. */
		CONFIGURATION

	}

}
