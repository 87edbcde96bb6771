/**
 * Room 6: what a long step waits for, and how far it is. Watches an attempt from beside
 * it, and cancels it when its thread is interrupted.
 */
@NullMarked
package dev.slipway.engine.watch;

import org.jspecify.annotations.NullMarked;
