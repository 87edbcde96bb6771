/**
 * What a long statement waits for, and how far it is.
 * <p>
 * Internal: it may change in any release.
 */
@NullMarked
package dev.slipway.engine.watch;

import org.jspecify.annotations.NullMarked;
