package dev.slipway.boot.command;

import dev.slipway.boot.autoconfigure.MigratorFactory;
import dev.slipway.boot.autoconfigure.SlipwayAutoConfiguration;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.context.annotation.Bean;
import org.springframework.core.env.Environment;

/**
 * Auto-configuration that runs {@code slipway.command} instead of the application.
 */
@AutoConfiguration(after = SlipwayAutoConfiguration.class)
@ConditionalOnProperty(Command.PROPERTY)
public final class CommandAutoConfiguration {

	@Bean
	static CommandRun slipwayCommandRun(Environment environment, ObjectProvider<MigratorFactory> services,
			ObjectProvider<CommandExit> exit) {
		return new CommandRun(environment, services, exit.getIfAvailable(() -> System::exit));
	}

}
