package dev.slipway.boot.command;

import java.util.Locale;

import org.jspecify.annotations.Nullable;

/**
 * What can be said beside a command, as in {@code --slipway.service=billing}.
 */
enum CommandOption {

	/** Names of the services, with commas between them. */
	SERVICE("NAME", "only these services, with commas between the names"),

	/** How the result is printed. */
	OUTPUT("text|json", "how the result is printed"),

	/** A version to stop at. */
	TARGET("VERSION", "the version to stop at"),

	/** How many migrations. */
	COUNT("N", "how many migrations, newest first"),

	/** That what was shown is to be done. */
	CONFIRM(null, "do what the command shows without it"),

	/** Back to what was there before. */
	UNDO(null, "take back what the command did before"),

	/** Where a dump of the database is written. */
	DUMP("FILE", "write a dump of the database as this file"),

	/** What a new file is called. */
	NAME("NAME", "what the migration is called");

	/** The value of {@link #OUTPUT} that programs read. */
	static final String JSON = "json";

	private final String value;

	private final String description;

	CommandOption(@Nullable String value, String description) {
		this.value = (value != null) ? value : "";
		this.description = description;
	}

	/** The name as it is written on a command line. */
	String label() {
		return name().toLowerCase(Locale.ROOT).replace('_', '-');
	}

	/** The property that has its value. */
	String property() {
		return "slipway." + label();
	}

	/** How it is written, with what stands for its value. */
	String usage() {
		return "--" + property() + (this.value.isEmpty() ? "" : "=" + this.value);
	}

	String description() {
		return this.description;
	}

	/** Whether it is a switch, which needs no value. */
	boolean isSwitch() {
		return this.value.isEmpty();
	}

}
