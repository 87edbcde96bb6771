package dev.slipway;

import java.time.Duration;

/**
 * How long a run waits for others, and how often it tries again. Immutable; every method
 * that changes something returns a new instance.
 *
 * @param migrationLockWait how long to wait for another process that is migrating;
 * positive
 * @param lockTimeout how long a statement waits for a lock on a table or another object,
 * of which everybody who comes after it waits too; whole milliseconds, zero for no limit
 * @param lockRetries how often a migration that lost such a wait, a deadlock or a
 * serialization conflict is rolled back and tried again
 * @param statementTimeout how long a statement may take; whole milliseconds, zero for no
 * limit
 */
public record Timeouts(Duration migrationLockWait, Duration lockTimeout, int lockRetries, Duration statementTimeout) {

	/**
	 * Ten minutes for another process, five seconds for a lock, tried again ten times.
	 */
	public static final Timeouts DEFAULT = new Timeouts(Duration.ofMinutes(10), Duration.ofSeconds(5), 10,
			Duration.ZERO);

	/**
	 * Create timeouts.
	 * @throws IllegalArgumentException if one is negative or longer than PostgreSQL's
	 * limit of 2147483647 milliseconds, or if {@code migrationLockWait} is zero
	 */
	public Timeouts {
		if (migrationLockWait.isNegative() || migrationLockWait.isZero()) {
			throw new IllegalArgumentException("lock wait timeout must be positive, but is " + migrationLockWait);
		}
		requireMilliseconds("lock timeout", lockTimeout);
		requireMilliseconds("statement timeout", statementTimeout);
		if (lockRetries < 0) {
			throw new IllegalArgumentException("lock retries must not be negative, but are " + lockRetries);
		}
	}

	/**
	 * Change how long to wait for another process that is migrating.
	 * @param timeout the longest wait, positive
	 * @return the changed timeouts
	 */
	public Timeouts withMigrationLockWait(Duration timeout) {
		return new Timeouts(timeout, this.lockTimeout, this.lockRetries, this.statementTimeout);
	}

	/**
	 * Change how long a statement waits for a lock.
	 * @param timeout the longest wait, zero for no limit
	 * @return the changed timeouts
	 */
	public Timeouts withLockTimeout(Duration timeout) {
		return new Timeouts(this.migrationLockWait, timeout, this.lockRetries, this.statementTimeout);
	}

	/**
	 * Change how often a migration that lost a wait for a lock is tried again.
	 * @param retries how often, zero for never
	 * @return the changed timeouts
	 */
	public Timeouts withLockRetries(int retries) {
		return new Timeouts(this.migrationLockWait, this.lockTimeout, retries, this.statementTimeout);
	}

	/**
	 * Change how long a statement may take.
	 * @param timeout the longest time, zero for no limit
	 * @return the changed timeouts
	 */
	public Timeouts withStatementTimeout(Duration timeout) {
		return new Timeouts(this.migrationLockWait, this.lockTimeout, this.lockRetries, timeout);
	}

	private static void requireMilliseconds(String what, Duration timeout) {
		if (timeout.isNegative() || timeout.compareTo(Duration.ofMillis(Integer.MAX_VALUE)) > 0
				|| (timeout.toMillis() == 0 && !timeout.isZero())) {
			throw new IllegalArgumentException(
					what + " must be zero or 1 to " + Integer.MAX_VALUE + " milliseconds, but is " + timeout);
		}
	}

}
