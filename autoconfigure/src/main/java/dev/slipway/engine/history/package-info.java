/**
 * The history table: create, read, record. All of its SQL is here.
 * <p>
 * Internal: it may change in any release.
 */
@NullMarked
package dev.slipway.engine.history;

import org.jspecify.annotations.NullMarked;
