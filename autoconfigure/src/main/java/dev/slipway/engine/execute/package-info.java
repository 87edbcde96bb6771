/**
 * Applies migrations on a connection: several in one round trip, each in a transaction of
 * its own, or one that refuses a transaction, statement by statement.
 * <p>
 * Internal: it may change in any release.
 */
@NullMarked
package dev.slipway.engine.execute;

import org.jspecify.annotations.NullMarked;
