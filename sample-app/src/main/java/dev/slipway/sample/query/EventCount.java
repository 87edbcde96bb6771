package dev.slipway.sample.query;

import java.time.Instant;

/**
 * The number of events of a type.
 *
 * @param type the type
 * @param category its category
 * @param total the number of events
 * @param lastReceivedAt when the last one was accepted
 */
record EventCount(String type, String category, long total, Instant lastReceivedAt) {
}
