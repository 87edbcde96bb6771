package dev.slipway.boot.autoconfigure;

import java.util.Set;

/**
 * What settings are checked with, for tests of other packages.
 */
public final class CommandOptionNames {

	private CommandOptionNames() {
	}

	public static Set<String> known() {
		return UnknownSettings.OF_COMMANDS;
	}

}
