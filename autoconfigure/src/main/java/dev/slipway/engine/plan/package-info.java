/**
 * Room 3: what to do next, as a pure function of migration set, history and policy.
 */
@NullMarked
package dev.slipway.engine.plan;

import org.jspecify.annotations.NullMarked;
