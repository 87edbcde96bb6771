package dev.slipway.sample.ingestion;

/**
 * An event that keeps all the rules of the database.
 *
 * @param type what happened, such as {@code order.placed}
 * @param source the system that it comes from, such as {@code web-shop}
 * @param payload whatever the sender adds
 */
record Event(String type, String source, String payload) {
}
