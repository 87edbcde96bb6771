package dev.slipway.boot.command;

import java.util.LinkedHashMap;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.json.JsonWriter;

/**
 * Prints the result of a command for people or for programs, as it was asked for.
 *
 * @param out where it is printed
 */
record ResultOutput(Printout out) {

	/**
	 * Of the JSON. It grows when something is renamed or goes, not when something comes.
	 */
	private static final int FORMAT = 1;

	void print(CommandLine line, CommandResult result) {
		if ("json".equals(line.value(CommandOption.OUTPUT))) {
			Map<String, @Nullable Object> json = new LinkedHashMap<>();
			json.put("format", FORMAT);
			json.put("command", line.command().label());
			json.put("exitCode", result.exitCode());
			json.putAll(result.json());
			this.out.raw(JsonWriter.standard().writeToString(json));
		}
		else {
			result.print(this.out);
		}
		this.out.flush();
	}

}
