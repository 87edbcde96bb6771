/**
 * Room 4: one runner at a time, however many replicas start together.
 */
@NullMarked
package dev.slipway.engine.lock;

import org.jspecify.annotations.NullMarked;
