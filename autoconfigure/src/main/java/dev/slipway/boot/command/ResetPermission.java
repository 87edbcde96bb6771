package dev.slipway.boot.command;

import java.util.Set;

import org.springframework.core.env.Environment;

/**
 * Whether an application may drop what its services own: only where a setting says so,
 * and never in production.
 */
final class ResetPermission {

	static final String PROPERTY = "slipway.reset-allowed";

	private static final Set<String> PRODUCTION = Set.of("prod", "production");

	private ResetPermission() {
	}

	/**
	 * See that it may.
	 * @throws CommandRefusedException if it may not
	 */
	static void require(Environment environment) {
		for (String profile : environment.getActiveProfiles()) {
			if (PRODUCTION.contains(profile)) {
				throw new CommandRefusedException(
						"Command 'reset' cannot run: the profile '" + profile
								+ "' is active. It never drops production.",
						"Run it with the profile of a database that may be lost.", CommandExit.FAILED);
			}
		}
		if (!environment.getProperty(PROPERTY, Boolean.class, false)) {
			throw new CommandRefusedException("Command 'reset' cannot run: " + PROPERTY + " is not true.",
					"Set it in the profile of a database that may be lost, such as application-dev.yaml.",
					CommandExit.FAILED);
		}
	}

}
