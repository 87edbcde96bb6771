package dev.slipway.engine.history;

import java.util.List;

/**
 * What was applied, at one moment.
 *
 * @param exists whether the history table exists
 * @param applied its rows in the order in which they were applied
 * @param lastId the id of its last row, 0 when there is none
 * @param server what the server said in the same flight
 */
public record History(boolean exists, List<AppliedMigration> applied, long lastId, Server server) {

	/**
	 * Create a history.
	 */
	public History {
		applied = List.copyOf(applied);
	}

}
