package dev.slipway.engine.execute;

import java.sql.SQLException;
import java.time.Duration;
import java.util.function.Supplier;

import dev.slipway.engine.postgres.Poll;

/**
 * Waits for something on the server in the middle of a script.
 */
public final class Waiting {

	/** For what the server itself would wait for without an end. */
	private static final Duration EVER = Duration.ofDays(365);

	private Waiting() {
	}

	/**
	 * Wait while something lasts.
	 * @param condition whether it lasts
	 * @param waiting who waits for what, for the log
	 * @param detail what else the log is to say, asked for each line anew
	 * @param deadline when to give up, as {@link System#nanoTime()} counts
	 * @return false when the deadline passed
	 */
	public static boolean whilst(Condition condition, String waiting, Supplier<String> detail, long deadline)
			throws SQLException, Stop, InterruptedException {
		try {
			return Poll.whilst(() -> lasts(condition), waiting, detail, deadline);
		}
		catch (Stopped ex) {
			throw ex.stop;
		}
	}

	/** Wait while something lasts, however long. */
	public static void whilst(Condition condition, String waiting, Supplier<String> detail)
			throws SQLException, Stop, InterruptedException {
		whilst(condition, waiting, detail, System.nanoTime() + EVER.toNanos());
	}

	private static boolean lasts(Condition condition) throws Stopped {
		try {
			return condition.lasts();
		}
		catch (Stop stop) {
			throw new Stopped(stop);
		}
	}

	/**
	 * What is waited for the end of.
	 */
	public interface Condition {

		boolean lasts() throws Stop;

	}

	/** Carries a stop through an interface that knows the database's errors only. */
	private static final class Stopped extends SQLException {

		private static final long serialVersionUID = 1L;

		private final transient Stop stop;

		Stopped(Stop stop) {
			super(stop);
			this.stop = stop;
		}

	}

}
