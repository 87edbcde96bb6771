package dev.slipway.boot.command;

import java.util.Map;

import org.springframework.boot.ansi.AnsiOutput;
import org.springframework.boot.context.event.ApplicationEnvironmentPreparedEvent;
import org.springframework.boot.context.event.ApplicationFailedEvent;
import org.springframework.boot.context.event.ApplicationPreparedEvent;
import org.springframework.boot.context.logging.LoggingApplicationListener;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.context.ApplicationEvent;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.event.SmartApplicationListener;
import org.springframework.core.env.CommandLinePropertySource;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.EnumerablePropertySource;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.PropertySource;
import org.springframework.core.env.SimpleCommandLinePropertySource;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.util.StringUtils;

/**
 * Sees before anything starts whether a command is to be run, and sets what the
 * application is then without. A listener and no {@code EnvironmentPostProcessor}: those
 * run before logging works, which is what shows the error of a misspelt command.
 */
final class CommandListener implements SmartApplicationListener {

	/**
	 * Without the shutdown hook, since the process ends from within the refresh, whose
	 * lock the hook would wait for. Nothing is migrated for a bean that is created before
	 * the command runs.
	 */
	private static final Map<String, Object> SETTINGS = Map.of("spring.main.web-application-type", "none",
			"spring.main.banner-mode", "off", "spring.main.log-startup-info", "false",
			"spring.main.register-shutdown-hook", "false", "slipway.trigger", "lifecycle");

	@Override
	public boolean supportsEventType(Class<? extends ApplicationEvent> type) {
		return ApplicationEnvironmentPreparedEvent.class.isAssignableFrom(type)
				|| ApplicationPreparedEvent.class.isAssignableFrom(type)
				|| ApplicationFailedEvent.class.isAssignableFrom(type);
	}

	@Override
	public int getOrder() {
		return LoggingApplicationListener.DEFAULT_ORDER + 1;
	}

	@Override
	public void onApplicationEvent(ApplicationEvent event) {
		if (event instanceof ApplicationEnvironmentPreparedEvent prepared) {
			prepare(prepared.getEnvironment());
		}
		else if (event instanceof ApplicationPreparedEvent prepared) {
			ConfigurableApplicationContext context = prepared.getApplicationContext();
			CommandLine line = CommandLine.of(context.getEnvironment());
			if (line != null) {
				context.addBeanFactoryPostProcessor(new CommandRun(context, line));
			}
		}
		else if (event instanceof ApplicationFailedEvent failed) {
			printForPrograms(failed);
		}
	}

	/**
	 * Print the failure of a start that did not come to the command. Spring Boot says it
	 * to people, and ends the process.
	 */
	private static void printForPrograms(ApplicationFailedEvent failed) {
		if (!ResultStream.isKept()) {
			// The environment may be what has failed.
			StandardEnvironment environment = new StandardEnvironment();
			environment.getPropertySources().addFirst(new SimpleCommandLinePropertySource(failed.getArgs()));
			ConfigurationPropertySources.attach(environment);
			String command = environment.getProperty(Command.PROPERTY);
			if (StringUtils.hasText(command)) {
				keepOutput(command, environment);
			}
		}
		if (ResultStream.isKept()) {
			new ResultOutput(new Printout(ResultStream.get())).printFailure(ResultStream.command(),
					failed.getException(), CommandExit.code(failed.getException()));
		}
	}

	private static void prepare(ConfigurableEnvironment environment) {
		String command = environment.getProperty(Command.PROPERTY);
		if (StringUtils.hasText(command)) {
			keepOutput(command, environment);
			useNoColours();
		}
		if (isCommand(environment)) {
			environment.getPropertySources().addFirst(new MapPropertySource("slipwayCommand", SETTINGS));
		}
		else if (hasOwnArguments(environment)) {
			CommandLine.refuseWithoutCommand(environment);
		}
	}

	/** Before anything is said of the command itself. */
	private static void keepOutput(String command, ConfigurableEnvironment environment) {
		ResultStream.giveBack();
		if (OptionValue.isJson(environment)) {
			ResultStream.keep(command.strip().split("\\s+")[0]);
		}
	}

	/**
	 * What no-color.org asks for, and Spring Boot does not look at: it is said for all
	 * programs, and a setting for this one counts more.
	 */
	private static void useNoColours() {
		String variable = System.getenv("NO_COLOR");
		if (variable != null && !variable.isEmpty() && AnsiOutput.getEnabled() == AnsiOutput.Enabled.DETECT) {
			AnsiOutput.setEnabled(AnsiOutput.Enabled.NEVER);
		}
	}

	/** Mostly an application is started without. */
	private static boolean hasOwnArguments(ConfigurableEnvironment environment) {
		if (environment.getProperty("slipway.target") != null) {
			return true;
		}
		PropertySource<?> arguments = environment.getPropertySources()
			.get(CommandLinePropertySource.COMMAND_LINE_PROPERTY_SOURCE_NAME);
		if (arguments instanceof EnumerablePropertySource<?> named) {
			for (String name : named.getPropertyNames()) {
				if (name.startsWith("slipway.")) {
					return true;
				}
			}
		}
		return false;
	}

	private static boolean isCommand(ConfigurableEnvironment environment) {
		try {
			return CommandLine.of(environment) != null;
		}
		catch (CommandRefusedException ex) {
			if (!Printout.isLogged()) {
				Printout.say(ex);
			}
			throw ex;
		}
	}

}
