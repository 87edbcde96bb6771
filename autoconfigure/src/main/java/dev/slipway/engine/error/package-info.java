/**
 * What Slipway refuses and why: exceptions that carry data. Every other room may import
 * this one; it imports none.
 */
@NullMarked
package dev.slipway.engine.error;

import org.jspecify.annotations.NullMarked;
