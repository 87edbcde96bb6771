package dev.slipway.boot.command;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What can be run instead of the application.
 */
enum Command {

	/** Applies what is pending. */
	MIGRATE("applies what is pending", false,
			taking(CommandOption.SERVICE, CommandOption.OUTPUT, CommandOption.TARGET)),

	/** Checks that nothing is pending, and that files and history fit together. */
	VALIDATE("checks that nothing is pending, and that files and history fit together", false,
			taking(CommandOption.SERVICE, CommandOption.OUTPUT)),

	/** Shows all migrations and their states. */
	STATUS("shows all migrations and their states", false, taking(CommandOption.SERVICE, CommandOption.OUTPUT)),

	/** Shows what migrate would do, and the SQL. */
	PLAN("shows what migrate would do, and the SQL", false,
			taking(CommandOption.SERVICE, CommandOption.OUTPUT, CommandOption.TARGET)),

	/** Undoes the newest migration, or several, with their undo scripts. */
	UNDO("undoes the newest migration, or several, with their undo scripts", false,
			taking(CommandOption.SERVICE, CommandOption.OUTPUT, CommandOption.TARGET, CommandOption.COUNT)),

	/** Applies, undoes and applies again what is pending, on a scratch database. */
	REHEARSE_UNDO("applies, undoes and applies again what is pending, on a scratch database", false,
			taking(CommandOption.SERVICE, CommandOption.OUTPUT)),

	/** Makes the history fit the files again: changed checksums, removed files. */
	REPAIR("makes the history fit the files again: changed checksums, removed files", false,
			taking(CommandOption.SERVICE, CommandOption.OUTPUT, CommandOption.CONFIRM)),

	/** Records migrations as applied that the database already has. */
	BASELINE("records migrations as applied that the database already has", false,
			taking(CommandOption.SERVICE, CommandOption.OUTPUT, CommandOption.TARGET, CommandOption.DUMP,
					CommandOption.CONFIRM)),

	/** Takes over the history of another tool. */
	ADOPT("takes over the history of another tool", false,
			taking(CommandOption.SERVICE, CommandOption.OUTPUT, CommandOption.CONFIRM, CommandOption.UNDO)),

	/** Drops what the services own, and migrates from nothing. */
	RESET("drops what the services own, and migrates from nothing", false,
			taking(CommandOption.SERVICE, CommandOption.OUTPUT, CommandOption.CONFIRM)),

	/** Writes the next file of a service. */
	NEW("writes the next file of a service", true,
			taking(CommandOption.SERVICE, CommandOption.OUTPUT, CommandOption.NAME)),

	/** Gives files with timestamps the next plain numbers. */
	RENUMBER("gives files with timestamps the next plain numbers", false,
			taking(CommandOption.SERVICE, CommandOption.OUTPUT, CommandOption.CONFIRM)),

	/** Shows what commands there are. */
	HELP("shows what commands there are", false, taking());

	static final String PROPERTY = "slipway.command";

	private final String description;

	private final boolean takesWords;

	private final Set<CommandOption> options;

	Command(String description, boolean takesWords, Set<CommandOption> options) {
		this.description = description;
		this.takesWords = takesWords;
		this.options = options;
	}

	/** The name as it is written on a command line. */
	String label() {
		return name().toLowerCase(Locale.ROOT).replace('_', '-');
	}

	String description() {
		return this.description;
	}

	/** What can be said beside it. */
	Set<CommandOption> options() {
		return this.options;
	}

	/** Whether it takes words without dashes. */
	boolean takesWords() {
		return this.takesWords;
	}

	/** Whether it needs no service, and so no DataSource. */
	boolean needsNothing() {
		return this == HELP;
	}

	/** How it is written, for who has written it otherwise. */
	String usage() {
		return "Write --" + PROPERTY + "=" + label()
				+ this.options.stream().map((option) -> " [" + option.usage() + "]").collect(Collectors.joining())
				+ ". --" + PROPERTY + "=" + HELP.label() + " shows all commands.";
	}

	/**
	 * Return the command of a name.
	 * @param name what somebody wrote
	 * @throws CommandRefusedException if there is no such command
	 */
	static Command named(String name) {
		List<String> labels = Arrays.stream(values()).map(Command::label).toList();
		return Arrays.stream(values())
			.filter((command) -> command.label().equals(name))
			.findFirst()
			.orElseThrow(() -> new CommandRefusedException(
					"There is no command '" + name + "'." + NearestName.suggestion(name, labels, "", ""),
					"Set " + PROPERTY + " to one of: " + String.join(", ", labels) + ". Without " + PROPERTY
							+ " the application starts.",
					CommandExit.USAGE));
	}

	private static Set<CommandOption> taking(CommandOption... options) {
		Set<CommandOption> set = EnumSet.noneOf(CommandOption.class);
		set.addAll(List.of(options));
		return set;
	}

}
