/**
 * One runner at a time, however many replicas start together.
 * <p>
 * Internal: it may change in any release.
 */
@NullMarked
package dev.slipway.engine.lock;

import org.jspecify.annotations.NullMarked;
