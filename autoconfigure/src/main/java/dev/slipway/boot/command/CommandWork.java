package dev.slipway.boot.command;

import java.util.List;

import dev.slipway.Migrator;

/**
 * What a command does. It prints nothing: what it comes to is printed for people or for
 * programs.
 */
@FunctionalInterface
interface CommandWork {

	/**
	 * Run the command, on a thread that is interrupted when the process is told to end.
	 * @param call what to do it with
	 * @return what it came to
	 * @throws dev.slipway.SlipwayException if it failed
	 * @throws CommandRefusedException if it cannot run as it was asked to
	 */
	CommandResult run(Call call);

	/**
	 * What a command works with.
	 *
	 * @param line the command line
	 * @param all all services of the application, whose folders may lie within one
	 * another
	 * @param services those to work on
	 * @param parallelism how many databases are migrated at a time
	 */
	record Call(CommandLine line, List<Migrator> all, List<Migrator> services, int parallelism) {

		/**
		 * Create a call.
		 */
		public Call {
			all = List.copyOf(all);
			services = List.copyOf(services);
		}

	}

}
