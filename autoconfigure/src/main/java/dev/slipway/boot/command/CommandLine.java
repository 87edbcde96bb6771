package dev.slipway.boot.command;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

import dev.slipway.boot.autoconfigure.UnknownArguments;
import dev.slipway.boot.command.OptionValue.Source;
import org.jspecify.annotations.Nullable;

import org.springframework.core.env.CommandLinePropertySource;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.util.StringUtils;

/**
 * A command and what was said beside it, as arguments or in the environment of the
 * process, such as {@code SLIPWAY_SERVICE}. The command itself may come from wherever
 * Spring Boot reads properties.
 *
 * @param command the command
 * @param values the options that have a value; a switch that is on has the value "true"
 * @param words what stands on the command line without dashes
 */
record CommandLine(Command command, Map<CommandOption, String> values, List<String> words) {

	private static final String PREFIX = "slipway.";

	/**
	 * Create a command line.
	 */
	CommandLine {
		values = Map.copyOf(values);
		words = List.copyOf(words);
	}

	/**
	 * Read what an application was started with.
	 * @param environment the environment, prepared
	 * @return the command; {@code null} when the application itself is to start
	 * @throws CommandRefusedException if there is no such command, or if it does not take
	 * what was said beside it
	 */
	static @Nullable CommandLine of(ConfigurableEnvironment environment) {
		String name = environment.getProperty(Command.PROPERTY);
		if (!StringUtils.hasText(name)) {
			return null;
		}
		String[] parts = name.strip().split("\\s+");
		Command command = Command.named(parts[0]);
		Map<CommandOption, String> values = new EnumMap<>(CommandOption.class);
		refuseUnknownArguments(environment, command);
		for (CommandOption option : CommandOption.values()) {
			OptionValue value = OptionValue.of(environment, option);
			if (value != null && !(option.isSwitch() && value.text().equalsIgnoreCase("false"))) {
				requireTaken(command, option, value);
				if (command.options().contains(option)) {
					values.put(option, value(command, option, value.text()));
				}
			}
		}
		if (command == Command.RESET) {
			ResetPermission.require(environment);
		}
		return new CommandLine(command, values, words(environment, command, parts));
	}

	/**
	 * What is set for all processes is no question of this one, but what it takes must
	 * stand where it counts.
	 */
	private static void requireTaken(Command command, CommandOption option, OptionValue value) {
		boolean taken = command.options().contains(option);
		if (value.source() == Source.CONFIGURATION && taken) {
			throw refused(command, option.property() + " comes from " + value.place()
					+ ", and counts only as an argument or in the environment of the process.");
		}
		if (value.source() == Source.ARGUMENT && !taken) {
			throw refused(command, "it takes no " + option.usage() + ".");
		}
		if (value.source() == Source.VARIABLE && !taken && command != Command.HELP) {
			throw refused(command, "it takes no " + option.usage() + ", which " + value.place() + " sets.");
		}
	}

	private static String value(Command command, CommandOption option, String value) {
		if (option.isSwitch()) {
			if (!value.isEmpty() && !value.equalsIgnoreCase("true")) {
				throw refused(command, option.property() + " is '" + value + "', and can be true or false only.");
			}
			return "true";
		}
		if (value.isEmpty()) {
			throw refused(command, option.property() + " has no value.");
		}
		if (option == CommandOption.OUTPUT && !value.equals("text") && !value.equals(CommandOption.JSON)) {
			throw refused(command, option.property() + " is '" + value + "', and can be text or json only.");
		}
		return value;
	}

	/** An argument that nobody reads is a mistake. */
	private static void refuseUnknownArguments(ConfigurableEnvironment environment, Command command) {
		for (String name : UnknownArguments.of(environment)) {
			if (!name.equals(Command.PROPERTY) && option(name) == null) {
				throw refused(command, unknown(name, UnknownArguments.properties()));
			}
		}
	}

	/**
	 * Refuse what only a command would take: without one the application starts, and
	 * applies everything.
	 * @param environment the environment of an application that is to start
	 * @throws CommandRefusedException if somebody meant to run a command
	 */
	static void refuseWithoutCommand(ConfigurableEnvironment environment) {
		OptionValue target = OptionValue.of(environment, CommandOption.TARGET);
		if (target != null) {
			throw needsCommand(CommandOption.TARGET.property() + " (from " + target.place() + ")");
		}
		for (String name : UnknownArguments.of(environment)) {
			if (option(name) != null) {
				throw needsCommand(name);
			}
			if (!name.equals(Command.PROPERTY) && NearestName.of(own(name), Set.of(own(Command.PROPERTY))) != null) {
				throw new CommandRefusedException("The application does not start: " + unknown(name, Set.of()),
						"Correct the argument, or leave it out. --" + Command.PROPERTY + "=" + Command.HELP.label()
								+ " shows all commands and their options.",
						CommandExit.USAGE);
			}
		}
	}

	private static CommandRefusedException needsCommand(String option) {
		return new CommandRefusedException(
				"The application does not start with " + option
						+ ", which only commands take: it would apply everything.",
				"Add --" + Command.PROPERTY + " and the command, or leave the option out.", CommandExit.USAGE);
	}

	private static String unknown(String name, Set<String> properties) {
		return "there is no property '" + name + "'."
				+ NearestName.suggestion(own(name), names(properties), PREFIX, "");
	}

	/** Without what they begin with, which would make all of them near. */
	private static Set<String> names(Set<String> properties) {
		Set<String> names = new TreeSet<>();
		names.add(own(Command.PROPERTY));
		Arrays.stream(CommandOption.values()).map(CommandOption::label).forEach(names::add);
		names.addAll(properties);
		return names;
	}

	private static String own(String name) {
		return name.startsWith(PREFIX) ? name.substring(PREFIX.length()) : name;
	}

	private static @Nullable CommandOption option(String property) {
		return Arrays.stream(CommandOption.values())
			.filter((known) -> known.property().equals(property))
			.findFirst()
			.orElse(null);
	}

	private static List<String> words(ConfigurableEnvironment environment, Command command, String[] parts) {
		List<String> words = Arrays.asList(parts).subList(1, parts.length);
		if (!words.isEmpty() && !command.takesWords()) {
			throw refused(command, "it takes no '" + words.get(0) + "'.");
		}
		String others = environment.getProperty(CommandLinePropertySource.DEFAULT_NON_OPTION_ARGS_PROPERTY_NAME);
		if (!words.isEmpty() || !command.takesWords() || !StringUtils.hasText(others)) {
			return words;
		}
		return List.of(others.split(","));
	}

	private static CommandRefusedException refused(Command command, String problem) {
		return new CommandRefusedException("Command '" + command.label() + "' cannot run: " + problem, command.usage(),
				CommandExit.USAGE);
	}

	/** The value of an option, if it has one. */
	@Nullable String value(CommandOption option) {
		return this.values.get(option);
	}

	/** Whether a program reads what it prints. */
	boolean isJson() {
		return CommandOption.JSON.equals(value(CommandOption.OUTPUT));
	}

	boolean has(CommandOption option) {
		return this.values.containsKey(option);
	}

	/**
	 * Return the refusal of what was said.
	 * @param problem a sentence
	 */
	CommandRefusedException refuse(String problem) {
		return refused(this.command, problem);
	}

}
