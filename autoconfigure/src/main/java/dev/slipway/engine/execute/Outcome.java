package dev.slipway.engine.execute;

import java.sql.SQLException;

import dev.slipway.DatabaseException.Reason;
import dev.slipway.ScriptPosition;
import dev.slipway.ServerError;
import dev.slipway.engine.files.Executable;
import dev.slipway.engine.postgres.SqlState;
import org.jspecify.annotations.Nullable;

/**
 * What executing a batch came to.
 */
public sealed interface Outcome {

	/**
	 * All migrations are applied.
	 */
	record Succeeded() implements Outcome {

	}

	/**
	 * Somebody else is migrating.
	 */
	record LockNotFree() implements Outcome {

	}

	/**
	 * Somebody else has migrated since the plan was made.
	 */
	record HistoryMoved() implements Outcome {

	}

	/**
	 * A wait for a lock, a deadlock or a serialization conflict was lost: the same may
	 * succeed when it is tried again.
	 *
	 * @param unretried what it comes to when it is not tried again
	 * @param cause the driver's exception
	 */
	record Contended(Outcome unretried, SQLException cause) implements Outcome {

		/**
		 * Return what a failure comes to.
		 * @param unretried what it comes to when it is not tried again
		 * @param cause the driver's exception
		 */
		static Outcome of(Outcome unretried, SQLException cause) {
			return !(unretried instanceof Contended) && SqlState.isRetriable(cause) ? new Contended(unretried, cause)
					: unretried;
		}

	}

	/**
	 * The connection broke: what was applied must be read again.
	 *
	 * @param label the label of the script that may have been running, if any
	 * @param error what was said of it
	 * @param cause the driver's exception, if there is one
	 */
	record ConnectionLost(@Nullable String label, ServerError error, @Nullable Exception cause) implements Outcome {

		/**
		 * Return what a failure of the work's own connection comes to.
		 * @param label the label of the script that may have been running, if any
		 * @param cause the driver's exception, or that of the pool
		 */
		public static ConnectionLost of(@Nullable String label, Exception cause) {
			return new ConnectionLost(label, ServerError.of(cause), cause);
		}

		/**
		 * Return what it comes to when the connection that held the lock is lost.
		 * @param label the label of the script that was running
		 */
		static ConnectionLost ofLock(String label) {
			return new ConnectionLost(label, new ServerError("ERROR", "the connection that held the lock is gone",
					SqlState.CONNECTION_FAILURE, null, null, null, 0), null);
		}

	}

	/**
	 * The thread was interrupted between two statements of a script.
	 */
	record Interrupted() implements Outcome {

	}

	/**
	 * The database refused what Slipway itself does around a script.
	 *
	 * @param reason why
	 * @param what what was refused
	 * @param cause the driver's exception, or what kept a file from being read
	 */
	record Refused(Reason reason, String what, Exception cause) implements Outcome {

	}

	/**
	 * A script failed, and was rolled back where it runs in one transaction.
	 *
	 * @param executable the migration or callback
	 * @param position the place of the error; {@code null} for code, which has none
	 * @param error what the server said
	 * @param advice what to do about it; {@code null} when the error says enough
	 * @param committed how many statements of a callback that does not run in one
	 * transaction stay; {@code null} of other scripts
	 * @param cause the driver's exception
	 */
	record Failed(Executable executable, @Nullable ScriptPosition position, ServerError error, @Nullable String advice,
			@Nullable Integer committed, Exception cause) implements Outcome {

		/**
		 * Return the failure of a script that was rolled back, or whose row counts, of
		 * which the error says enough.
		 */
		static Failed of(Executable executable, @Nullable ScriptPosition position, ServerError error, Exception cause) {
			return new Failed(executable, position, error, null, null, cause);
		}

		/** The same with what to do about it. */
		Failed with(String advice) {
			return new Failed(this.executable, this.position, this.error, advice, this.committed, this.cause);
		}

		/** The same of a callback whose statements before it stay. */
		Failed after(int statements) {
			return new Failed(this.executable, this.position, this.error, this.advice, statements, this.cause);
		}

	}

}
