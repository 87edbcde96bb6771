package dev.slipway.boot.command;

import java.util.LinkedHashMap;
import java.util.Map;

import org.jspecify.annotations.Nullable;

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
		if (line.isJson()) {
			Map<String, @Nullable Object> json = head(line.command().label(), result.exitCode());
			json.putAll(result.json());
			this.out.json(json);
		}
		else {
			result.print(this.out);
		}
		this.out.flush();
	}

	/** Print the failure of a command for a program. */
	void printFailure(@Nullable String command, Throwable failure, int exitCode) {
		Map<String, @Nullable Object> json = head(command, exitCode);
		json.put("error", FailureJson.of(failure));
		this.out.json(json);
		this.out.flush();
	}

	private static Map<String, @Nullable Object> head(@Nullable String command, int exitCode) {
		Map<String, @Nullable Object> json = new LinkedHashMap<>();
		json.put("format", FORMAT);
		json.put("command", command);
		json.put("exitCode", exitCode);
		return json;
	}

}
