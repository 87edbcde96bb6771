package dev.slipway.sample.query;

import java.time.Instant;
import java.util.UUID;

/**
 * An event in the timeline.
 *
 * @param eventId the id of the event
 * @param type what happened
 * @param category the category of the type
 * @param source the system that sent it
 * @param payload more data of the sender
 * @param receivedAt when it was accepted
 */
public record TimelineEntry(UUID eventId, String type, String category, String source, String payload,
		Instant receivedAt) {
}
