package dev.slipway.boot.command;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.Collectors;

import dev.slipway.MigrationReport;
import dev.slipway.Migrator;

/**
 * What can be run instead of the application.
 */
enum Command {

	/** Applies what is pending. */
	MIGRATE(Migrator::migrateAll),

	/** Sees that nothing is pending, and that files and histories fit together. */
	VALIDATE(Migrator::validateAll);

	static final String PROPERTY = "slipway.command";

	private final Function<List<Migrator>, List<MigrationReport>> work;

	Command(Function<List<Migrator>, List<MigrationReport>> work) {
		this.work = work;
	}

	/** The name as it is written on a command line. */
	String label() {
		return name().toLowerCase(Locale.ROOT);
	}

	List<MigrationReport> run(List<Migrator> services) {
		return this.work.apply(services);
	}

	/**
	 * Return the command of a name.
	 * @param name what somebody wrote
	 * @throws CommandRefusedException if there is no such command
	 */
	static Command named(String name) {
		return Arrays.stream(values())
			.filter((command) -> command.label().equals(name.strip()))
			.findFirst()
			.orElseThrow(() -> new CommandRefusedException("There is no command '" + name.strip() + "'.",
					"Set " + PROPERTY + " to one of: "
							+ Arrays.stream(values()).map(Command::label).collect(Collectors.joining(", "))
							+ ". Without " + PROPERTY + " the application starts.",
					CommandExit.USAGE));
	}

}
