package dev.slipway.boot.command;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

import dev.slipway.boot.autoconfigure.UnknownArguments;
import org.jspecify.annotations.Nullable;

import org.springframework.core.env.CommandLinePropertySource;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.util.StringUtils;

/**
 * A command and what was said beside it. Values may come from the command line, from
 * environment variables such as {@code SLIPWAY_SERVICE}, and from wherever else Spring
 * Boot reads properties.
 *
 * @param command the command
 * @param values the options that have a value; a switch that is on has the value "true"
 * @param words what stands on the command line without dashes
 */
record CommandLine(Command command, Map<CommandOption, String> values, List<String> words) {

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
		if (command == Command.RESET) {
			ResetPermission.require(environment);
		}
		Map<CommandOption, String> values = new EnumMap<>(CommandOption.class);
		for (CommandOption option : command.options()) {
			String value = environment.getProperty(option.property());
			if (value != null && !(option.isSwitch() && value.equalsIgnoreCase("false"))) {
				values.put(option, value(command, option, value.strip()));
			}
		}
		refuseOtherArguments(environment, command);
		return new CommandLine(command, values, words(environment, command, parts));
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
		return value;
	}

	/** An argument that nobody reads is a mistake. */
	private static void refuseOtherArguments(ConfigurableEnvironment environment, Command command) {
		for (String name : UnknownArguments.of(environment)) {
			CommandOption option = Arrays.stream(CommandOption.values())
				.filter((known) -> known.property().equals(name))
				.findFirst()
				.orElse(null);
			if (name.equals(Command.PROPERTY)) {
				continue;
			}
			if (option == null) {
				Set<String> known = new TreeSet<>();
				command.options().forEach((each) -> known.add(each.property()));
				throw refused(command,
						"there is no property '" + name + "'." + NearestName.suggestion(name, known, "", ""));
			}
			if (!command.options().contains(option)) {
				throw refused(command, "it takes no " + option.usage() + ".");
			}
		}
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
