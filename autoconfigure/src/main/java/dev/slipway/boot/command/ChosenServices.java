package dev.slipway.boot.command;

import java.util.ArrayList;
import java.util.List;

import dev.slipway.Migrator;
import dev.slipway.engine.text.Listing;

/**
 * The services that a command works on: those that it names, else all.
 *
 * @param line the command line
 * @param all all services of the application
 */
record ChosenServices(CommandLine line, List<Migrator> all) {

	/** The unnamed service, as in metrics. */
	private static final String UNNAMED = "default";

	/**
	 * Return the services.
	 * @return the migrators, in the order in which they run
	 * @throws CommandRefusedException if there is no service of a name
	 */
	List<Migrator> migrators() {
		String names = this.line.value(CommandOption.SERVICE);
		if (names == null) {
			return this.all;
		}
		List<String> known = this.all.stream().map(this::name).toList();
		List<String> wanted = List.of(names.strip().split("\\s*,\\s*"));
		for (String name : wanted) {
			if (!known.contains(name)) {
				throw this.line.refuse("there is no service '" + name + "'."
						+ NearestName.suggestion(name, known, "", "") + " The services are " + Listing.of(known) + ".");
			}
		}
		return this.all.stream().filter((migrator) -> wanted.contains(name(migrator))).toList();
	}

	/** A service that has the name of the unnamed one leaves it without a name. */
	private String name(Migrator migrator) {
		String service = migrator.getOptions().service();
		boolean taken = this.all.stream().anyMatch((other) -> other.getOptions().service().equals(UNNAMED));
		return (service.isEmpty() && !taken) ? UNNAMED : service;
	}

	/**
	 * Let the only service that was chosen stop at the version that was asked for.
	 * @param call has the services that were chosen
	 * @return the call of a command
	 * @throws CommandRefusedException if several were chosen, or if it is no version
	 */
	CommandWork.Call upToTarget(CommandWork.Call call) {
		String target = this.line.value(CommandOption.TARGET);
		if (target == null) {
			return call;
		}
		List<Migrator> services = call.services();
		if (services.size() != 1) {
			throw this.line.refuse(CommandOption.TARGET.property() + " is a version of one service, and there are "
					+ services.size() + ": " + Listing.of(services.stream().map(this::name).toList()) + ". Add "
					+ CommandOption.SERVICE.usage() + ".");
		}
		Migrator chosen = services.get(0);
		Migrator stopping = upTo(chosen, target);
		List<Migrator> others = new ArrayList<>(this.all);
		others.replaceAll((migrator) -> (migrator == chosen) ? stopping : migrator);
		return new CommandWork.Call(this.line, others, List.of(stopping), call.parallelism());
	}

	private Migrator upTo(Migrator migrator, String target) {
		try {
			return migrator.withOptions(migrator.getOptions().withTarget(target));
		}
		catch (IllegalArgumentException ex) {
			throw this.line.refuse(CommandOption.TARGET.property() + ": " + ex.getMessage() + ".");
		}
	}

}
