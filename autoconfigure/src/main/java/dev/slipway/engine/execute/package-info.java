/**
 * Room 5: steps on a connection. A migration is one transaction, and many migrations are
 * few flights; one that refuses a transaction runs statement by statement.
 */
@NullMarked
package dev.slipway.engine.execute;

import org.jspecify.annotations.NullMarked;
