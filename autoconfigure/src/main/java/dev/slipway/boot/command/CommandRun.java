package dev.slipway.boot.command;

import java.util.List;

import dev.slipway.Migrator;
import dev.slipway.boot.autoconfigure.MigratorFactory;
import dev.slipway.boot.autoconfigure.MigrationThread;
import org.springframework.beans.factory.BeanFactoryInitializer;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.SpringApplication;
import org.springframework.core.env.Environment;
import org.springframework.util.StringUtils;

/**
 * Runs the command and ends the process. It does so when all beans are defined and before
 * those are created that Spring creates first, such as an {@code EntityManagerFactory}:
 * of the application there are only post-processors, DataSources and what they need.
 */
final class CommandRun implements BeanFactoryInitializer<ConfigurableListableBeanFactory> {

	private final Environment environment;

	private final ObjectProvider<MigratorFactory> services;

	private final CommandExit exit;

	CommandRun(Environment environment, ObjectProvider<MigratorFactory> services, CommandExit exit) {
		this.environment = environment;
		this.services = services;
		this.exit = exit;
	}

	@Override
	public void initialize(ConfigurableListableBeanFactory beans) {
		String name = this.environment.getProperty(Command.PROPERTY);
		if (!StringUtils.hasText(name)) {
			return;
		}
		run(Command.named(name));
		// Pools and servers of the application's own end before the process does.
		beans.destroySingletons();
		this.exit.exit(CommandExit.DONE);
		// Whatever becomes of the process, the application does not start.
		throw new SpringApplication.AbandonedRunException();
	}

	private void run(Command command) {
		try {
			List<Migrator> services = migrators(command).create();
			new Printout(System.out).print(command, MigrationThread.call(() -> command.run(services)));
		}
		catch (CommandRefusedException ex) {
			Printout.sayUnlessLogged(ex);
			throw ex;
		}
		catch (RuntimeException | Error ex) {
			Printout.sayUnlessLogged(ex);
			throw new CommandFailedException(command, ex);
		}
	}

	private MigratorFactory migrators(Command command) {
		MigratorFactory migrators = this.services.getIfAvailable();
		if (migrators != null) {
			return migrators;
		}
		String problem = "Command '" + command.label() + "' has nothing to work on: ";
		if (!this.environment.getProperty("slipway.enabled", Boolean.class, true)) {
			throw new CommandRefusedException(problem + "slipway.enabled is false.",
					"Run the command with --slipway.enabled=true.", CommandExit.FAILED);
		}
		throw new CommandRefusedException(problem
				+ "the application has no DataSource and no slipway.url, or not PostgreSQL's JDBC driver on its class path.",
				"Configure spring.datasource.url or slipway.url, or declare a DataSource bean, and see that org.postgresql:postgresql"
						+ " is a dependency.",
				CommandExit.FAILED);
	}

}
