package dev.slipway.engine.watch;

import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;

import dev.slipway.engine.postgres.ServerSession;
import dev.slipway.engine.postgres.SqlExcerpt;
import dev.slipway.engine.text.LineLog;
import dev.slipway.engine.text.Secrets;
import dev.slipway.engine.text.ServiceName;
import org.jspecify.annotations.Nullable;

/**
 * Tells the person on call from time to time what a long statement does.
 */
final class StatementLog {

	/** The door's: what a run says stands in one place. */
	private static final LineLog logger = LineLog.ofRuns();

	private static final int LONGEST_STATEMENT = 80;

	private static final int MOST_BLOCKERS = 3;

	private final String service;

	private final @Nullable String migration;

	private final Secrets secrets;

	private final Duration every;

	private String begin = "";

	private Duration next = Duration.ZERO;

	/**
	 * Create a log of one attempt.
	 * @param migration the label of its one migration; {@code null} when there are
	 * several
	 * @param secrets what must not be shown of statements, such as a value that is a name
	 * @param every how long a statement runs before it is said, and said again
	 */
	StatementLog(String service, @Nullable String migration, Secrets secrets, Duration every) {
		this.service = service;
		this.migration = migration;
		this.secrets = secrets;
		this.every = every;
	}

	/** Whether it is time to say something of a statement, which then counts as said. */
	boolean isDue(ServerActivity activity) {
		if (!activity.begin().equals(this.begin)) {
			this.begin = activity.begin();
			this.next = this.every;
		}
		if (activity.age().compareTo(this.next) < 0) {
			return false;
		}
		this.next = this.every.multipliedBy(activity.age().dividedBy(this.every) + 1);
		return true;
	}

	/**
	 * Say what a statement does.
	 * @param activity the statement
	 * @param progress how far it is, or empty
	 */
	void write(ServerActivity activity, String progress) {
		String label = label(activity.application());
		logger.info(new ServiceName(this.service) + " runs a statement" + ((label != null) ? " of '" + label + "'" : "")
				+ " for " + activity.age().toSeconds() + " s now: "
				+ SqlExcerpt.withoutValues(this.secrets.maskCut(activity.query()), LONGEST_STATEMENT)
				+ (progress.isEmpty() ? "" : "; " + progress)
				+ ((activity.waitEvent() != null) ? "; waits for " + activity.waitEvent() : "")
				+ this.secrets.mask(held(activity.waitsFor())));
	}

	private static String held(List<ServerSession> blockers) {
		if (blockers.isEmpty()) {
			return "";
		}
		int more = blockers.size() - MOST_BLOCKERS;
		return blockers.stream()
			.limit(MOST_BLOCKERS)
			.map(ServerSession::toString)
			.collect(Collectors.joining(" | ", ", held by ", (more > 0) ? " | and " + more + " more" : ""));
	}

	/** The server keeps the first 63 bytes of an application's name. */
	private @Nullable String label(@Nullable String application) {
		if (this.migration != null) {
			return this.migration;
		}
		String prefix = "slipway " + (this.service.isEmpty() ? "" : this.service + " ");
		return (application != null && application.startsWith(prefix)) ? application.substring(prefix.length()) : null;
	}

}
