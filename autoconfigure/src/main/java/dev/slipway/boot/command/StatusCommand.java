package dev.slipway.boot.command;

import java.util.ArrayList;
import java.util.List;

import dev.slipway.Migrator;
import dev.slipway.SlipwayException;

/**
 * Shows all migrations and their states. A service that cannot be read does not hide the
 * others.
 */
final class StatusCommand {

	private StatusCommand() {
	}

	static CommandResult run(CommandWork.Call call) {
		List<StatusResult.Service> services = new ArrayList<>();
		for (Migrator migrator : call.services()) {
			try {
				services.add(new StatusResult.Service(migrator.plan(call.all()), null));
			}
			catch (SlipwayException ex) {
				if (call.services().size() == 1) {
					throw ex;
				}
				services.add(new StatusResult.Service(null, ex));
			}
		}
		return new StatusResult(services);
	}

}
