package dev.slipway.faults;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

import dev.slipway.faults.TracedScripts.Kind;
import dev.slipway.testing.TestDatabase;
import org.junit.jupiter.api.Test;

/**
 * Somebody has left a transaction open that holds a lock on the table to be altered. All
 * others go on using the table meanwhile.
 */
@FaultSuite
class LockedTableTests {

	private static final String APPLICATION = "nightly report";

	private static final String ALTER = """
			alter table items add column note text;
			insert into effects (file) values ('{trace}');
			""";

	private final Faults faults;

	LockedTableTests(Faults faults) {
		this.faults = faults;
	}

	@Test
	void theRunTriesAgainUntilTheTableIsFree() throws Exception {
		this.faults.tryOut(Fault.LOCK_RELEASED, (trial) -> {
			TracedScripts traced = prepare(trial);
			Replica replica;
			try (Blocker blocker = new Blocker(trial.database()); Reader reader = new Reader(trial.database())) {
				replica = trial.start(trial.database(), traced.scripts(), "lock=200", "lock-retries=100");
				awaitLostTries(trial, replica, 2);
				trial.expect(replica.output().contains(blocker.pid()),
						"the log does not name the blocker " + blocker.pid());
				int reads = reader.reads();
				awaitLostTries(trial, replica, 4);
				trial.expect(reader.reads() > reads, "nobody could read between two tries");
				trial.note(reader.longestWait());
			}
			replica.awaitExit();
			trial.expect(replica.hasSucceeded(), "with the table free it ended with " + replica.ending());
			Checks.allApplied(trial.database(), traced, trial::violation);
		});
	}

	@Test
	void theRunGivesUpAndSaysWhoIsInTheWay() throws Exception {
		this.faults.tryOut(Fault.LOCK_KEPT, (trial) -> {
			TracedScripts traced = prepare(trial);
			try (Blocker blocker = new Blocker(trial.database()); Reader reader = new Reader(trial.database())) {
				Replica replica = trial.start(trial.database(), traced.scripts(), "lock=200", "lock-retries=3");
				replica.awaitExit();
				trial.expect(replica.hasFailedAsDocumented(), "it ended with " + replica.ending());
				trial.expect(lostTries(replica) == 3, "it tried again " + lostTries(replica) + " times");
				String message = replica.output()
					.substring(Math.max(0, replica.output().indexOf(MigratingReplica.FAILED)));
				trial.expect(message.contains(blocker.pid()) && message.contains(APPLICATION),
						"the message does not name the blocker " + blocker.pid() + " (" + APPLICATION + "): "
								+ message);
				trial.expect(reader.reads() > 0, "nobody could read");
				trial.note(reader.longestWait());
			}
			trial.startCleanly(trial.database(), traced.scripts());
			Checks.allApplied(trial.database(), traced, trial::violation);
		});
	}

	/** The table must be there before it can be locked. */
	private static TracedScripts prepare(Trial trial) {
		TracedScripts traced = TracedScripts.in(trial.scripts("scripts"), 1000);
		trial.startCleanly(trial.database(), traced.scripts());
		return traced.add("alter", ALTER).add("after", Kind.TABLE.sql());
	}

	private static void awaitLostTries(Trial trial, Replica replica, int tries) {
		trial.await(tries + " lost tries", () -> lostTries(replica) >= tries || !replica.isAlive());
		trial.expect(replica.isAlive(), "it gave up: " + replica.ending());
	}

	/** The engine logs each try that lost, as the next one is announced. */
	private static int lostTries(Replica replica) {
		return replica.output().split("Try \\d+ of \\d+ begins", -1).length - 1;
	}

	/** Has read a row, and then gone to lunch. */
	private static final class Blocker implements AutoCloseable {

		private final Connection connection;

		private final String pid;

		Blocker(TestDatabase database) throws SQLException {
			this.connection = database.dataSource("?ApplicationName=" + APPLICATION.replace(" ", "%20"))
				.getConnection();
			this.connection.setAutoCommit(false);
			this.pid = TestDatabase.query(this.connection, "select pg_backend_pid() from items limit 1").get(0);
		}

		String pid() {
			return this.pid;
		}

		@Override
		public void close() throws SQLException {
			this.connection.close();
		}

	}

	/** Traffic of the application, which has no lock timeout of its own. */
	private static final class Reader implements AutoCloseable {

		private final AtomicInteger reads = new AtomicInteger();

		private final AtomicLong longest = new AtomicLong();

		private final Connection connection;

		private final Thread thread = new Thread(this::read, "reader");

		private volatile boolean closed;

		Reader(TestDatabase database) throws SQLException {
			this.connection = database.dataSource().getConnection();
			this.thread.start();
		}

		int reads() {
			return this.reads.get();
		}

		String longestWait() {
			long milliseconds = this.longest.get() / 1_000_000;
			return "longest wait of a reader " + ((milliseconds < 500) ? "under 0.5 s"
					: (milliseconds < 1000) ? "under 1 s" : milliseconds + " ms");
		}

		private void read() {
			try {
				while (!this.closed) {
					long begin = System.nanoTime();
					TestDatabase.query(this.connection, "select count(*) from items");
					this.longest.accumulateAndGet(System.nanoTime() - begin, Math::max);
					this.reads.incrementAndGet();
				}
			}
			catch (SQLException ex) {
				throw new IllegalStateException(ex);
			}
		}

		@Override
		public void close() throws SQLException {
			this.closed = true;
			try {
				this.thread.join();
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
			}
			this.connection.close();
		}

	}

}
