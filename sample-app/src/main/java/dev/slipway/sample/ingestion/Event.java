package dev.slipway.sample.ingestion;

/**
 * An event that satisfies the rules of the database.
 *
 * @param type what happened, such as {@code order.placed}
 * @param source the system that sent it, such as {@code web-shop}
 * @param payload more data of the sender, in any format
 */
record Event(String type, String source, String payload) {
}
