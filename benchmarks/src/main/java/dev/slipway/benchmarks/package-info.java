/**
 * Measures what a start with migrations costs, with Slipway and with others, in one run.
 */
@NullMarked
package dev.slipway.benchmarks;

import org.jspecify.annotations.NullMarked;
