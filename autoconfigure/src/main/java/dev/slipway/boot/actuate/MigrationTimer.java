package dev.slipway.boot.actuate;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import io.micrometer.common.KeyValue;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.observation.MeterObservationHandler;
import io.micrometer.observation.Observation;

/**
 * Records how long a migration took on the server, in the place of Micrometer's own
 * handler, which would record the time between two calls.
 */
final class MigrationTimer implements MeterObservationHandler<MigrationObservationContext> {

	private final MeterRegistry registry;

	MigrationTimer(MeterRegistry registry) {
		this.registry = registry;
	}

	@Override
	public boolean supportsContext(Observation.Context context) {
		return context instanceof MigrationObservationContext;
	}

	@Override
	public void onStop(MigrationObservationContext context) {
		Duration duration = context.duration();
		if (duration == null) {
			return;
		}
		List<Tag> tags = new ArrayList<>();
		for (KeyValue keyValue : context.getLowCardinalityKeyValues()) {
			tags.add(Tag.of(keyValue.getKey(), keyValue.getValue()));
		}
		Timer.builder(ObservedMigrations.MIGRATION)
			.description("Time that migrations took on the server")
			.tags(tags)
			.register(this.registry)
			.record(duration);
	}

}
