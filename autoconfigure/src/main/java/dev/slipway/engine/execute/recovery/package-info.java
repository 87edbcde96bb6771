/**
 * What an interrupted try of a statement has left behind.
 * <p>
 * Internal: it may change in any release.
 */
@NullMarked
package dev.slipway.engine.execute.recovery;

import org.jspecify.annotations.NullMarked;
