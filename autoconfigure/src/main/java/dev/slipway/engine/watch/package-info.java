/**
 * What a long statement waits for, how far it is, and its cancel when the run is
 * interrupted.
 * <p>
 * Internal: it may change in any release.
 */
@NullMarked
package dev.slipway.engine.watch;

import org.jspecify.annotations.NullMarked;
