package dev.slipway.engine.run;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

import javax.sql.DataSource;

import dev.slipway.DatabaseException;
import dev.slipway.DatabaseException.Reason;
import dev.slipway.MigrationReport;
import dev.slipway.SlipwayException;
import dev.slipway.engine.report.FailureReport;
import dev.slipway.engine.text.LineLog;
import org.jspecify.annotations.Nullable;

/**
 * Does the same for several services: those of different databases beside one another, on
 * threads of their own, and those of one database in their order.
 * <p>
 * The threads are not virtual. Java closes the socket of a virtual thread that is
 * interrupted while it reads: a statement could not be cancelled then, and the server
 * would go on with it. There are no more threads than databases, so nothing is saved
 * either.
 *
 * @param <S> what stands for a service
 * @param <R> what it comes to
 */
public final class ParallelServices<S, R> {

	private static final LineLog logger = LineLog.ofRuns();

	/** Reading a history changes nothing, and is all waiting where a server is far. */
	private static final int CHECKED_AT_ONCE = 4;

	private final List<S> services;

	private final Function<S, R> work;

	/** Sent by the work when it fails; {@code null} where a failure stops no other. */
	private final @Nullable StopSignal stop;

	/** The results by position. */
	private final Map<Integer, R> results = new HashMap<>();

	/** The failures by position. */
	private final Map<Integer, Throwable> failures = new HashMap<>();

	private volatile boolean interrupted;

	private ParallelServices(List<S> services, Function<S, R> work, @Nullable StopSignal stop) {
		this.services = services;
		this.work = work;
		this.stop = stop;
	}

	/**
	 * Check services, those of different DataSources beside one another. All DataSources
	 * are checked, also when the check of one has failed; of one DataSource, nothing is
	 * checked after a failure.
	 * @param services the services, in their order
	 * @param dataSource tells the DataSource of one
	 * @param check reads and changes nothing
	 * @return what was found, in the order of the services
	 * @throws RuntimeException the failure of the first service that has one; the others
	 * are logged, and suppressed in it
	 */
	public static <S, R> List<R> check(List<S> services, Function<S, DataSource> dataSource, Function<S, R> check) {
		Groups groups = new Groups();
		for (S service : services) {
			groups.add(dataSource.apply(service), null);
		}
		return new ParallelServices<>(services, check, null).run(groups.groups, CHECKED_AT_ONCE);
	}

	/**
	 * Migrate services, those of different databases beside one another. When one fails,
	 * the others end before their next file, and none begins.
	 * @param runs the services, in their order
	 * @param most how many databases at a time
	 * @return the reports, in the order of the services
	 * @throws RuntimeException the failure of the first service that has one of its own;
	 * others are logged, and suppressed in it
	 */
	public static List<MigrationReport> execute(List<MigrationRun> runs, int most) {
		StopSignal stop = new StopSignal();
		Groups groups = new Groups();
		for (MigrationRun run : runs) {
			groups.add(run.dataSource(), run.databaseId());
		}
		return new ParallelServices<>(runs, (MigrationRun run) -> execute(run, stop), stop).run(groups.groups, most);
	}

	private static MigrationReport execute(MigrationRun run, StopSignal stop) {
		try {
			return run.execute(stop);
		}
		// Also when a listener throws at the end.
		catch (RuntimeException | Error ex) {
			stop.send(run.service());
			throw ex;
		}
	}

	private List<R> run(List<List<Integer>> groups, int most) {
		if (groups.size() == 1) {
			run(groups.get(0));
		}
		else {
			runOnThreads(groups, most);
		}
		return resultsOrThrow();
	}

	private void runOnThreads(List<List<Integer>> groups, int most) {
		AtomicInteger next = new AtomicInteger();
		List<Thread> threads = new ArrayList<>();
		for (int i = 1; i <= Math.min(most, groups.size()); i++) {
			Thread thread = new Thread(() -> {
				for (int group = next.getAndIncrement(); group < groups.size(); group = next.getAndIncrement()) {
					run(groups.get(group));
				}
			}, "slipway-" + i);
			thread.setDaemon(true);
			threads.add(thread);
		}
		try {
			threads.forEach(Thread::start);
		}
		catch (Error ex) {
			interrupt(threads);
			throw ex;
		}
		finally {
			await(threads);
		}
	}

	/** A thread that is told to end ends whatever it begins, which says so. */
	private void run(List<Integer> group) {
		for (int position : group) {
			if (this.stop != null && this.stop.failed() != null) {
				return;
			}
			if (this.interrupted) {
				Thread.currentThread().interrupt();
			}
			try {
				R result = this.work.apply(this.services.get(position));
				synchronized (this) {
					this.results.put(position, result);
				}
			}
			catch (RuntimeException | Error ex) {
				synchronized (this) {
					this.failures.put(position, ex);
				}
				return;
			}
		}
	}

	/** Nothing runs any more when this returns, whatever happens meanwhile. */
	private void await(List<Thread> threads) {
		boolean told = false;
		for (Thread thread : threads) {
			while (thread.isAlive()) {
				try {
					thread.join();
				}
				catch (InterruptedException ex) {
					told = true;
					interrupt(threads);
				}
			}
		}
		if (told) {
			Thread.currentThread().interrupt();
		}
	}

	private void interrupt(List<Thread> threads) {
		this.interrupted = true;
		threads.forEach(Thread::interrupt);
	}

	private synchronized List<R> resultsOrThrow() {
		Throwable first = null;
		for (int i = 0; i < this.services.size(); i++) {
			Throwable failure = this.failures.get(i);
			if (failure != null && (first == null || (isInterrupted(first) && !isInterrupted(failure)))) {
				first = failure;
			}
		}
		for (int i = 0; i < this.services.size(); i++) {
			Throwable failure = this.failures.get(i);
			if (first != null && failure != null && failure != first) {
				// Who was interrupted has said so.
				if (!isInterrupted(failure)) {
					logger.warn("Another service has failed too: " + FailureReport
						.onOneLine((failure instanceof SlipwayException) ? failure.getMessage() : failure));
				}
				first.addSuppressed(failure);
			}
		}
		if (first instanceof Error error) {
			throw error;
		}
		if (first != null) {
			throw (RuntimeException) first;
		}
		List<R> all = new ArrayList<>();
		for (int i = 0; i < this.services.size(); i++) {
			all.add(Objects.requireNonNull(this.results.get(i)));
		}
		return all;
	}

	private static boolean isInterrupted(Throwable failure) {
		return failure instanceof DatabaseException stopped && stopped.getReason() == Reason.INTERRUPTED;
	}

	/**
	 * The positions of services that must run one after the other. A DataSource leads to
	 * one database also where the server has another identity since, after a restart.
	 */
	private static final class Groups {

		private final List<List<Integer>> groups = new ArrayList<>();

		private final Map<DataSource, List<Integer>> byDataSource = new IdentityHashMap<>();

		private final Map<String, List<Integer>> byDatabase = new HashMap<>();

		private int position;

		void add(DataSource dataSource, @Nullable String database) {
			List<Integer> group = this.byDataSource.get(dataSource);
			if (group == null && database != null) {
				group = this.byDatabase.get(database);
			}
			if (group == null) {
				group = new ArrayList<>();
				this.groups.add(group);
			}
			this.byDataSource.put(dataSource, group);
			if (database != null) {
				this.byDatabase.putIfAbsent(database, group);
			}
			group.add(this.position++);
		}

	}

}
