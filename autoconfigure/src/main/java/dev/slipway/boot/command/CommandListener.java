package dev.slipway.boot.command;

import java.util.Map;

import org.springframework.boot.context.event.ApplicationEnvironmentPreparedEvent;
import org.springframework.boot.context.event.ApplicationPreparedEvent;
import org.springframework.boot.context.logging.LoggingApplicationListener;
import org.springframework.context.ApplicationEvent;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.event.SmartApplicationListener;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.MapPropertySource;

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
				|| ApplicationPreparedEvent.class.isAssignableFrom(type);
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
	}

	private static void prepare(ConfigurableEnvironment environment) {
		if (isCommand(environment)) {
			environment.getPropertySources().addFirst(new MapPropertySource("slipwayCommand", SETTINGS));
		}
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
