package dev.slipway;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * What a run did. Immutable.
 *
 * @param service the name of the service, empty for the unnamed one
 * @param version the newest version that the service's database has now; {@code null}
 * when it has none, as with repeatables only
 * @param applied what this run applied, in order; empty when everything was applied
 * before, or when another process did it
 * @param ahead versions that are applied and that this release has no files of, oldest
 * first
 * @param aboveTarget what stays pending, since it is above the version to stop at, by the
 * files' names; mostly empty
 * @param duration how long this service took, the wait for other processes included
 * @param completedAt when it was done, by the clock of this process
 */
public record MigrationReport(String service, @Nullable String version, List<Applied> applied, List<String> ahead,
		List<String> aboveTarget, Duration duration, Instant completedAt) {

	/**
	 * Create a report.
	 */
	public MigrationReport {
		applied = List.copyOf(applied);
		ahead = List.copyOf(ahead);
		aboveTarget = List.copyOf(aboveTarget);
	}

	/**
	 * A migration that the run applied.
	 *
	 * @param version the version in its canonical form, without leading zeros;
	 * {@code null} for a repeatable
	 * @param name the name
	 * @param label the file's name without its ending
	 * @param duration how long it took on the server
	 * @param appliedAt when its transaction began, by the server's clock
	 */
	public record Applied(@Nullable String version, String name, String label, Duration duration, Instant appliedAt) {
	}

}
