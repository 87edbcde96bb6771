package dev.slipway.sample.query;

import java.time.Instant;

/**
 * How many events of a type there are.
 *
 * @param type the type
 * @param category its category
 * @param total how many
 * @param lastReceivedAt when the last one was accepted
 */
record EventCount(String type, String category, long total, Instant lastReceivedAt) {
}
