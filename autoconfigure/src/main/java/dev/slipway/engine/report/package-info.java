/**
 * What the engine says: log lines, failures, what was applied.
 * <p>
 * Internal: it may change in any release.
 */
@NullMarked
package dev.slipway.engine.report;

import org.jspecify.annotations.NullMarked;
