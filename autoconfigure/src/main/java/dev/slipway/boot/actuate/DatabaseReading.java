package dev.slipway.boot.actuate;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import dev.slipway.MigrationPlan;
import dev.slipway.Migrator;
import dev.slipway.SlipwayException;
import dev.slipway.engine.text.LineLog;
import org.jspecify.annotations.Nullable;

/**
 * Reads the databases of all services, one after the other, on a thread of its own, for
 * which nobody waits longer than a limit: a pool may wait half a minute for a server that
 * is down, and a driver without an end. There is one such thread at most, and those who
 * ask meanwhile wait for the same answer.
 */
final class DatabaseReading {

	private static final LineLog logger = LineLog.of(DatabaseReading.class);

	static final String NO_ANSWER = "The database did not answer in time.";

	private final Duration limit;

	private @Nullable Reading current;

	DatabaseReading(Duration limit) {
		this.limit = limit;
	}

	/**
	 * Read the databases.
	 * @param services the services
	 * @return what was read within the limit
	 */
	Map<Migrator, Result> read(List<Migrator> services) {
		Reading reading = reading(services);
		try {
			reading.get(this.limit.toMillis(), TimeUnit.MILLISECONDS);
		}
		catch (TimeoutException ex) {
			logger.debug("A database does not answer within " + this.limit.toMillis() + " ms");
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
		catch (ExecutionException ex) {
			throw new IllegalStateException(ex.getCause());
		}
		return reading.results;
	}

	private synchronized Reading reading(List<Migrator> services) {
		Reading reading = this.current;
		if (reading == null || reading.isDone()) {
			reading = new Reading(services, new ConcurrentHashMap<>());
			this.current = reading;
			Thread thread = new Thread(reading, "slipway-endpoint");
			thread.setDaemon(true);
			thread.start();
		}
		return reading;
	}

	/**
	 * What was read of one service.
	 *
	 * @param plan its migrations; {@code null} when they could not be read
	 * @param problem why not; {@code null} when they were
	 */
	record Result(@Nullable MigrationPlan plan, @Nullable String problem) {

		static Result of(Migrator service, List<Migrator> all) {
			try {
				return new Result(service.plan(all), null);
			}
			catch (SlipwayException ex) {
				logger.debug("The endpoint cannot read a history: " + ex.getMessage());
				return new Result(null, Problem.of(ex));
			}
		}

	}

	private static final class Reading extends FutureTask<@Nullable Void> {

		private final Map<Migrator, Result> results;

		Reading(List<Migrator> services, Map<Migrator, Result> results) {
			super(() -> {
				for (Migrator service : services) {
					results.put(service, Result.of(service, services));
				}
				return null;
			});
			this.results = results;
		}

	}

}
