/**
 * A small event platform of three services that Slipway migrates before it serves.
 */
@NullMarked
package dev.slipway.sample;

import org.jspecify.annotations.NullMarked;
