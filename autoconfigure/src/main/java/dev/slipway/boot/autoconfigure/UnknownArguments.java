package dev.slipway.boot.autoconfigure;

import java.lang.reflect.RecordComponent;
import java.util.Set;
import java.util.TreeSet;

import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.bind.BindHandler;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.bind.DataObjectPropertyName;
import org.springframework.boot.context.properties.bind.UnboundConfigurationPropertiesException;
import org.springframework.boot.context.properties.bind.handler.NoUnboundElementsBindHandler;
import org.springframework.boot.context.properties.source.ConfigurationPropertySource;
import org.springframework.core.env.CommandLinePropertySource;
import org.springframework.core.env.ConfigurableEnvironment;

/**
 * Arguments that begin as properties of Slipway's do, and are none.
 */
public final class UnknownArguments {

	private UnknownArguments() {
	}

	/**
	 * Return the arguments of the command line that no property is bound to.
	 * @param environment the environment
	 * @return their names in order
	 */
	public static Set<String> of(ConfigurableEnvironment environment) {
		Set<String> unknown = new TreeSet<>();
		try {
			Binder.get(environment)
				.bind("slipway", Bindable.of(SlipwayProperties.class),
						new NoUnboundElementsBindHandler(BindHandler.DEFAULT, UnknownArguments::isCommandLine));
		}
		catch (BindException ex) {
			// A value that is wrong is reported when the properties are needed.
			if (ex.getCause() instanceof UnboundConfigurationPropertiesException unbound) {
				unbound.getUnboundProperties().forEach((property) -> unknown.add(property.getName().toString()));
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
		for (RecordComponent component : SlipwayProperties.class.getRecordComponents()) {
			names.add(DataObjectPropertyName.toDashedForm(component.getName()));
		}
		return names;
	}

	private static boolean isCommandLine(ConfigurationPropertySource source) {
		return source.getUnderlyingSource() instanceof CommandLinePropertySource<?>;
	}

}
