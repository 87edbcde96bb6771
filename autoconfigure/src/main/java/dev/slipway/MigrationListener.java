package dev.slipway;

import java.util.List;

import dev.slipway.MigrationReport.Applied;

/**
 * Sees what runs do: for metrics, traces and tests. Each method does nothing unless it is
 * overridden. All calls for one service come from the thread that migrates it, between
 * two transactions and without the lock: what they do takes the run's time. Services come
 * one after the other, or beside one another where several databases are migrated at a
 * time: then each database has a thread of its own, and calls for different services
 * alternate. Two calls never happen at the same time. An exception ends the run; what was
 * applied before stays applied. Only {@link #waiting} is another matter.
 */
public interface MigrationListener {

	/**
	 * A service's run begins: its history was read, and nothing was applied yet.
	 * @param service the name of the service, empty for the unnamed one
	 * @param pending how many migrations are pending, zero or more
	 */
	default void runStarted(String service, int pending) {
	}

	/**
	 * Files are tried: they are sent, or wait for another process that has the lock. It
	 * may happen again for the same ones. This is the only method that is called before
	 * something is done, and it sees callbacks too.
	 * @param service the name of the service, empty for the unnamed one
	 * @param labels the files' names without their endings, in the order in which they
	 * run
	 */
	default void filesTried(String service, List<String> labels) {
	}

	/**
	 * A run waits: for another process that migrates, for a session that holds a lock, or
	 * for a long statement. It is said when the wait is seen and from time to time while
	 * it lasts, also by a thread that watches the run, and so while the lock is held:
	 * return at once. What this throws is logged, and the run goes on.
	 * @param service the name of the service, empty for the unnamed one
	 * @param forWhat what it waits for, on one line for a person
	 */
	default void waiting(String service, String forWhat) {
	}

	/**
	 * A migration was applied and committed. Migrations are sent many at a time, so that
	 * several may be reported at once, in their order.
	 * @param service the name of the service, empty for the unnamed one
	 * @param applied the migration
	 */
	default void migrationApplied(String service, Applied applied) {
	}

	/**
	 * A service's run has ended, and nothing is pending.
	 * @param report what was done
	 */
	default void runCompleted(MigrationReport report) {
	}

	/**
	 * A service's run was ended by a failure, which is thrown afterwards.
	 * @param service the name of the service, empty for the unnamed one
	 * @param failure mostly a {@link SlipwayException}
	 */
	default void runFailed(String service, Throwable failure) {
	}

}
