/**
 * What runs in the measured JVMs, each with the class path of one tool.
 */
@NullMarked
package dev.slipway.benchmarks.application;

import org.jspecify.annotations.NullMarked;
