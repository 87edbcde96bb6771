/**
 * What to do next, as a pure function of migration set, history and policy.
 * <p>
 * Internal: it may change in any release.
 */
@NullMarked
package dev.slipway.engine.plan;

import org.jspecify.annotations.NullMarked;
