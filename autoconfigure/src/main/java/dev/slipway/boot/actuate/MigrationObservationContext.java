package dev.slipway.boot.actuate;

import java.time.Duration;

import dev.slipway.MigrationReport.Applied;
import io.micrometer.observation.Observation;

/**
 * A migration that was applied. Many are sent at a time, so that only the server knows
 * how long each took: the observation itself begins when it is known, and ends at once.
 */
final class MigrationObservationContext extends Observation.Context {

	private final Applied applied;

	MigrationObservationContext(Applied applied) {
		this.applied = applied;
	}

	Applied applied() {
		return this.applied;
	}

	Duration duration() {
		return this.applied.duration();
	}

}
