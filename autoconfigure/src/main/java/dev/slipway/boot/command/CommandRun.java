package dev.slipway.boot.command;

import java.util.List;

import dev.slipway.Migrator;
import dev.slipway.UnknownVersionException;
import dev.slipway.boot.autoconfigure.MigrationThread;
import dev.slipway.boot.autoconfigure.MigratorFactory;

import org.springframework.beans.factory.BeanFactoryInitializer;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.beans.factory.config.BeanFactoryPostProcessor;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.beans.factory.support.BeanDefinitionRegistry;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.AutoConfigurationPackages;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.env.Environment;

/**
 * Runs the command and ends the process. It does so when all beans are defined and before
 * those are created that Spring creates first, such as an {@code EntityManagerFactory}:
 * of the application there are only post-processors, DataSources and what they need.
 * <p>
 * It is no bean that a configuration declares, since that of an application which was
 * processed ahead of time is the one of its build. It leaves nothing to Spring Boot,
 * which would publish the failure of a start to listeners, and create those that are
 * beans for it: one that cannot be created without a database would take the place of the
 * failure.
 */
final class CommandRun implements BeanFactoryPostProcessor {

	private static final String NAME = "slipwayCommandRun";

	private final ConfigurableApplicationContext context;

	private final CommandLine line;

	CommandRun(ConfigurableApplicationContext context, CommandLine line) {
		this.context = context;
		this.line = line;
	}

	/** A parent context that has no auto-configuration has nothing to migrate. */
	@Override
	public void postProcessBeanFactory(ConfigurableListableBeanFactory beans) {
		if (names(beans, MigratorFactory.class).length > 0 || AutoConfigurationPackages.has(beans)) {
			for (String name : names(beans, BeanFactoryInitializer.class)) {
				remove(name, beans);
			}
			BeanFactoryInitializer<ConfigurableListableBeanFactory> initializer = this::runInstead;
			beans.registerSingleton(NAME, initializer);
		}
	}

	/**
	 * They run in the order of their definitions, none of which can be put in front of
	 * the others. Those of the application would do something for beans that are never
	 * created.
	 */
	private static void remove(String initializer, ConfigurableListableBeanFactory beans) {
		if (beans.containsBeanDefinition(initializer)
				&& beans.getBeanDefinition(initializer).getRole() == BeanDefinition.ROLE_APPLICATION) {
			((BeanDefinitionRegistry) beans).removeBeanDefinition(initializer);
		}
	}

	private void runInstead(ConfigurableListableBeanFactory beans) {
		CommandExit exit = exit(beans);
		// Whatever becomes of the process, the application does not start.
		SpringApplication.AbandonedRunException abandoned = new SpringApplication.AbandonedRunException();
		int code = run(beans, abandoned);
		// Pools and servers of the application's own end before the process does.
		beans.destroySingletons();
		exit.exit(code);
		ResultStream.giveBack();
		throw abandoned;
	}

	/** Return the exit code, when a person has read why. */
	private int run(ConfigurableListableBeanFactory beans, SpringApplication.AbandonedRunException abandoned) {
		try {
			CommandWork.Call call = call(beans);
			CommandResult result = MigrationThread.call(() -> work(call));
			new ResultOutput(new Printout(ResultStream.get())).print(this.line, result);
			return result.exitCode();
		}
		catch (RuntimeException | Error ex) {
			int code = CommandExit.code(ex);
			FailureReport.of(this.context).print(this.line, ex, code);
			abandoned.initCause(ex);
			return code;
		}
	}

	/** A version that there is not is a mistake in the call, whatever the command. */
	private CommandResult work(CommandWork.Call call) {
		try {
			return CommandWorks.of(this.line.command()).run(call);
		}
		catch (UnknownVersionException ex) {
			throw this.line.refuse(String.valueOf(ex.getMessage()));
		}
	}

	private CommandWork.Call call(ConfigurableListableBeanFactory beans) {
		if (this.line.command().needsNothing()) {
			return new CommandWork.Call(this.line, List.of(), new ChosenServices(this.line, List.of()).migrators(), 1);
		}
		MigratorFactory factory = migrators(beans);
		List<Migrator> all = factory.create();
		return new CommandWork.Call(this.line, all, new ChosenServices(this.line, all).migrators(),
				factory.parallelism());
	}

	private MigratorFactory migrators(ConfigurableListableBeanFactory beans) {
		if (names(beans, MigratorFactory.class).length > 0) {
			return beans.getBean(MigratorFactory.class);
		}
		Environment environment = this.context.getEnvironment();
		String problem = "Command '" + this.line.command().label() + "' has nothing to work on: ";
		if (!environment.getProperty("slipway.enabled", Boolean.class, true)) {
			throw new CommandRefusedException(problem + "slipway.enabled is false.",
					"Run the command with --slipway.enabled=true.", CommandExit.FAILED);
		}
		throw new CommandRefusedException(problem
				+ "the application has no DataSource and no slipway.url, or not PostgreSQL's JDBC driver on its class path.",
				"Configure spring.datasource.url or slipway.url, or declare a DataSource bean, and see that org.postgresql:postgresql"
						+ " is a dependency.",
				CommandExit.FAILED);
	}

	private static CommandExit exit(ConfigurableListableBeanFactory beans) {
		String[] names = names(beans, CommandExit.class);
		return (names.length > 0) ? beans.getBean(names[0], CommandExit.class) : System::exit;
	}

	/** No bean is created for the answer. */
	private static String[] names(ConfigurableListableBeanFactory beans, Class<?> type) {
		return beans.getBeanNamesForType(type, false, false);
	}

}
