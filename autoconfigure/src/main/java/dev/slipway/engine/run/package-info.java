/**
 * From reading the history to nothing pending, for one service.
 * <p>
 * Internal: it may change in any release.
 */
@NullMarked
package dev.slipway.engine.run;

import org.jspecify.annotations.NullMarked;
