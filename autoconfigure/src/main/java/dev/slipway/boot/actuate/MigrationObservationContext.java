package dev.slipway.boot.actuate;

import java.time.Duration;

import io.micrometer.observation.Observation;
import org.jspecify.annotations.Nullable;

/**
 * A migration that was applied or has failed. Many are sent at a time, so that only the
 * server knows how long each took: the observation itself begins when it is known, and
 * ends at once.
 */
final class MigrationObservationContext extends Observation.Context {

	private final @Nullable Duration duration;

	/**
	 * Create a context.
	 * @param duration how long the migration took on the server; {@code null} when it has
	 * failed, and nobody knows
	 */
	MigrationObservationContext(@Nullable Duration duration) {
		this.duration = duration;
	}

	@Nullable Duration duration() {
		return this.duration;
	}

}
