package dev.slipway.engine.run;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ThreadLocalRandom;

import dev.slipway.DatabaseException;
import dev.slipway.PendingMigrationsException;
import dev.slipway.PendingMigrationsException.PendingMigration;
import dev.slipway.SlipwayException;
import dev.slipway.engine.report.FailureReport;
import dev.slipway.engine.text.LineLog;
import dev.slipway.engine.text.Listing;
import dev.slipway.engine.text.ServiceName;

/**
 * Waits until other processes have applied what is pending, with pauses of random length
 * so that replicas do not poll at the same moments. No connection is borrowed during a
 * pause.
 */
public final class UpToDateWait {

	private static final LineLog logger = LineLog.ofRuns();

	private static final Duration SHORTEST_PAUSE = Duration.ofSeconds(1);

	private static final Duration LONGEST_PAUSE = Duration.ofSeconds(2);

	private static final Duration REPORT_EVERY = Duration.ofSeconds(10);

	private final long begin = System.nanoTime();

	private final List<PendingCheck> services;

	private final Duration limit;

	private Duration nextReport = Duration.ZERO;

	/**
	 * Begin to wait.
	 * @param services the services, each looked at for the first time
	 * @param limit the longest wait
	 */
	public UpToDateWait(List<PendingCheck> services, Duration limit) {
		this.services = services;
		this.limit = limit;
	}

	public void untilUpToDate() {
		for (List<PendingCheck> behind = behind(); !behind.isEmpty(); behind = behind()) {
			Duration elapsed = elapsed();
			if (elapsed.compareTo(this.limit) >= 0) {
				throw givenUp(behind, elapsed);
			}
			if (elapsed.compareTo(this.nextReport) >= 0) {
				behind.forEach((service) -> say(service, elapsed));
				this.nextReport = elapsed.plus(REPORT_EVERY);
			}
			pause(behind.get(0), this.limit.minus(elapsed));
			behind.forEach(PendingCheck::lookAgain);
		}
	}

	private List<PendingCheck> behind() {
		return this.services.stream().filter(PendingCheck::isBehind).toList();
	}

	private Duration elapsed() {
		return Duration.ofNanos(System.nanoTime() - this.begin);
	}

	private static void pause(PendingCheck service, Duration longest) {
		Duration pause = Duration
			.ofMillis(ThreadLocalRandom.current().nextLong(SHORTEST_PAUSE.toMillis(), LONGEST_PAUSE.toMillis()));
		try {
			Thread.sleep(((pause.compareTo(longest) < 0) ? pause : longest).toMillis() + 1);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw service.interrupted(ex);
		}
	}

	private static void say(PendingCheck service, Duration elapsed) {
		ServiceName subject = new ServiceName(service.service());
		String since = (elapsed.toSeconds() > 0) ? ", for " + elapsed.toSeconds() + " s now" : "";
		DatabaseException failure = service.failure();
		if (failure != null) {
			logger.warn(subject + " waits for a database that cannot be read" + since + ": "
					+ FailureReport.onOneLine(failure.getMessage()));
			return;
		}
		List<PendingMigration> pending = service.pending();
		logger.info(subject + " waits for another process to apply " + pending.size() + " pending"
				+ ((pending.size() == 1) ? " migration" : " migrations") + since + ": " + labels(pending));
	}

	private static String labels(List<PendingMigration> pending) {
		return Listing.of(pending.stream().map((migration) -> "'" + migration.label() + "'").toList());
	}

	private static SlipwayException givenUp(List<PendingCheck> behind, Duration elapsed) {
		return behind.stream()
			.map(PendingCheck::failure)
			.filter(Objects::nonNull)
			.findFirst()
			.<SlipwayException>map((failure) -> failure)
			.orElseGet(() -> new PendingMigrationsException(
					behind.stream().flatMap((service) -> service.pending().stream()).toList(), elapsed));
	}

}
