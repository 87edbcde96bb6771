package dev.slipway.sample.query;

import java.time.Instant;
import java.util.UUID;

/**
 * An event as the query service knows it.
 *
 * @param eventId the event's id, which makes adding it twice harmless
 * @param type what happened
 * @param category what kind of thing happened
 * @param source the system that it comes from
 * @param payload whatever the sender added
 * @param receivedAt when it was accepted
 */
public record Entry(UUID eventId, String type, String category, String source, String payload, Instant receivedAt) {
}
