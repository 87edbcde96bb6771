package dev.slipway.boot.command;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * What commands there are, and what can be said beside each.
 */
record HelpText() implements CommandResult {

	@Override
	public void print(Printout out) {
		out.line("Commands, as in: java -jar app.jar --" + Command.PROPERTY + "=" + Command.STATUS.label());
		out.line("");
		out.table(Arrays.stream(Command.values())
			.map((command) -> List.of("  " + command.label(), command.description()))
			.toList());
		out.line("");
		out.line("Options");
		out.line("");
		out.table(Arrays.stream(CommandOption.values()).map(HelpText::row).toList());
		out.line("");
		out.line("Exit codes: 0 done, 1 failed, 2 usage, 3 pending or invalid");
	}

	private static List<String> row(CommandOption option) {
		String commands = String.join(", ",
				Arrays.stream(Command.values())
					.filter((command) -> command.options().contains(option))
					.map(Command::label)
					.toList());
		return List.of("  " + option.usage(), option.description() + " (" + commands + ")");
	}

	@Override
	public Map<String, @Nullable Object> json() {
		return Map.of("commands", Arrays.stream(Command.values()).map(HelpText::json).toList());
	}

	private static Map<String, @Nullable Object> json(Command command) {
		Map<String, @Nullable Object> json = new LinkedHashMap<>();
		json.put("name", command.label());
		json.put("description", command.description());
		json.put("options", command.options().stream().map(HelpText::json).toList());
		return json;
	}

	private static Map<String, @Nullable Object> json(CommandOption option) {
		Map<String, @Nullable Object> json = new LinkedHashMap<>();
		json.put("name", option.property());
		json.put("usage", option.usage());
		json.put("description", option.description());
		return json;
	}

}
